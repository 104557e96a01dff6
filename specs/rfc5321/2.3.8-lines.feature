@RFC5321-2.3.8
Feature: RFC 5321 2.3.8 Lines
  A line ends with CRLF. No other octets may be taken for the end of a line, neither in commands nor in mail data: 2.3.8.
  What ends where is told by the number of replies.

  @5321-2.3.8-01 @MUST-NOT
  Scenario Outline: <what>
    When the client plays "lines/<file>.smtp"

    Examples:
      | what                                                | file              |
      | a lone LF does not end a command                    | lf                |
      | a lone CR does not end a command                    | cr                |
      | LF CR does not end a command                        | lf-cr             |
      | a lone LF does not end a command when it comes last | lf-comes-last     |
      | a second command behind a lone LF is not run        | lf-second-command |
      | a second command behind a lone CR is not run        | cr-second-command |

  @5321-2.3.8-01 @MUST
  Scenario: CR and LF that arrive apart end a command
    When the client plays "lines/crlf-apart.smtp"
