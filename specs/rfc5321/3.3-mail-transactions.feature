@RFC5321-3.3
Feature: RFC 5321 3.3 Mail Transactions
  A transaction is MAIL, one or more RCPT, and DATA, in this order. Recipients are judged one by one; after 354 everything
  is text up to the dot; and a message is not refused for its header fields: 3.3.

  @5321-3.3-01 @MUST @needs-unknown
  Scenario: an undeliverable recipient is refused for good
    When the client plays
      """
      @include ../session.smtp
      C: MAIL FROM:<{{from}}>
      S: 250
      C: RCPT TO:<{{unknown}}>
      S: 550,551,553
      or S: 5xx -> warn "another code than 550"
      or S: 4xx -> warn "refused for now, not for good"
      """
    Then the client goes on
      """
      @fence
      @include goodbye.smtp
      """

  @5321-3.3-01 @MUST @needs-unknown
  Scenario: a refused recipient leaves the transaction open for others
    When the client plays
      """
      @include ../session.smtp
      C: MAIL FROM:<{{from}}>
      S: 250
      C: RCPT TO:<{{unknown}}>
      S: 4xx,5xx
      C: RCPT TO:<{{rcpt}}>
      S: 250
      @include message.smtp
      @include goodbye.smtp
      """

  @5321-3.3-03 @MUST
  Scenario Outline: a source route in RCPT is understood: <route>
    When the client plays
      """
      @include ../session.smtp
      C: MAIL FROM:<{{from}}>
      S: 250
      C: RCPT TO:<<route>:{{rcpt}}>
      S: 250,251
      or S: 450,451,550,551,553,554
      or S: 500,501,502,503,504,555 -> fail "the source route is taken for a syntax error"
      @fence
      @include goodbye.smtp
      """

    Examples:
      | route                          |
      | @relay.example                 |
      | @relay.example,@other.example  |

  @5321-3.3-04 @MUST
  Scenario: RCPT without MAIL is out of sequence
    When the client plays
      """
      @include ../session.smtp
      C: RCPT TO:<{{rcpt}}>
      S: 503
      @include goodbye.smtp
      """

  @5321-3.3-04 @MUST
  Scenario: RCPT behind a MAIL that was refused is out of sequence
    When the client plays
      """
      @include ../session.smtp
      C: MAIL
      S: 5xx
      C: RCPT TO:<{{rcpt}}>
      S: 503
      @include goodbye.smtp
      """

  @5321-3.3-05 @MAY @needs-unknown
  Scenario: DATA is refused when all recipients were
    When the client plays
      """
      @include ../session.smtp
      C: MAIL FROM:<{{from}}>
      S: 250
      C: RCPT TO:<{{unknown}}>
      S: 4xx,5xx
      C: DATA
      S: 503,554
      or S: 5xx -> warn "another code than 503 or 554"
      or S: 354 -> warn "the client may send a message to nobody"
      @include goodbye.smtp
      """

  @5321-3.3-05 @MAY @needs-unknown
  Scenario: a message to nobody is not taken
    When the client plays
      """
      @include ../session.smtp
      C: MAIL FROM:<{{from}}>
      S: 250
      C: RCPT TO:<{{unknown}}>
      S: 4xx,5xx
      C: DATA
      S: 354
      or S: 5xx -> pass
      C: .
      S: 4xx,5xx
      or S: 250 -> fail "a message without recipients is taken and lost"
      @include goodbye.smtp
      """

  @5321-3.3-07 @MUST
  Scenario: after 354 commands are text
    When the client plays
      """
      @include ../session.smtp
      @include ../transaction.smtp
      C: DATA
      S: 354
      C: QUIT
      C: RSET
      C: MAIL FROM:<{{from}}>
      C: RCPT TO:<{{rcpt}}>
      C: DATA
      C: NOOP
      C: EHLO {{client}}
      C: .
      S: 250
      @fence
      @include goodbye.smtp
      """

  @5321-3.3-07 @MUST @needs-mail
  Scenario: a message made of commands is one message
    When the client plays
      """
      @include ../session.smtp
      @include ../transaction.smtp
      C: DATA
      S: 354
      C: Subject: {{run}}
      C:
      C: RSET
      C: MAIL FROM:<{{run}}-inner@sender.example>
      C: RCPT TO:<{{rcpt}}>
      C: DATA
      C: QUIT
      C: .
      S: 250
      @mail count 1 within 10s
      @include goodbye.smtp
      """

  @5321-3.3-08 @SHOULD-NOT
  Scenario: a message without any header field is taken
    When the client plays
      """
      @include ../session.smtp
      @include ../transaction.smtp
      C: DATA
      S: 354
      C:
      C: no header, only a body
      C: .
      S: 250
      or S: 5xx -> warn "refused for what its header lacks"
      @fence
      @include goodbye.smtp
      """

  @5321-3.3-08 @SHOULD-NOT
  Scenario Outline: a message whose header is odd is taken: <field>
    When the client plays
      """
      @include ../session.smtp
      @include ../transaction.smtp
      C: DATA
      S: 354
      C: From: {{from}}
      C: <field>
      C:
      C: hello
      C: .
      S: 250
      or S: 5xx -> warn "refused for a header field"
      @fence
      @include goodbye.smtp
      """

    Examples:
      | field                                 |
      | From: another@sender.example          |
      | Date: yesterday                       |
      | Message-ID: none                      |
      | To: undisclosed                       |
      | Content-Type: multipart/mixed         |
      | Content-Transfer-Encoding: rot13      |
      | a line that is no header field at all |

  @5321-3.3-09 @MUST-NOT
  Scenario Outline: Resent fields that do not match are no reason to refuse: <first>
    When the client plays
      """
      @include ../session.smtp
      @include ../transaction.smtp
      C: DATA
      S: 354
      C: <first>
      C: <second>
      C: From: {{from}}
      C: Subject: {{run}}
      C:
      C: hello
      C: .
      S: 250
      @include goodbye.smtp
      """

    Examples:
      | first                            | second                               |
      | Resent-To: {{rcpt}}              | Resent-To: another@receiver.example  |
      | Resent-From: {{from}}            | Resent-From: another@sender.example  |
      | Resent-Cc: {{rcpt}}              | Resent-Message-ID: <{{run}}@sender.example> |

  @5321-3.3-10 @MUST
  Scenario: a transaction works after commands in the wrong order
    When the client plays
      """
      @include ../session.smtp
      C: RCPT TO:<{{rcpt}}>
      S: 503
      C: MAIL FROM:<{{from}}>
      S: 250
      C: DATA
      S: 5xx
      C: RCPT TO:<{{rcpt}}>
      S: 250
      @include message.smtp
      @include goodbye.smtp
      """

  @5321-3.3-10 @MUST
  Scenario: two transactions follow each other in one session
    When the client plays
      """
      @include ../session.smtp
      @repeat 2
      @include ../transaction.smtp
      @include message.smtp
      @end
      @include goodbye.smtp
      """

  @5321-3.3-10 @MUST @needs-mail
  Scenario: two transactions are two messages
    When the client plays
      """
      @include ../session.smtp
      @repeat 2
      @include ../transaction.smtp
      @include message.smtp
      @end
      @mail count 2 within 10s
      @include goodbye.smtp
      """
