@RFC5321-4.1.1.2
Feature: RFC 5321 4.1.1.2 MAIL
  MAIL clears all buffers and stores the sender, who may be nobody; its form is "MAIL FROM:" and a path in angle brackets:
  4.1.1.2.

  @5321-4.1.1.2-01 @MUST
  Scenario: MAIL behind a message knows no recipients
    When the client plays
      """
      @include ../session.smtp
      @include ../transaction.smtp
      @include message.smtp
      C: MAIL FROM:<{{from}}>
      S: 250
      C: DATA
      S: 503,554
      or S: 5xx -> warn "another code than 503"
      or S: 354 -> fail "recipients of the message before are still there"
      @include goodbye.smtp
      """

  @5321-4.1.1.2-01 @MUST @needs-mail
  Scenario: each message has the sender of its own MAIL
    When the client plays
      """
      @include ../session.smtp
      C: MAIL FROM:<{{run}}-one@sender.example>
      S: 250
      C: RCPT TO:<{{rcpt}}>
      S: 250
      @include message.smtp
      C: MAIL FROM:<{{run}}-two@sender.example>
      S: 250
      C: RCPT TO:<{{rcpt}}>
      S: 250
      @include message.smtp
      @mail count 2 within 10s
      @mail count 1 id {{run}}-one@sender.example
      @mail count 1 id {{run}}-two@sender.example
      @include goodbye.smtp
      """

  @5321-4.1.1.2-02 @MUST
  Scenario: the null sender is taken, and so is its message
    When the client plays
      """
      @include ../session.smtp
      C: MAIL FROM:<>
      S: 250
      C: RCPT TO:<{{rcpt}}>
      S: 250
      @include message.smtp
      @include goodbye.smtp
      """

  @5321-4.1.1.2-02 @MUST @needs-mail
  Scenario: a message of the null sender arrives
    When the client plays
      """
      @include ../session.smtp
      C: MAIL FROM:<>
      S: 250
      C: RCPT TO:<{{rcpt}}>
      S: 250
      @include message.smtp
      @mail count 1 within 10s
      @include goodbye.smtp
      """

  @5321-4.1.1.2-03 @MUST
  Scenario Outline: MAIL without a sender is refused: "<command>"
    When the client plays
      """
      @include ../session.smtp
      C: <command>
      S: 500,501,553,555
      or S: 5xx -> warn "another code than for a syntax error"
      """
    Then the client goes on
      """
      C: MAIL FROM:<{{from}}>
      S: 250
      @include goodbye.smtp
      """

    Examples:
      | command              |
      | MAIL                 |
      | MAIL FROM            |
      | MAIL FROM:           |
      | MAIL TO:<{{from}}>   |
      | MAIL <{{from}}>      |

  @5321-4.1.1.2-03 @MUST
  Scenario Outline: MAIL in another form is refused: "<command>"
    When the client plays
      """
      @include ../session.smtp
      C: <command>
      S: 500,501,553,555
      or S: 5xx -> warn "another code than for a syntax error"
      or S: 250 -> warn "the form is tolerated"
      """
    Then the client goes on
      """
      @fence
      @include goodbye.smtp
      """

    Examples:
      | command                              |
      | MAIL FROM:{{from}}                   |
      | MAIL FROM: <{{from}}>                |
      | MAIL FROM :<{{from}}>                |
      | MAIL FROM:<{{from}}                  |
      | MAIL FROM:{{from}}>                  |
      | MAIL FROM <{{from}}>                 |
      | MAIL FROM:<{{from}}>junk             |
      | MAIL FROM:<{{from}}><{{from}}>       |
      | MAIL FROM:<{{run}}@>                 |
      | MAIL FROM:<@sender.example>          |
      | MAIL FROM:<{{run}}@@sender.example>  |
      | MAIL FROM:<{{run}}..x@sender.example> |
      | MAIL FROM:<{{run}} x@sender.example> |
