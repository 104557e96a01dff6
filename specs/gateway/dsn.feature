@gateway @RL-18
Feature: What senders want to hear
  A gateway that keeps mail offers DSN (RFC 3461): who sends it says which reports are wanted, and hears no others.

  Background:
    Given the gateway keeps mail and brings it on its way
    And the gateway setting "Delivery:Retries" is '{ "FirstSeconds": 1, "SecondSeconds": 1, "ThirdSeconds": 1, "LaterSeconds": 1, "DelayNoticeSeconds": 1 }'

  @3461-5.2.1-01 @3461-5.2.1-03 @3461-5.2.1-04 @3461-5.2.1-05
  Scenario: what was said of reports is handed on as it came
    Given an internal server that plays
      """
      @serve default caps PIPELINING, DSN
      """
    When the client plays
      """
      @include ../session.smtp
      C: MAIL FROM:<{{from}}> RET=HDRS ENVID=QQ+2B314159
      S: 250
      C: RCPT TO:<{{rcpt}}> NOTIFY=success,DELAY ORCPT=rfc822;MiXed+2Bed@orig.example
      S: 250
      C: RCPT TO:<other.{{rcpt}}> NOTIFY=NEVER
      S: 250
      C: RCPT TO:<third.{{rcpt}}>
      S: 250
      @include ../content.smtp
      """
    Then the internal server received 1 message
    And the internal server heard "MAIL FROM:<{{from}}> RET=HDRS ENVID=QQ+2B314159" 1 time
    And the internal server heard "RCPT TO:<{{rcpt}}> NOTIFY=SUCCESS,DELAY ORCPT=rfc822;MiXed+2Bed@orig.example" 1 time
    And the internal server heard "RCPT TO:<other.{{rcpt}}> NOTIFY=NEVER" 1 time
    And the internal server heard "RCPT TO:<third.{{rcpt}}>" 1 time

  @6531-3.2-04
  Scenario: an original address in UTF-8 is handed on as it came
    Given an internal server that plays
      """
      @serve default caps PIPELINING, DSN, SMTPUTF8
      """
    When the client plays
      """
      @include ../session.smtp
      C: MAIL FROM:<{{from}}> SMTPUTF8
      S: 250
      C: RCPT TO:<{{rcpt}}> ORCPT=utf-8;jörg@orig.example
      S: 250
      C: RCPT TO:<other.{{rcpt}}> ORCPT=utf-8;j\x{F6}rg@orig.example
      S: 250
      @include ../content.smtp
      """
    Then the internal server received 1 message
    And the internal server heard "RCPT TO:<{{rcpt}}> ORCPT=utf-8;jörg@orig.example" 1 time
    And the internal server heard "RCPT TO:<other.{{rcpt}}> ORCPT=utf-8;j\x{F6}rg@orig.example" 1 time

  @3464-2.3.4
  Scenario Outline: what is tried again has the status of such, whatever the host said: <word>
    Given an internal server that plays
      """
      @serve default caps PIPELINING
      @on <when> -> <word>
      """
    When the client plays "../message.smtp"
    Then a message received has the lines
      """
      Action: delayed
      Status: <status>
      Diagnostic-Code: smtp; <code>
      """

    # Three: on a busy machine the next try meets the end of the last, and one try takes two connections.
    Examples:
      | when         | word                                 | status | code                      |
      | connect 1..3 | S: 554 5.7.1 Nothing for you, @close | 4.7.1  | 554 5.7.1 Nothing for you |
      | DOT times 3  | S: 354 more                          | 4.0.0  | 354 more                  |

  @6531-3.2-04
  Scenario: a report names it in the form that it has
    Given an internal server that plays
      """
      @serve default caps PIPELINING, 8BITMIME, SMTPUTF8
      @on RCPT times 2 -> S: 550 5.1.1 Nobody here
      """
    When the client plays
      """
      @include ../session.smtp
      C: MAIL FROM:<{{from}}> SMTPUTF8
      S: 250
      C: RCPT TO:<{{rcpt}}> ORCPT=utf-8;jörg@orig.example
      S: 250
      C: RCPT TO:<other.{{rcpt}}> ORCPT=utf-8;j\x{F6}rg@orig.example
      S: 250
      @include ../content.smtp
      """
    Then the internal server received 1 message
    And the message received has the lines
      """
      Content-Type: message/global-delivery-status
      Original-Recipient: utf-8; jörg@orig.example
      Original-Recipient: utf-8; j\x{F6}rg@orig.example
      """

  @6531-3.2-04 @RL-18
  Scenario: who can be had without SMTPUTF8 does not come back with who cannot
    Given an internal server that plays
      """
      @serve default caps PIPELINING
      """
    When the client plays
      """
      @include ../session.smtp
      C: MAIL FROM:<{{from}}> SMTPUTF8
      S: 250
      C: RCPT TO:<jörg@local.example>
      S: 250
      C: RCPT TO:<{{rcpt}}>
      S: 250
      C: RCPT TO:<jürgen@local.example>
      S: 250
      @include ../content.smtp
      """
    Then the internal server received 2 messages
    And the internal server heard "RCPT TO:<{{rcpt}}>" 1 time
    And the internal server heard "MAIL FROM:<>" 1 time

  @6531-3.2-04
  Scenario Outline: a report says as much of UTF-8 as there is: <subject>, <return>
    Given an internal server that plays
      """
      @serve default caps PIPELINING, 8BITMIME<caps>
      @on RCPT times 1 -> S: 550 5.1.1 Nobody here
      """
    When the client plays
      """
      @include ../session.smtp
      C: MAIL FROM:<{{from}}> SMTPUTF8 RET=<return>
      S: 250
      C: RCPT TO:<{{rcpt}}>
      S: 250
      C: DATA
      S: 354
      C: Subject: <subject>
      C:
      C: {{run}}
      C: .
      S: 250
      """
    Then the internal server heard "MAIL FROM:<>*" 1 time
    And the message received has the lines
      """
      Content-Type: <status>
      Content-Type: <original>
      Subject: <subject>
      """

    Examples:
      | subject | return | caps       | status                         | original               |
      | Gruesse | FULL   |            | message/delivery-status        | message/rfc822         |
      | Gruesse | HDRS   |            | message/delivery-status        | text/rfc822-headers    |
      | Grüße   | FULL   | , SMTPUTF8 | message/global-delivery-status | message/global         |
      | Grüße   | HDRS   | , SMTPUTF8 | message/global-delivery-status | message/global-headers |

  @6532-3.7
  Scenario: a sender whose host has no SMTPUTF8 hears in base64 of what needed it
    Given an internal server that plays
      """
      @serve default caps PIPELINING
      """
    When the client plays
      """
      @include ../session.smtp
      C: MAIL FROM:<{{from}}> SMTPUTF8
      S: 250
      C: RCPT TO:<jörg@local.example>
      S: 250
      C: DATA
      S: 354
      C: Subject: Grüße
      C:
      C: Grüße
      C: .
      S: 250
      """
    Then the internal server received 1 message
    And the internal server heard "MAIL FROM:<>*" 1 time
    And the message received has the lines
      """
      To: <{{from}}>
      Content-Type: message/global-delivery-status
      Content-Transfer-Encoding: base64
      Content-Type: message/global
      Content-Transfer-Encoding: base64
      """

  @6152-3
  Scenario: a sender whose host takes 7 bits only hears of an 8-bit message without its body
    Given an internal server that plays
      """
      @serve default caps PIPELINING
      @on EHLO times 1 -> S: 250-mx.example, S: 250 8BITMIME
      @on RCPT times 1 -> S: 550 5.1.1 Nobody here
      @on RSET times 1 -> S: 421 4.3.2 Not now, @close
      """
    When the client plays
      """
      @include ../session.smtp
      C: MAIL FROM:<{{from}}> BODY=8BITMIME
      S: 250
      C: RCPT TO:<{{rcpt}}>
      S: 250
      C: DATA
      S: 354
      C: Subject: {{run}}
      C:
      C: Grüße
      C: .
      S: 250
      """
    Then the internal server received 1 message
    And the internal server heard "MAIL FROM:<>" 1 time
    And the message received has the lines
      """
      Status: 5.1.1
      Content-Type: text/rfc822-headers
      Content-Transfer-Encoding: 7bit
      Subject: {{run}}
      """
    And the internal server heard "*Gr*e" 0 times

  @6531-3.2-04
  Scenario: an original address in UTF-8 needs SMTPUTF8
    When the client plays
      """
      @include ../session.smtp
      C: MAIL FROM:<{{from}}>
      S: 250
      C: RCPT TO:<{{rcpt}}> ORCPT=utf-8;jörg@orig.example
      S: 553 5.6.7 This address needs SMTPUTF8
      C: RCPT TO:<{{rcpt}}> ORCPT=utf-8;j\x{F6}rg@orig.example
      S: 250
      """

  @3461-5.2.2-01 @3461-5.2.2-02 @3461-5.2.8-01 @3461-6.3-01 @3461-6.3-03
  Scenario: whoever hands on to a host that tells nobody says so
    Given an internal server that plays
      """
      @serve default caps PIPELINING
      """
    When the client plays
      """
      @include ../session.smtp
      C: MAIL FROM:<{{from}}> ENVID=QQ+2B314159
      S: 250
      C: RCPT TO:<{{rcpt}}> NOTIFY=SUCCESS ORCPT=rfc822;MiXed+2Bed@orig.example
      S: 250
      C: RCPT TO:<other.{{rcpt}}> NOTIFY=FAILURE
      S: 250
      @include ../content.smtp
      """
    Then the internal server received 2 messages
    And the internal server heard "MAIL FROM:<{{from}}>" 1 time
    And the internal server heard "RCPT TO:<{{rcpt}}>" 1 time
    And the internal server heard "MAIL FROM:<>" 1 time
    And the internal server heard "Original-Envelope-Id: QQ+314159" 1 time
    And the internal server heard "Original-Recipient: rfc822; MiXed+ed@orig.example" 1 time
    And the internal server heard "Action: relayed" 1 time
    And the internal server heard "Final-Recipient: rfc822; other*" 0 times

  @3461-5.2.2-03 @3461-5.2.2-04 @3461-5.2.6-01 @3461-5.2.2-06
  Scenario Outline: a failure is told to those who want to hear of it: <wish>
    Given an internal server that plays
      """
      @serve default caps PIPELINING
      @on RCPT times 1 -> S: 550 5.1.1 Nobody here
      """
    When the client plays
      """
      @include ../session.smtp
      C: MAIL FROM:<{{from}}>
      S: 250
      C: RCPT TO:<{{rcpt}}> <wish>
      S: 250
      @include ../content.smtp
      """
    Then the gateway's log says "@local.example: 550 5.1.1 Nobody here"
    When the client plays "../message.smtp"
    Then the internal server received <messages>
    And the internal server heard "MAIL FROM:<>" <reports>

    Examples:
      | wish                   | messages   | reports |
      | NOTIFY=FAILURE         | 2 messages | 1 time  |
      | NOTIFY=FAILURE,SUCCESS | 2 messages | 1 time  |
      | ORCPT=rfc822;{{rcpt}}  | 2 messages | 1 time  |
      | NOTIFY=NEVER           | 1 message  | 0 times |
      | NOTIFY=SUCCESS,DELAY   | 1 message  | 0 times |

  @3461-5.2.5-02
  Scenario Outline: a delay is told to those who want to hear of it: <wish>
    Given an internal server that plays
      """
      @serve default caps PIPELINING
      @on RCPT <{{rcpt}}> -> S: 450 4.2.1 later
      """
    When the client plays
      """
      @include ../session.smtp
      C: MAIL FROM:<{{from}}>
      S: 250
      C: RCPT TO:<{{rcpt}}> <wish>
      S: 250
      @include ../content.smtp
      """
    Then the internal server heard "RCPT TO:<{{rcpt}}>" 3 times
    And the internal server received <reports>

    Examples:
      | wish           | reports    |
      | NOTIFY=DELAY   | 1 message  |
      | NOTIFY=FAILURE | 0 messages |

  @3461-6.2-01
  Scenario Outline: as much comes back as the sender wants: <return>
    Given an internal server that plays
      """
      @serve default caps PIPELINING
      @on RCPT times 1 -> S: 550 5.1.1 Nobody here
      """
    When the client plays
      """
      @include ../session.smtp
      C: MAIL FROM:<{{from}}> <return>
      S: 250
      C: RCPT TO:<{{rcpt}}>
      S: 250
      @include ../content.smtp
      """
    Then the internal server received 1 message
    And the internal server heard "Content-Type: <type>" 1 time

    Examples:
      | return   | type                |
      | RET=FULL | message/rfc822      |
      | RET=hdrs | text/rfc822-headers |

  @3461-4.1-01 @3461-4.2-01 @3461-4.3-01 @3461-4.4-01 @3461-4.5-01 @3461-5.1-02
  Scenario Outline: what is said of reports is not as it should be: <mail> <parameter>
    When the client plays
      """
      @include ../session.smtp
      C: MAIL FROM:<{{from}}> <mail>
      S: <mailed>
      C: RCPT TO:<{{rcpt}}> <parameter>
      S: <reply>
      C: QUIT
      S: 221
      """

    Examples:
      | mail              | mailed    | parameter                     | reply     |
      | RET=XX            | 501 5.5.4 | NOTIFY=NEVER                  | 503 5.5.1 |
      | RET=FULL RET=HDRS | 501 5.5.4 | NOTIFY=NEVER                  | 503 5.5.1 |
      | ENVID=a+00b       | 501 5.5.4 | NOTIFY=NEVER                  | 503 5.5.1 |
      | ENVID=a+0Ab       | 501 5.5.4 | NOTIFY=NEVER                  | 503 5.5.1 |
      | ENVID=a+e9b       | 501 5.5.4 | NOTIFY=NEVER                  | 503 5.5.1 |
      | RET=FULL          | 250       | NOTIFY=NEVER,SUCCESS          | 501 5.5.4 |
      | RET=FULL          | 250       | NOTIFY=                       | 501 5.5.4 |
      | RET=FULL          | 250       | NOTIFY=success NOTIFY=failure | 501 5.5.4 |
      | RET=FULL          | 250       | ORCPT=foo                     | 501 5.5.4 |
      | RET=FULL          | 250       | ORCPT=rfc822;a+0D+0Ab         | 501 5.5.4 |
      | ENVID=+41         | 250       | ORCPT=rfc822;a+2Bb@d.example  | 250       |

  @3461-5-01
  Scenario: whoever keeps nothing offers no reports
    Given the gateway setting "Delivery:Mode" is "cutthrough"
    And an internal server that accepts everything
    When the client plays
      """
      S: 220
      C: EHLO client.example
      S: 250 lacks DSN
      C: MAIL FROM:<{{from}}> RET=FULL
      S: 555 5.5.4
      C: QUIT
      S: 221
      """
