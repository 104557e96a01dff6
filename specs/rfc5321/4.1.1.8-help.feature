@RFC5321-4.1.1.8
Feature: RFC 5321 4.1.1.8 HELP
  HELP tells something helpful, with an argument or without; sender, recipients and data stay as they are: 4.1.1.8.

  @5321-4.1.1.8-01 @SHOULD
  Scenario: HELP is implemented
    When the client plays
      """
      @include ../session.smtp
      C: HELP
      S: 211,214
      or S: 2xx -> warn "another code than 211 or 214"
      or S: 500,502 -> warn "HELP is not implemented"
      @fence
      @include goodbye.smtp
      """

  @5321-4.1.1.8-02 @MAY
  Scenario: HELP with an argument is answered or refused, once
    When the client plays
      """
      @include ../session.smtp
      C: HELP MAIL
      S: 2xx,500,501,502,504
      @fence
      @include goodbye.smtp
      """

  @5321-4.1.1.8-03 @MUST
  Scenario Outline: HELP leaves the transaction open: "<command>"
    When the client plays
      """
      @include ../session.smtp
      C: MAIL FROM:<{{from}}>
      S: 250
      C: <command>
      S: 2xx,5xx
      C: RCPT TO:<{{rcpt}}>
      S: 250
      C: <command>
      S: 2xx,5xx
      @include message.smtp
      @include goodbye.smtp
      """

    Examples:
      | command |
      | HELP |
      | HELP DATA |
