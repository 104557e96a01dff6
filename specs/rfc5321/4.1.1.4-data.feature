@RFC5321-4.1.1.4
Feature: RFC 5321 4.1.1.4 DATA
  The mail data are terminated by a line containing only a period, that is, the character sequence CRLF.CRLF, where the
  first CRLF is actually the terminator of the previous line.

  @5321-4.1.1.4-02 @MUST @needs-mail
  Scenario: LF.LF does not end the message
    When the client plays "eod/lf-dot-lf.smtp"

  @5321-4.1.1.4-02 @5321-4.1.1.4-01 @MUST-NOT
  Scenario Outline: <what> does not end the message
    When the client plays "eod/<file>.smtp"

    Examples:
      | what                                | file                  |
      | LF.CRLF                             | lf-dot-crlf           |
      | CRLF.LF                             | crlf-dot-lf           |
      | CR.CR                               | cr-dot-cr             |
      | CR.CRLF                             | cr-dot-crlf           |
      | CRLF.CR                             | crlf-dot-cr           |
      | CR.LF                               | cr-dot-lf             |
      | LF.CR                               | lf-dot-cr             |
      | CRLF.CR CRLF                        | crlf-dot-cr-crlf      |
      | CRLF CR.CRLF                        | crlf-cr-dot-crlf      |
      | CRLF.NUL CRLF                       | crlf-dot-nul-crlf     |
      | CRLF NUL.CRLF                       | crlf-nul-dot-crlf     |
      | a line with a dot and a space       | dot-space             |
      | a line with a space and a dot       | space-dot             |
      | a line with two dots                | two-dots              |

  @5321-4.1.1.4-02 @5321-4.1.1.4-01 @MUST-NOT @needs-mail
  Scenario Outline: what stands behind <what> is not a message of its own
    When the client plays "eod/<file>-smuggles.smtp"

    Examples:
      | what    | file        |
      | LF.LF   | lf-dot-lf   |
      | LF.CRLF | lf-dot-crlf |
      | CRLF.LF | crlf-dot-lf |
      | CR.CR   | cr-dot-cr   |

  @5321-4.1.1.4-01 @MUST-NOT
  Scenario: a message with lone LF in it is taken or refused as a whole
    When the client plays "eod/lone-lf.smtp"

  @5321-4.1.1.4-01 @MUST-NOT
  Scenario: a message with lone CR in it is taken or refused as a whole
    When the client plays "eod/lone-cr.smtp"

  @5321-4.1.1.4-03 @MUST
  Scenario: a message that is taken is answered 250
    When the client plays
      """
      @include ../session.smtp
      @include ../transaction.smtp
      C: DATA
      S: 354
      C: Subject: {{run}}
      C:
      C: hello
      C: .
      S: 250
      C: QUIT
      S: 221
      @eof
      """

  @5321-4.1.1.4-03 @MUST @needs-mail
  Scenario: a message that is answered 250 arrives once
    When the client plays
      """
      @include ../session.smtp
      @include ../transaction.smtp
      @include message.smtp
      @mail count 1 within 10s
      @include goodbye.smtp
      """

  @5321-4.1.1.4-03 @MUST
  Scenario: the end of the data is found though its octets arrive one by one
    When the client plays "eod/octet-by-octet.smtp"

  @5321-4.1.1.4-03 @MUST
  Scenario: message and end of data may arrive in one piece
    When the client plays "eod/in-one-piece.smtp"

  @5321-4.1.1.4-06 @MUST
  Scenario Outline: behind a message there is no transaction: <command> is out of sequence
    When the client plays
      """
      @include ../session.smtp
      @include ../transaction.smtp
      @include message.smtp
      C: <command>
      S: <codes>
      @include goodbye.smtp
      """

    Examples:
      | command            | codes   |
      | RCPT TO:<{{rcpt}}> | 503     |
      | DATA               | 503,554 |

  @5321-4.1.1.4-09 @MUST
  Scenario: a dot right behind DATA ends an empty message
    When the client plays
      """
      @include ../session.smtp
      @include ../transaction.smtp
      C: DATA
      S: 354
      C: .
      S: 250,4xx,5xx
      @fence
      @include goodbye.smtp
      """

  @5321-4.1.1.4-09 @MUST
  Scenario: an empty line and a dot end a message
    When the client plays
      """
      @include ../session.smtp
      @include ../transaction.smtp
      C: DATA
      S: 354
      C:
      C: .
      S: 250,4xx,5xx
      @fence
      @include goodbye.smtp
      """

  @5321-4.1.1.4-12 @MUST
  Scenario: control characters in a message do not break its framing
    When the client plays "octets/control-data.smtp"

  @5321-4.1.1.4-12 @MUST
  Scenario: NUL in a message does not break its framing
    When the client plays "octets/nul-data.smtp"
