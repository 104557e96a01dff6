@RFC5321-3.5.3
Feature: RFC 5321 3.5.3 Meaning of VRFY or EXPN Success Response
  250 says that the address was verified. A server that has not done so must not give it; 252 is for what it cannot tell:
  3.5.3.

  @5321-3.5.3-01 @MUST-NOT @needs-unknown
  Scenario: VRFY of an undeliverable recipient is not answered 250
    When the client plays
      """
      @include ../session.smtp
      C: VRFY {{unknown}}
      S: 252,4xx,5xx
      or S: 250,251 -> fail "the address was not verified"
      @include goodbye.smtp
      """

  @5321-3.5.3-01 @MUST-NOT
  Scenario: VRFY of what can be no mailbox is not answered 250
    When the client plays
      """
      @include ../session.smtp
      C: VRFY {{run}}@{{run}}.invalid
      S: 252,4xx,5xx
      or S: 250,251 -> fail "the address was not verified"
      @include goodbye.smtp
      """
