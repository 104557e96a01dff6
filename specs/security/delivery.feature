@SEC-DELIVERY @gateway
Feature: Delivery that cannot be misled
  An answer of the internal server that came before the command it would belong to acknowledges nothing: a message is
  taken only where the answer follows its end. (As SEC-VRFY-05 has it for verification.)

  @SEC-VRFY-05 @5321-4.2.5-01 @MUST
  Scenario Outline: an answer too many to <command> acknowledges no message that is then refused
    Given an internal server that plays "delivery/one-too-many-to-<command>.smtp"
    When the client plays
      """
      @include ../session.smtp
      @include ../transaction.smtp
      C: DATA
      S: 354
      C: Subject: {{run}}
      C: .
      S: 4xx,5xx
      @fence
      C: QUIT
      S: 221
      @eof
      """
    Then the internal server received 0 messages

    Examples:
      | command |
      | connect |
      | EHLO    |
      | MAIL    |
      | RCPT    |
      | DATA    |
