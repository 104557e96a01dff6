@RFC5321-3.6.2
Feature: RFC 5321 3.6.2 Mail eXchange Records and Relaying
  A server that does not want to relay to an address refuses the recipient with 550: 3.6.2. It may relay, too.

  @5321-3.6.2-01 @SHOULD
  Scenario: a recipient elsewhere is refused with 550, if at all
    When the client plays
      """
      @include ../session.smtp
      C: MAIL FROM:<{{from}}>
      S: 250
      C: RCPT TO:<{{run}}@elsewhere.invalid>
      S: 250,251,4xx,550
      or S: 551,553,554 -> warn "another code than 550"
      @fence
      @include goodbye.smtp
      """
