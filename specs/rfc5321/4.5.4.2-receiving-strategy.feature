@RFC5321-4.5.4.2
Feature: RFC 5321 4.5.4.2 Receiving strategy
  A server keeps listening at all times, and serves more than one client at once.

  @5321-4.5.4.2-02 @MUST
  Scenario: a client in the middle of its message holds up nobody
    When the client plays "4.5.4.2/interleaved.smtp"

  @5321-4.5.4.2-02 @MUST @needs-mail
  Scenario: two messages under way at once both arrive
    When the client plays "4.5.4.2/interleaved.smtp"
    Then the client plays
      """
      @mail count 2 within 5s
      """

  @5321-4.5.4.2-02 @MUST @gateway
  Scenario: two messages under way at once are not mixed up
    Given an internal server that accepts everything
    When the client plays "4.5.4.2/interleaved.smtp"
    Then the internal server received 2 messages
    And the internal server heard "text of the first" 1 time
    And the internal server heard "text of the second" 1 time
    And the message received has the lines
      """
      Subject: the first, {{run}}
      text of the first
      more of the first
      """

  @5321-4.5.4.2-01 @SHOULD
  Scenario: 50 clients at once are all served
    When 50 clients play at once
      """
      @within 3s
      S: 220
      or S: 421 -> warn "not all clients are taken"
      C: EHLO {{client}}
      S: 250
      @include ../transaction.smtp
      C: QUIT
      S: 221
      @eof
      """

  @5321-4.5.4.2-01 @SHOULD
  Scenario: clients that connect and say nothing keep nobody out
    When the client plays
      """
      S1: 220
      S2: 220
      S3: 220
      S4: 220
      S5: 220
      S6: 220
      C6: EHLO {{client}}
      S6: 250
      C6: QUIT
      S6: 221
      @eof on 6
      """

  @5321-4.5.4.2-01 @SHOULD
  Scenario Outline: a client that leaves without a word is no loss: <how>
    When the client plays
      """
      @include ../session.smtp
      @include ../transaction.smtp
      C: DATA
      S: 354
      C: Subject: half a message of {{run}}
      @<how>
      """
    Then the client plays
      """
      @within 3s
      S: 220
      C: EHLO {{client}}
      S: 250
      C: QUIT
      S: 221
      @eof
      """

    Examples:
      | how   |
      | close |
      | reset |
