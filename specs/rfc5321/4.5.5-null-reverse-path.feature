@RFC5321-4.5.5
Feature: RFC 5321 4.5.5 Messages with a null reverse-path
  Notifications come with an empty reverse path. They are accepted like any other mail, for without them senders would
  not learn what became of theirs.

  @5321-4.5.5-01 @MUST
  Scenario: a message with a null reverse-path is taken
    When the client plays
      """
      @include ../session.smtp
      C: MAIL FROM:<>
      S: 250
      C: RCPT TO:<{{rcpt}}>
      S: 250,251
      C: DATA
      S: 354
      C: Subject: {{run}}
      C:
      C: text
      C: .
      S: 250
      C: QUIT
      S: 221
      @eof
      """

  @5321-4.5.5-01 @MUST @needs-mail
  Scenario: a message with a null reverse-path arrives
    When the client plays
      """
      @include ../session.smtp
      C: MAIL FROM:<>
      S: 250
      C: RCPT TO:<{{rcpt}}>
      S: 250,251
      C: DATA
      S: 354
      C: Subject: {{run}}
      C: .
      S: 250
      @mail count 1 within 5s
      C: QUIT
      S: 221
      @eof
      """

  @5321-4.5.5-01 @MUST @gateway
  Scenario: the null reverse-path is passed on as it is
    Given an internal server that accepts everything
    When the client plays
      """
      @include ../session.smtp
      C: MAIL FROM:<>
      S: 250
      C: RCPT TO:<{{rcpt}}>
      S: 250
      C: DATA
      S: 354
      C: Subject: {{run}}
      C: .
      S: 250
      """
    Then the internal server received 1 message
    And the internal server heard "MAIL FROM:<>*" 1 time

  @5321-4.5.5-01 @MUST
  Scenario: a probe with a null reverse-path is answered like one with a sender
    When the client plays
      """
      @include ../session.smtp
      C: MAIL FROM:<>
      S: 250
      C: RCPT TO:<{{rcpt}}>
      S: 250,251
      C: RSET
      S: 250
      C: MAIL FROM:<{{from}}>
      S: 250
      C: RCPT TO:<{{rcpt}}>
      S: 250,251
      C: QUIT
      S: 221
      @eof
      """

  @5321-4.5.5-01 @MUST @needs-unknown
  Scenario: a null reverse-path opens no mailbox that is not there
    When the client plays
      """
      @include ../session.smtp
      C: MAIL FROM:<>
      S: 250
      C: RCPT TO:<{{unknown}}>
      S: 550,551,553,554
      C: RCPT TO:<{{rcpt}}>
      S: 250,251
      C: QUIT
      S: 221
      @eof
      """
