@RFC5321-7.9
Feature: RFC 5321 7.9 Scope of operation of servers
  A server may refuse mail for any reason of its own; it should say so with 550 to EHLO, MAIL or RCPT, and what it refuses
  for one recipient is no refusal of the others.

  @5321-7.9-02 @SHOULD @needs-unknown
  Scenario: a recipient that is not wanted is refused with 550, at RCPT
    When the client plays
      """
      @include ../session.smtp
      C: MAIL FROM:<{{from}}>
      S: 250
      C: RCPT TO:<{{unknown}}>
      S: 550
      or S: 5xx -> warn "refusals for reasons of policy are 550"
      @fence
      C: QUIT
      S: 221
      @eof
      """

  @5321-7.9-02 @SHOULD @needs-unknown @needs-mail
  Scenario: the recipients beside one refused get their mail
    When the client plays
      """
      @include ../session.smtp
      C: MAIL FROM:<{{from}}>
      S: 250
      C: RCPT TO:<{{unknown}}>
      S: 5xx
      C: RCPT TO:<{{rcpt}}>
      S: 250,251
      C: RCPT TO:<{{unknown}}>
      S: 5xx
      C: DATA
      S: 354
      C: Subject: {{run}}
      C: .
      S: 250
      @mail count 1 within 5s
      C: QUIT
      S: 221
      @eof
      """

  @5321-7.9-02 @SHOULD @gateway
  Scenario: nobody who was refused is in the envelope that is passed on
    Given an internal server that plays
      """
      @serve default
      @on RCPT <refused-*> -> S: 550 5.7.1 Not wanted
      """
    And the gateway verifies recipients
    And the verifier setting "65557" is "0"
    When the client plays
      """
      @include ../session.smtp
      C: MAIL FROM:<{{from}}>
      S: 250
      C: RCPT TO:<refused-{{run}}@local.example>
      S: 550
      C: RCPT TO:<taken-{{run}}@local.example>
      S: 250
      C: DATA
      S: 354
      C: Subject: {{run}}
      C: .
      S: 250
      C: QUIT
      S: 221
      @eof
      """
    Then the internal server received 1 message
    And the internal server heard "RCPT TO:<refused-{{run}}@local.example>*" 1 time
    And the internal server heard "RCPT TO:<taken-{{run}}@local.example>*" 2 times
