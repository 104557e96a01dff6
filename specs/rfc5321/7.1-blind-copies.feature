@RFC5321-7.1 @gateway
Feature: RFC 5321 7.1 Blind copies
  Recipients that stand in no header field stay unseen: the envelope is not copied into the message.

  @5321-7.1-01 @SHOULD-NOT
  Scenario Outline: <count> recipients of the envelope are not written into the message
    Given an internal server that accepts everything
    When the client plays
      """
      @include ../session.smtp
      C: MAIL FROM:<{{from}}>
      S: 250
      @repeat <count>
      C: RCPT TO:<blind-{{run}}@local.example>
      S: 250
      @end
      C: DATA
      S: 354
      C: Subject: news
      C: To: undisclosed-recipients:;
      C: .
      S: 250
      C: QUIT
      S: 221
      @eof
      """
    Then the internal server received 1 message
    And the internal server heard "*blind-{{run}}*" <count> times
    And the internal server heard "RCPT TO:<blind-{{run}}@local.example>" <count> times

    Examples:
      | count |
      | 1     |
      | 2     |
      | 20    |
