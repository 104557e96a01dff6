@RFC5321-4.1.1.10
Feature: RFC 5321 4.1.1.10 QUIT
  QUIT is answered 221 and only then does the server close. It does not close otherwise, whatever went wrong. A connection
  that is lost cancels the open transaction, and nothing that was complete: 4.1.1.10.

  @5321-4.1.1.10-01 @MUST
  Scenario: QUIT is answered 221 and the connection closes, at any time
    When the client plays
      """
      S: 220
      @include goodbye.smtp
      """
    Then the client plays
      """
      @include ../session.smtp
      @include goodbye.smtp
      """
    And the client plays
      """
      @include ../session.smtp
      C: MAIL FROM:<{{from}}>
      S: 250
      @include goodbye.smtp
      """
    And the client plays
      """
      @include ../session.smtp
      @include ../transaction.smtp
      @include goodbye.smtp
      """

  @5321-4.1.1.10-01 @MUST @needs-mail
  Scenario: QUIT cancels the open transaction, not the one before
    When the client plays
      """
      @include ../session.smtp
      @include ../transaction.smtp
      @include message.smtp
      C: MAIL FROM:<{{run}}-open@sender.example>
      S: 250
      C: RCPT TO:<{{rcpt}}>
      S: 250
      @include goodbye.smtp
      @mail count 1 within 10s
      @mail count 0 id {{run}}-open
      """

  @5321-4.1.1.10-02 @MUST-NOT
  Scenario Outline: an error does not close the connection: "<command>"
    When the client plays
      """
      @include ../session.smtp
      C: <command>
      S: 5xx
      @fence
      @include ../transaction.smtp
      @include message.smtp
      @include goodbye.smtp
      """

    Examples:
      | command            |
      | DATA               |
      | RCPT TO:<{{rcpt}}> |
      | MAIL               |
      | BOGUS              |

  @5321-4.1.1.10-03 @5321-4.1.1.10-04 @MUST @needs-mail
  Scenario Outline: a connection lost <when> cancels its message, and no other
    When the client plays "cut/<file>.smtp"
    Then the client plays
      """
      @include ../session.smtp
      @include ../transaction.smtp
      @include message.smtp
      @mail count 2 within 10s
      @mail count 0 id {{run}}-lost
      @include goodbye.smtp
      """

    Examples:
      | when                        | file            |
      | in the data                 | in-data         |
      | in the data, by a reset     | in-data-reset   |
      | before the dot              | before-dot      |
      | behind the dot              | behind-dot      |
      | between CR and LF           | behind-dot-cr   |
      | behind 354                  | behind-354      |
