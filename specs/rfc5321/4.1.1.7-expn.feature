@RFC5321-4.1.1.7
Feature: RFC 5321 4.1.1.7 EXPAND
  EXPN asks who is on a list; whatever the answer, and known or not, sender, recipients and data stay as they are: 4.1.1.7.

  @5321-4.1.1.7-01 @MUST
  Scenario Outline: EXPN leaves the transaction open: "<command>"
    When the client plays
      """
      @include ../session.smtp
      C: MAIL FROM:<{{from}}>
      S: 250
      C: <command>
      S: 2xx,4xx,5xx
      C: RCPT TO:<{{rcpt}}>
      S: 250
      C: <command>
      S: 2xx,4xx,5xx
      @include message.smtp
      @include goodbye.smtp
      """

    Examples:
      | command |
      | EXPN staff |
      | EXPN |
