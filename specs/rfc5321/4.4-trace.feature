@RFC5321-4.4 @gateway
Feature: RFC 5321 4.4 Trace information
  A server that takes a message for further handling puts one Received line on its very top: from whom (the name in EHLO
  and the address of the connection), by whom, with which protocol, when. Received lines that are there already are
  neither changed, nor moved, nor removed.

  @5321-4.4-01 @5321-4.4-02 @5321-4.4-03 @MUST
  Scenario: the Received line stands on top and names client and server
    Given an internal server that plays
      """
      @include 4.4/internal-up-to-content.smtp
      C~ ^Received: from client\.example \(.*\[127\.0\.0\.1\]\)$
      C~ ^\s+by gateway\.example with ESMTP id \S+;$
      C~ ^\s.*\d{4}$
      C: Subject: {{run}}
      C:
      C: text
      C: .
      S: 250 Taken
      """
    When the client plays
      """
      @include ../session.smtp
      @include ../transaction.smtp
      C: DATA
      S: 354
      C: Subject: {{run}}
      C:
      C: text
      C: .
      S: 250
      """
    Then the internal server's script was played to its end

  @5321-4.4-01 @5321-4.4-02 @MUST
  Scenario Outline: the FROM clause has the name as the client gave it: <hello>
    Given an internal server that plays
      """
      @include 4.4/internal-up-to-content.smtp
      C: Received: from <name> (*[127.0.0.1]*
      @include 4.4/internal-rest.smtp
      """
    When the client plays
      """
      S: 220
      C: <hello>
      S: 250
      @include ../transaction.smtp
      C: DATA
      S: 354
      C: Subject: {{run}}
      C: .
      S: 250
      """
    Then the internal server's script was played to its end

    Examples:
      | hello                          | name                      |
      | EHLO mail.client.example       | mail.client.example       |
      | EHLO [192.0.2.1]               | [192.0.2.1]               |
      | EHLO [IPv6:2001:db8::1]        | [IPv6:2001:db8::1]        |
      | HELO old.client.example        | old.client.example        |
      | EHLO {{a*63}}.{{b*63}}.example | {{a*63}}.{{b*63}}.example |

  @5321-4.4-02 @MUST
  Scenario: the name is that of the last EHLO
    Given an internal server that plays
      """
      @include 4.4/internal-up-to-content.smtp
      C: Received: from second.example (*
      @include 4.4/internal-rest.smtp
      """
    When the client plays
      """
      @include ../session.smtp
      C: MAIL FROM:<{{from}}>
      S: 250
      C: EHLO second.example
      S: 250
      @include ../transaction.smtp
      C: DATA
      S: 354
      C: Subject: {{run}}
      C: .
      S: 250
      """
    Then the internal server's script was played to its end

  @5321-4.4-03 @MUST
  Scenario: the BY clause names the configured host
    Given an internal server that accepts everything
    And the gateway setting "HostName" is "mx-7.example.org"
    When the client plays
      """
      @include ../session.smtp
      @include ../transaction.smtp
      C: DATA
      S: 354
      C: Subject: {{run}}
      C: .
      S: 250
      """
    Then the message received has the line
      """
      *by mx-7.example.org with *
      """

  @5321-4.4-04 @SHOULD
  Scenario Outline: the WITH clause has the registered keyword <keyword> after <hello> and MAIL<parameter>
    Given an internal server that accepts everything
    When the client plays
      """
      S: 220
      C: <hello> client.example
      S: 250
      C: MAIL FROM:<{{from}}><parameter>
      S: 250
      C: RCPT TO:<{{rcpt}}>
      S: 250
      C: DATA
      S: 354
      C: Subject: {{run}}
      C: .
      S: 250
      """
    Then the message received has the line
      """
      * with <keyword> *
      """

    Examples:
      | hello | parameter                | keyword  |
      | HELO  |                          | SMTP     |
      | EHLO  |                          | ESMTP    |
      | EHLO  | {{ *1}}BODY=8BITMIME     | ESMTP    |
      | EHLO  | {{ *1}}SMTPUTF8          | UTF8SMTP |

  @5321-4.4-05 @MAY
  Scenario: two messages of one session have two ids
    Given an internal server that accepts everything
    When the client plays
      """
      @include ../session.smtp
      @repeat 2
      @include ../transaction.smtp
      C: DATA
      S: 354
      C: Subject: {{run}}
      C: .
      S: 250
      @end
      """
    Then the internal server received 2 messages
    And the internal server heard "*by gateway.example with ESMTP id *;" 2 times

  @5321-4.4-06 @5321-7.1-01 @MUST
  Scenario: no recipient is named in the trace of a message for several
    Given an internal server that accepts everything
    When the client plays
      """
      @include ../session.smtp
      C: MAIL FROM:<{{from}}>
      S: 250
      C: RCPT TO:<one-{{run}}@local.example>
      S: 250
      C: RCPT TO:<two-{{run}}@local.example>
      S: 250
      C: DATA
      S: 354
      C: Subject: news
      C: .
      S: 250
      """
    Then the internal server received 1 message
    And the internal server heard "*one-{{run}}@local.example*" 1 time
    And the internal server heard "*two-{{run}}@local.example*" 1 time

  @5321-4.4-07 @5321-4.4-08 @MUST-NOT
  Scenario: Received lines of other hosts keep their order and every octet
    Given an internal server that plays "4.4/internal-expects-hops.smtp"
    When the client plays "4.4/five-hops.smtp"
    Then the internal server's script was played to its end

  @5321-4.4-09 @5321-4.4-10 @SHOULD
  Scenario: the date has four digits of year and a numeric zone
    Given an internal server that accepts everything
    When the client plays
      """
      @include ../session.smtp
      @include ../transaction.smtp
      C: DATA
      S: 354
      C: Subject: {{run}}
      C: .
      S: 250
      """
    Then the message received has the line
      """
      {date:\s*((Mon|Tue|Wed|Thu|Fri|Sat|Sun), )?\d\d? (Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) 20\d\d \d\d:\d\d:\d\d [+-]\d\d\d\d( \(.*\))?}
      """

  @5321-4.4-01 @5321-4.4-07 @MUST
  Scenario: a message without a header is not mistaken for one
    Given an internal server that plays "4.4/internal-expects-body-only.smtp"
    When the client plays "4.4/body-only.smtp"
    Then the internal server's script was played to its end
