@RFC5321-3.5.2
Feature: RFC 5321 3.5.2 VRFY Normal Response
  A positive reply to VRFY names the mailbox as <local-part@domain>; EXPN, where it works, is offered in the reply to
  EHLO: 3.5.2.

  @5321-3.5.2-01 @MUST
  Scenario: EXPN does not work without being offered
    When the client plays
      """
      S: 220
      C: EHLO {{client}}
      S: 250 lacks EXPN
      or S: 250 -> pass
      C: EXPN staff
      S: 252,4xx,5xx
      or S: 250 -> fail "EXPN works, but EHLO does not offer it"
      @include goodbye.smtp
      """

  @5321-3.5.2-02 @MUST
  Scenario: a positive reply to VRFY names the mailbox
    When the client plays
      """
      @include ../session.smtp
      C: VRFY {{rcpt}}
      S~ ^25[01][- ].*<[^<>]+@[^<>]+>
      or S: 252,4xx,5xx -> pass
      or S: 250,251 -> fail "the reply does not name the mailbox"
      """
