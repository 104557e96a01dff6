@RFC5321-7.3
Feature: RFC 5321 7.3 VRFY, EXPN and security
  A server that does not verify for reasons of security says 252, never anything that looks like a verified address.

  @5321-7.3-01 @5321-7.3-02 @MUST @gateway
  Scenario Outline: VRFY tells nobody apart: <who>
    When the client plays
      """
      @include ../session.smtp
      C: VRFY <who>
      S: 252
      @fence
      C: QUIT
      S: 221
      @eof
      """

    Examples:
      | who           |
      | {{rcpt}}      |
      | {{unknown}}   |
      | <{{rcpt}}>    |
      | <{{unknown}}> |
      | postmaster    |

  @5321-7.3-02 @MUST-NOT @needs-unknown
  Scenario Outline: VRFY confirms nobody whom RCPT refuses: <who>
    When the client plays
      """
      @include ../session.smtp
      C: VRFY <who>
      S: 252,450,451,501,502,504,550,551,553,554
      @fence
      C: MAIL FROM:<{{from}}>
      S: 250
      C: RCPT TO:<{{unknown}}>
      S: 5xx
      C: QUIT
      S: 221
      @eof
      """

    Examples:
      | who           |
      | {{unknown}}   |
      | <{{unknown}}> |

  @5321-7.3-02 @MUST-NOT @gateway
  Scenario: VRFY asks the internal server nothing
    Given an internal server that accepts everything
    And the gateway verifies recipients
    When the client plays
      """
      @include ../session.smtp
      C: VRFY somebody@local.example
      S: 252
      C: EXPN staff
      S: 252,502
      C: QUIT
      S: 221
      @eof
      """
    Then the internal server was connected to 0 times
