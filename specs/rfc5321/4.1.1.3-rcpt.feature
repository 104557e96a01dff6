@RFC5321-4.1.1.3
Feature: RFC 5321 4.1.1.3 RECIPIENT
  Each RCPT that is taken adds one recipient and changes nothing else; a route in front of the mailbox is understood; a
  recipient is never empty: 4.1.1.3.

  @5321-4.1.1.3-01 @MUST @needs-unknown @needs-mail
  Scenario: recipients that were refused do not get the message, the others do
    When the client plays
      """
      @include ../session.smtp
      C: MAIL FROM:<{{from}}>
      S: 250
      C: RCPT TO:<{{unknown}}>
      S: 4xx,5xx
      C: RCPT TO:<{{rcpt}}>
      S: 250
      C: RCPT TO:<{{unknown}}>
      S: 4xx,5xx
      @include message.smtp
      @mail count 1 within 10s
      @mail count 0 id {{unknown}}
      @include goodbye.smtp
      """

  @5321-4.1.1.3-01 @MUST
  Scenario: a syntax error in one RCPT leaves the recipients before it
    When the client plays
      """
      @include ../session.smtp
      @include ../transaction.smtp
      C: RCPT
      S: 5xx
      @include message.smtp
      @include goodbye.smtp
      """

  @5321-4.1.1.3-02 @MUST
  Scenario: a recipient behind a route may be the only one
    When the client plays
      """
      @include ../session.smtp
      C: MAIL FROM:<{{from}}>
      S: 250
      C: RCPT TO:<@one.example,@two.example,@three.example:{{rcpt}}>
      S: 250,251
      or S: 4xx,550,551,553,554 -> pass
      or S: 500,501,502,503,504,555 -> fail "the route is taken for a syntax error"
      @include message.smtp
      @include goodbye.smtp
      """

  @5321-4.1.1.3-06 @MUST
  Scenario: an empty recipient is refused
    When the client plays
      """
      @include ../session.smtp
      C: MAIL FROM:<{{from}}>
      S: 250
      C: RCPT TO:<>
      S: 500,501,550,553,555
      or S: 5xx -> warn "another code than for a syntax error"
      @include goodbye.smtp
      """

  @5321-4.1.1.3-06 @MUST
  Scenario Outline: RCPT without a recipient is refused: "<command>"
    When the client plays
      """
      @include ../session.smtp
      C: MAIL FROM:<{{from}}>
      S: 250
      C: <command>
      S: 500,501,550,553,555
      or S: 5xx -> warn "another code than for a syntax error"
      """
    Then the client goes on
      """
      C: RCPT TO:<{{rcpt}}>
      S: 250
      @include goodbye.smtp
      """

    Examples:
      | command              |
      | RCPT                 |
      | RCPT TO              |
      | RCPT TO:             |
      | RCPT FROM:<{{rcpt}}> |
      | RCPT <{{rcpt}}>      |

  @5321-4.1.1.3-06 @MUST
  Scenario Outline: RCPT in another form is refused: "<command>"
    When the client plays
      """
      @include ../session.smtp
      C: MAIL FROM:<{{from}}>
      S: 250
      C: <command>
      S: 500,501,550,553,555
      or S: 5xx -> warn "another code than for a syntax error"
      or S: 250 -> warn "the form is tolerated"
      """
    Then the client goes on
      """
      C: RCPT TO:<{{rcpt}}>
      S: 250
      @include goodbye.smtp
      """

    Examples:
      | command                              |
      | RCPT TO:{{rcpt}}                     |
      | RCPT TO: <{{rcpt}}>                  |
      | RCPT TO:<{{rcpt}}                    |
      | RCPT TO:<{{rcpt}}>junk               |
      | RCPT TO:<{{rcpt}}><{{rcpt}}>         |
      | RCPT TO:<{{rcpt}}>,<{{rcpt}}>        |
      | RCPT TO:<{{run}}@>                   |
      | RCPT TO:<@{{rcpt-domain}}>           |
      | RCPT TO:<{{run}}@@{{rcpt-domain}}>   |
