@RFC5321-4.1.1.1
Feature: RFC 5321 4.1.1.1 Extended HELLO or HELLO
  EHLO and HELO name the client and put the session into its initial state. The reply to EHLO has a fixed form and names
  all that the server can do beyond the minimum: 4.1.1.1.

  @5321-4.1.1.1-02 @MUST
  Scenario Outline: <hello> discards the open transaction
    When the client plays
      """
      @include ../session.smtp
      @include ../transaction.smtp
      C: <hello> {{client}}
      S: 250
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

    Examples:
      | hello |
      | EHLO  |
      | HELO  |

  @5321-4.1.1.1-02 @MUST
  Scenario: EHLO discards the sender
    When the client plays
      """
      @include ../session.smtp
      C: MAIL FROM:<{{from}}>
      S: 250
      C: EHLO {{client}}
      S: 250
      C: RCPT TO:<{{rcpt}}>
      S: 503
      @include goodbye.smtp
      """

  @5321-4.1.1.1-03 @MUST
  Scenario: the reply to EHLO has the form of ehlo-ok-rsp
    When the client plays "reply-to-ehlo.smtp"

  @5321-4.1.1.1-03 @MUST
  Scenario: a second EHLO is answered like the first
    When the client plays
      """
      @include ../session.smtp
      C: EHLO {{client}}
      S: 250
      @include ../transaction.smtp
      @include message.smtp
      @include goodbye.smtp
      """

  @5321-4.1.1.1-05 @MUST
  Scenario Outline: <keyword> is offered if <command> works
    When the client plays
      """
      S: 220
      C: EHLO {{client}}
      S: 250 lacks <keyword>
      or S: 250 -> pass
      C: <command>
      S: 4xx,5xx
      or S: 2xx,3xx -> fail "it works, but EHLO does not offer it"
      @include goodbye.smtp
      """

    Examples:
      | keyword  | command           |
      | HELP     | HELP              |
      | STARTTLS | STARTTLS          |
      | AUTH     | AUTH LOGIN        |
      | ETRN     | ETRN {{client}}   |
      | TURN     | TURN              |

  @5321-4.1.1.1-05 @MUST
  Scenario: CHUNKING is offered if BDAT works
    When the client plays
      """
      S: 220
      C: EHLO {{client}}
      S: 250 lacks CHUNKING
      or S: 250 -> pass
      @include ../transaction.smtp
      C: BDAT 0 LAST
      S: 5xx
      or S: 2xx -> fail "BDAT works, but EHLO does not offer CHUNKING"
      @include goodbye.smtp
      """

  @5321-4.1.1.1-06 @MUST
  Scenario Outline: <hello> needs an argument
    When the client plays
      """
      S: 220
      C: <hello>
      S: 501
      or S: 500,504,550,553 -> warn "another code than 501"
      or S: 250 -> warn "<hello> without a name is accepted"
      C: <hello> {{client}}
      S: 250
      @include goodbye.smtp
      """

    Examples:
      | hello |
      | EHLO  |
      | HELO  |

  @5321-4.1.1.1-07 @MUST
  Scenario Outline: <hello> takes the address literal <literal>
    When the client plays
      """
      S: 220
      C: <hello> <literal>
      S: 250
      @include ../transaction.smtp
      @include goodbye.smtp
      """

    Examples:
      | hello | literal              |
      | EHLO  | [192.0.2.1]          |
      | EHLO  | [127.0.0.1]          |
      | EHLO  | [IPv6:2001:db8::1]   |
      | EHLO  | [IPv6:::1]           |
      | HELO  | [192.0.2.1]          |

  @5321-4.1.1.1-08 @SHOULD
  Scenario: text behind the literal of EHLO does not end the session
    When the client plays
      """
      S: 220
      C: EHLO [192.0.2.1] an old client
      S: 250
      or S: 501
      C: EHLO {{client}}
      S: 250
      @include ../transaction.smtp
      @include goodbye.smtp
      """
