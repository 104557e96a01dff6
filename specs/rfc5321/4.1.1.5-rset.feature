@RFC5321-4.1.1.5
Feature: RFC 5321 4.1.1.5 RESET
  RSET aborts the transaction: sender, recipients and data are forgotten, and the reply is 250. It may come at any time and
  never closes the connection: 4.1.1.5.

  @5321-4.1.1.5-01 @MUST
  Scenario: RSET forgets the recipients
    When the client plays
      """
      @include ../session.smtp
      @include ../transaction.smtp
      C: RSET
      S: 250
      C: DATA
      S: 503,554
      or S: 5xx -> warn "another code than 503"
      @include goodbye.smtp
      """

  @5321-4.1.1.5-01 @MUST
  Scenario: RSET forgets the recipients, though a new MAIL follows
    When the client plays
      """
      @include ../session.smtp
      @include ../transaction.smtp
      C: RSET
      S: 250
      C: MAIL FROM:<{{from}}>
      S: 250
      C: DATA
      S: 503,554
      or S: 5xx -> warn "another code than 503"
      or S: 354 -> fail "recipients from before RSET are still there"
      @include goodbye.smtp
      """

  @5321-4.1.1.5-01 @MUST
  Scenario: RSET forgets the sender
    When the client plays
      """
      @include ../session.smtp
      C: MAIL FROM:<{{from}}>
      S: 250
      C: RSET
      S: 250
      C: RCPT TO:<{{rcpt}}>
      S: 503
      @include goodbye.smtp
      """

  @5321-4.1.1.5-01 @MUST @needs-mail
  Scenario: a message behind RSET has nothing of the transaction before
    When the client plays
      """
      @include ../session.smtp
      C: MAIL FROM:<{{run}}-before@sender.example>
      S: 250
      C: RCPT TO:<{{rcpt}}>
      S: 250
      C: RSET
      S: 250
      @include ../transaction.smtp
      @include message.smtp
      @mail count 1 within 10s
      @mail count 0 id {{run}}-before
      @include goodbye.smtp
      """

  @5321-4.1.1.5-02 @MUST
  Scenario: RSET is answered 250 in every state
    When the client plays
      """
      S: 220
      C: RSET
      S: 250
      C: EHLO {{client}}
      S: 250
      C: RSET
      S: 250
      C: MAIL FROM:<{{from}}>
      S: 250
      C: RSET
      S: 250
      @include ../transaction.smtp
      C: RSET
      S: 250
      @include ../transaction.smtp
      @include message.smtp
      C: RSET
      S: 250
      @include goodbye.smtp
      """

  @5321-4.1.1.5-02 @MUST @needs-unknown
  Scenario: RSET is answered 250 behind a refused recipient
    When the client plays
      """
      @include ../session.smtp
      C: MAIL FROM:<{{from}}>
      S: 250
      C: RCPT TO:<{{unknown}}>
      S: 4xx,5xx
      C: RSET
      S: 250
      @include ../transaction.smtp
      @include message.smtp
      @include goodbye.smtp
      """

  @5321-4.1.1.5-03 @MUST-NOT
  Scenario: RSET does not close the connection
    When the client plays
      """
      @include ../session.smtp
      @repeat 8
      C: RSET
      S: 250
      @end
      @include ../transaction.smtp
      @include message.smtp
      @include goodbye.smtp
      """

  @5321-4.1.1.5-04 @MUST
  Scenario: RSET does not take back EHLO
    When the client plays
      """
      @include ../session.smtp
      C: RSET
      S: 250
      @include ../transaction.smtp
      @include message.smtp
      @include goodbye.smtp
      """
