@RFC5321-6.3
Feature: RFC 5321 6.3 Loop detection
  Counting Received lines is a way to detect loops; the threshold should be high, normally at least 100. However it is
  done, a message that goes round must be stopped.

  @5321-6.3-01 @SHOULD
  Scenario: a message with 90 hops behind it is taken
    When the client plays
      """
      @include ../session.smtp
      @include ../transaction.smtp
      C: DATA
      S: 354
      @repeat 90
      C: Received: from a.example by b.example with ESMTP; Tue, 2 Jan 2024 03:04:05 +0000
      @end
      C: Subject: {{run}}
      C: .
      S: 250
      or S: 5xx -> warn "a threshold below 100 stops mail that does not loop"
      C: QUIT
      S: 221
      @eof
      """

  @5321-6.3-02 @RL-20 @MUST @gateway
  Scenario Outline: a message that has come through here <hops> times is stopped
    Given an internal server that accepts everything
    When the client plays
      """
      @include ../session.smtp
      @include ../transaction.smtp
      C: DATA
      S: 354
      @repeat <hops>
      C: Received: from gateway.example ([127.0.0.1])
      C: {{ *4}}by gateway.example with ESMTP; Tue, 2 Jan 2024 03:04:05 +0000
      @end
      C: Subject: {{run}}
      C: .
      S: 5xx 5.4.6
      or S: 5xx
      @fence
      C: QUIT
      S: 221
      @eof
      """
    Then the internal server received 0 messages

    Examples:
      | hops |
      | 200  |
      | 1000 |

  @5321-6.3-01 @SHOULD @gateway
  Scenario: Received lines in the text of a message are no hops
    Given an internal server that accepts everything
    When the client plays
      """
      @include ../session.smtp
      @include ../transaction.smtp
      C: DATA
      S: 354
      C: Subject: {{run}}
      C:
      @repeat 300
      C: Received: from gateway.example by gateway.example; Tue, 2 Jan 2024 03:04:05 +0000
      @end
      C: .
      S: 250
      C: QUIT
      S: 221
      @eof
      """
    Then the internal server received 1 message

  @5321-6.3-01 @SHOULD @gateway
  Scenario Outline: a hundred hops are taken, one more is not: <hops>
    Given an internal server that accepts everything
    When the client plays
      """
      @include ../session.smtp
      @include ../transaction.smtp
      C: DATA
      S: 354
      @repeat <hops>
      C: received: from a.example by b.example
      @end
      C: Subject: {{run}}
      C: .
      S: <reply>
      """

    Examples:
      | hops | reply     |
      | 100  | 250       |
      | 101  | 554 5.4.6 |
