@gateway
Feature: Cut-through delivery
  The message goes on to the internal server while the client waits. The client gets 250 only if the internal server said
  250, so nothing is acknowledged that is not in safe hands.

  Scenario: what the internal server takes is acknowledged
    Given an internal server that accepts everything
    When the client plays
      """
      @include ../session.smtp
      C: MAIL FROM:<Sender+Tag@sender.example>
      S: 250
      C: RCPT TO:<one@local.example>
      S: 250
      C: RCPT TO:<Two@Local.Example>
      S: 250
      C: DATA
      S: 354
      @body <<END
      Subject: {{run}}

      .a line with a leading dot
      the end
      END
      S: 250 2.0.0
      @mail count 1
      C: QUIT
      S: 221
      @eof
      """
    Then the internal server heard
      """
      EHLO gateway.example
      MAIL FROM:<Sender+Tag@sender.example>
      RCPT TO:<one@local.example>
      RCPT TO:<Two@Local.Example>
      DATA
      ..a line with a leading dot
      .
      QUIT
      """
    And the message received has the lines
      """
      Received: from client.example ([127.0.0.1])
      	by gateway.example with ESMTP id *;
      Subject: {{run}}
      .a line with a leading dot
      """

  Scenario Outline: the internal server's refusal is passed on: <stage> <internal>
    Given an internal server that plays
      """
      @serve default
      @on <stage> -> S: <internal>
      """
    When the client plays
      """
      @include ../session.smtp
      @include ../transaction.smtp
      C: DATA
      S: 354
      C: Subject: {{run}}
      C: .
      S: <client>
      @mail count 0
      @fence
      C: QUIT
      S: 221
      @eof
      """

    Examples:
      | stage | internal                    | client                |
      | DOT   | 451 4.3.0 Disk in trouble   | 451 4.3.0 Disk in trouble |
      | DOT   | 554 5.6.0 Not such a thing  | 554 5.6.0 Not such a thing |
      | DOT   | 552 Too much                | 552 5.0.0 Too much    |
      | DATA  | 554 5.7.1 No message        | 554 5.7.1 No message  |
      | DATA  | 452 4.3.1 Full              | 452 4.3.1 Full        |
      | RCPT  | 550 5.1.1 Nobody            | 550 5.1.1 Nobody      |
      | RCPT  | 450 4.2.1 Busy              | 450 4.2.1 Busy        |
      | MAIL  | 550 5.7.1 Not you           | 550 5.7.1 Not you     |
      | DOT   | 421 4.3.2 Going down        | 451 4.3.2 Going down  |

  Scenario Outline: an internal server that dies is a temporary failure: <fault>
    Given an internal server that plays
      """
      @serve default
      @on <fault>
      """
    When the client plays
      """
      @include ../session.smtp
      @include ../transaction.smtp
      C: DATA
      S: 354
      C: Subject: {{run}}
      C: .
      S: <reply>
      @mail count 0
      C: QUIT
      S: 221
      @eof
      """

    Examples:
      | fault                             | reply     |
      | connect -> @reset                 | 451 4.4.x |
      | connect -> S: 421 4.3.2 Busy      | 451 4.4.1 |
      | MAIL -> @close                    | 451 4.4.2 |
      | DATA -> @reset                    | 451 4.4.2 |
      | DOT -> @close                     | 451 4.4.2 |
      | DOT -> @reset                     | 451 4.4.2 |
      | DOT -> S> "25", @close            | 451 4.4.2 |
      | DOT -> S: nonsense                | 451 4.5.0 |
      | DOT -> S: 250-but, S: 550 no       | 451 4.5.0 |
      | DATA -> S: 250 Thanks, I have it  | 451 4.5.0 |

  Scenario: an internal server that is down is a temporary failure
    Given no internal server is listening
    And the gateway setting "LogLevel" is "debug"
    When the client plays
      """
      @include ../session.smtp
      @include ../transaction.smtp
      C: DATA
      S: 354
      C: Subject: {{run}}
      C: .
      S: 451 4.4.1
      """

  Scenario: an internal server that hangs is given up in time
    Given an internal server that plays
      """
      @serve default
      @on DOT -> @wait 1h
      """
    And the gateway setting "Delivery:TimeLimitSeconds" is "1"
    When the client plays
      """
      @include ../session.smtp
      @include ../transaction.smtp
      C: DATA
      S: 354
      C: Subject: {{run}}
      C: .
      @after 800ms
      @within 4s
      S: 451 4.4.2
      """

  Scenario: one recipient that the internal server refuses now refuses the message for all
    Given an internal server that plays
      """
      @serve default
      @on RCPT <two@*> -> S: 550 5.1.1 two is gone
      """
    When the client plays
      """
      @include ../session.smtp
      C: MAIL FROM:<{{from}}>
      S: 250
      C: RCPT TO:<one@local.example>
      S: 250
      C: RCPT TO:<two@local.example>
      S: 250
      C: DATA
      S: 354
      C: Subject: {{run}}
      C: .
      S: 550 5.1.1 two is gone
      @mail count 0
      """
    Then the internal server never heard "DATA"

  Scenario: a client that leaves inside the message leaves no message
    Given an internal server that accepts everything
    When the client plays
      """
      @include ../session.smtp
      @include ../transaction.smtp
      C: DATA
      S: 354
      C: Subject: {{run}}
      C: half of it
      @reset
      @mail count 0
      """
    Then the client plays
      """
      @include ../session.smtp
      C: QUIT
      S: 221
      """
    And the internal server never heard "DATA"

  Scenario: a message in eight bits goes on as it came
    Given an internal server that accepts everything
    When the client plays
      """
      @include ../session.smtp
      C: MAIL FROM:<{{from}}> BODY=8BITMIME SIZE=1000
      S: 250
      C: RCPT TO:<{{rcpt}}>
      S: 250
      C: DATA
      S: 354
      C: Subject: {{run}}
      C:
      C: Grüße aus der Küche
      C: .
      S: 250
      """
    Then the internal server heard "MAIL FROM:<{{from}}> BODY=8BITMIME"
    And the message received has the line
      """
      Grüße aus der Küche
      """

  Scenario Outline: what the internal server cannot take is refused with its reason: <parameter>, <subject>
    Given an internal server that plays
      """
      @serve default
      """
    When the client plays
      """
      @include ../session.smtp
      C: MAIL FROM:<{{from}}> <parameter>
      S: 250
      C: RCPT TO:<{{rcpt}}>
      S: 250
      C: DATA
      S: 354
      C: Subject: {{run}} <subject>
      C: .
      S: <reply>
      @mail count 0
      """

    Examples:
      | parameter     | subject | reply     |
      | BODY=8BITMIME | Gruesse | 554 5.6.3 |
      | SMTPUTF8      | Grüße   | 553 5.6.7 |

  Scenario: what needs no SMTPUTF8, though its client says so, goes to a server that has none
    Given an internal server that plays
      """
      @serve default caps 8BITMIME
      """
    When the client plays
      """
      @include ../session.smtp
      C: MAIL FROM:<{{from}}> BODY=8BITMIME SMTPUTF8
      S: 250
      C: RCPT TO:<{{rcpt}}>
      S: 250
      C: DATA
      S: 354
      C: Subject: {{run}}
      C:
      C: Grüße aus der Küche
      C: .
      S: 250
      """
    Then the internal server heard "MAIL FROM:<{{from}}> BODY=8BITMIME" 1 time
    And the message received has the line
      """
      Grüße aus der Küche
      """

  Scenario: a large message is passed on whole
    Given an internal server that accepts everything
    And the gateway setting "Limits:MessageKilobytes" is "2048"
    When the client plays
      """
      @include ../session.smtp
      @include ../transaction.smtp
      C: DATA
      S: 354
      C: Subject: {{run}}
      C:
      @repeat 400
      C: {{x*990}}{{run}}
      @end
      C: the last line
      C: .
      S: 250
      @mail count 1
      """
    Then the message received has the line
      """
      the last line
      """

  @RL-05
  Scenario: the gateway shows the host who it is before it passes a message on
    Given the gateway settings
      """
      { "Delivery:User": "tim", "Delivery:Password": "secret", "Delivery:Tls": "none" }
      """
    And an internal server that plays
      """
      @serve default caps PIPELINING, AUTH PLAIN
      """
    When the client plays "../message.smtp"
    Then the internal server received 1 message
    And the internal server heard
      """
      AUTH PLAIN AHRpbQBzZWNyZXQ=
      MAIL FROM:<{{from}}>
      """
    And the gateway's log never says "secret"

  @RL-05
  Scenario: what is passed on is secured where the host offers that
    Given an internal server that plays
      """
      @serve default caps PIPELINING, STARTTLS
      @on MAIL plain -> S: 530 5.7.0 STARTTLS first
      """
    When the client plays "../message.smtp"
    Then the internal server received 1 message
    And the internal server heard "STARTTLS" 1 time

  @RL-05
  Scenario Outline: where TLS is demanded nothing is passed on without it: <caps>
    Given the gateway setting "Delivery:Tls" is "required"
    And an internal server that plays
      """
      @serve default caps PIPELINING<caps>
      """
    When the client plays
      """
      @include ../session.smtp
      @include ../transaction.smtp
      C: DATA
      S: 354
      C: .
      S: 451 4.4.1 The next host cannot be reached
      @fence
      """
    Then the internal server never heard "MAIL *"

    Examples:
      | caps       |
      |            |
      | , STARTTLS |

  Scenario Outline: the trace field names the protocol that was spoken: <hello> <parameter>
    Given an internal server that accepts everything
    When the client plays
      """
      S: 220
      C: <hello> [192.0.2.7]
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
    Then the message received has the lines
      """
      Received: from [192.0.2.7] ([127.0.0.1])
      	by gateway.example with <protocol> id *;
      """

    Examples:
      | hello | parameter | protocol |
      | HELO  |           | SMTP     |
      | EHLO  |           | ESMTP    |
