@RFC5321-4.1.4
Feature: RFC 5321 4.1.4 Order of Commands
  EHLO begins a session and, when it comes again, ends the open transaction. A command that is refused, for its argument or
  for its place, changes nothing: 4.1.4.

  @5321-4.1.4-01 @MUST
  Scenario: MAIL needs EHLO or HELO before
    When the client plays
      """
      S: 220
      C: MAIL FROM:<{{from}}>
      S: 503
      or S: 5xx -> warn "another code than 503"
      or S: 250 -> warn "mail is taken without EHLO"
      C: EHLO {{client}}
      S: 250
      @include ../transaction.smtp
      @include goodbye.smtp
      """

  @5321-4.1.4-01 @MUST
  Scenario Outline: <command> is out of sequence before EHLO
    When the client plays
      """
      S: 220
      C: <command>
      S: 503
      or S: 5xx -> warn "another code than 503"
      """
    Then the client goes on
      """
      C: EHLO {{client}}
      S: 250
      @include goodbye.smtp
      """

    Examples:
      | command            |
      | RCPT TO:<{{rcpt}}> |
      | DATA               |

  @5321-4.1.4-02 @SHOULD
  Scenario Outline: <command> needs no EHLO before
    When the client plays
      """
      S: 220
      C: <command>
      S: <codes>
      or S: 503 -> warn "it is refused without EHLO"
      """
    Then the client goes on
      """
      @include goodbye.smtp
      """

    Examples:
      | command       | codes                           |
      | NOOP          | 250                             |
      | RSET          | 250                             |
      | HELP          | 2xx,500,502,504                 |
      | VRFY {{rcpt}} | 2xx,4xx,500,502,504,550,551,553 |
      | EXPN staff    | 2xx,4xx,500,502,504,550,551,553 |

  @5321-4.1.4-03 @MUST
  Scenario: a new EHLO allows a new MAIL
    When the client plays
      """
      @include ../session.smtp
      @include ../transaction.smtp
      C: EHLO {{client}}
      S: 250
      @include ../transaction.smtp
      @include message.smtp
      @include goodbye.smtp
      """

  @5321-4.1.4-03 @MUST
  Scenario: recipients from before a new EHLO do not come back with a new MAIL
    When the client plays
      """
      @include ../session.smtp
      @include ../transaction.smtp
      C: EHLO {{client}}
      S: 250
      C: MAIL FROM:<{{from}}>
      S: 250
      C: DATA
      S: 503,554
      or S: 5xx -> warn "another code than 503"
      or S: 354 -> fail "recipients from before EHLO are still there"
      @include goodbye.smtp
      """

  @5321-4.1.4-03 @MUST @needs-mail
  Scenario: a message behind a new EHLO has nothing of the transaction before
    When the client plays
      """
      @include ../session.smtp
      C: MAIL FROM:<{{run}}-before@sender.example>
      S: 250
      C: RCPT TO:<{{rcpt}}>
      S: 250
      C: EHLO {{client}}
      S: 250
      @include ../transaction.smtp
      @include message.smtp
      @mail count 1 within 10s
      @mail count 0 id {{run}}-before
      @include goodbye.smtp
      """

  @5321-4.1.4-04 @MUST
  Scenario: EHLO that is refused leaves the transaction open
    When the client plays
      """
      @include ../session.smtp
      @include ../transaction.smtp
      C: EHLO
      S: 500,501,502,504,550
      or S: 250 -> warn "EHLO without a name is accepted"
      @include message.smtp
      @include goodbye.smtp
      """

  @5321-4.1.4-05 @MUST-NOT
  Scenario Outline: mail is not refused because the client's name is not its address: <hello> <name>
    When the client plays
      """
      S: 220
      C: <hello> <name>
      S: 250
      @include ../transaction.smtp
      @include message.smtp
      @include goodbye.smtp
      """

    Examples:
      | hello | name              |
      | EHLO  | {{run}}.example   |
      | EHLO  | {{run}}.invalid   |
      | EHLO  | [192.0.2.99]      |
      | HELO  | {{run}}.example   |

  @5321-4.1.4-06 @MUST
  Scenario: MAIL in a transaction is refused and the transaction stays open
    When the client plays
      """
      @include ../session.smtp
      @include ../transaction.smtp
      C: MAIL FROM:<{{from}}>
      S: 503
      or S: 5xx -> warn "another code than 503"
      or S: 250 -> warn "MAIL begins a new transaction without RSET"
      @include message.smtp
      @include goodbye.smtp
      """

  @5321-4.1.4-06 @MUST @needs-mail
  Scenario: the message has the sender of the first MAIL
    When the client plays
      """
      @include ../session.smtp
      @include ../transaction.smtp
      C: MAIL FROM:<{{run}}-second@sender.example>
      S: 5xx
      or S: 250 -> warn "MAIL begins a new transaction without RSET"
      @include message.smtp
      @mail count 1 within 10s
      @mail count 0 id {{run}}-second
      @include goodbye.smtp
      """

  @5321-4.1.4-07 @MUST
  Scenario: a MAIL that is refused for its argument opens no transaction
    When the client plays
      """
      @include ../session.smtp
      C: MAIL TO:<{{from}}>
      S: 501
      or S: 500,553,555 -> warn "another code than 501"
      """
    Then the client goes on
      """
      C: RCPT TO:<{{rcpt}}>
      S: 503
      @include ../transaction.smtp
      @include message.smtp
      @include goodbye.smtp
      """

  @5321-4.1.4-08 @MUST
  Scenario: DATA before MAIL is refused and changes nothing
    When the client plays
      """
      @include ../session.smtp
      C: DATA
      S: 503,554
      or S: 5xx -> warn "another code than 503"
      """
    Then the client goes on
      """
      @include ../transaction.smtp
      @include message.smtp
      @include goodbye.smtp
      """

  @5321-4.1.4-08 @MUST
  Scenario: DATA before RCPT is refused and changes nothing
    When the client plays
      """
      @include ../session.smtp
      C: MAIL FROM:<{{from}}>
      S: 250
      C: DATA
      S: 503,554
      or S: 5xx -> warn "another code than 503"
      """
    Then the client goes on
      """
      C: RCPT TO:<{{rcpt}}>
      S: 250
      @include message.smtp
      @include goodbye.smtp
      """

  @5321-4.1.4-08 @MUST
  Scenario: RCPT out of sequence is refused and changes nothing
    When the client plays
      """
      @include ../session.smtp
      C: RCPT TO:<{{rcpt}}>
      S: 503
      C: MAIL FROM:<{{from}}>
      S: 250
      C: DATA
      S: 503,554
      or S: 5xx -> warn "another code than 503"
      or S: 354 -> fail "the recipient that was refused is remembered"
      @include goodbye.smtp
      """
