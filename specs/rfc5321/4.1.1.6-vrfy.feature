@RFC5321-4.1.1.6
Feature: RFC 5321 4.1.1.6 VERIFY
  VRFY asks whether a name is known; whatever the answer, sender, recipients and data stay as they are: 4.1.1.6.

  @5321-4.1.1.6-01 @MUST
  Scenario Outline: VRFY leaves the transaction open: "<command>"
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
      | VRFY {{rcpt}} |
      | VRFY postmaster |
      | VRFY |
