@RFC5321-3.6.1
Feature: RFC 5321 3.6.1 Source Routes and Relaying
  A server ignores the route in front of a mailbox and uses the mailbox alone: 3.6.1.

  @5321-3.6.1-01 @5321-4.1.1.3-03 @SHOULD @needs-mail
  Scenario: the next hop does not see the route in front of a recipient
    When the client plays
      """
      @include ../session.smtp
      C: MAIL FROM:<{{from}}>
      S: 250
      C: RCPT TO:<@{{run}}-route.example:{{rcpt}}>
      S: 250,251
      or S: 4xx,550,551,553,554 -> pass
      @include message.smtp
      @mail count 1 within 10s
      @mail count 0 id {{run}}-route
      @include goodbye.smtp
      """
