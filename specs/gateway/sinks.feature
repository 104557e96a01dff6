@gateway
Feature: Sinks, where policy plugs in
  Sinks are bound to commands, to connect, to end of data and to disconnect. They run by priority, may set the reply, and
  may consume the event.

  Background:
    Given an internal server that accepts everything

  @RP-19
  Scenario: the sink with the smaller priority runs first
    Given the gateway has the sinks
      """
      [
        { "Sink": "Respond", "Name": "second", "Events": ["NOOP"], "Priority": 200, "Settings": { "Reply": "250 2.0.0 second" } },
        { "Sink": "Respond", "Name": "first", "Events": ["NOOP"], "Priority": 100, "Settings": { "Reply": "250 2.0.0 first" } }
      ]
      """
    When the client plays
      """
      @include ../session.smtp
      C: NOOP
      S= 250 2.0.0 first
      """

  @RP-19
  Scenario Outline: priorities run from 0 to 32767, and 24575 is the default: <rival> against a sink without one
    Given the gateway has the sinks
      """
      [
        { "Sink": "Respond", "Name": "usual", "Events": ["NOOP"], "Settings": { "Reply": "250 2.0.0 usual" } },
        { "Sink": "Respond", "Name": "rival", "Events": ["NOOP"], "Priority": <rival>, "Settings": { "Reply": "250 2.0.0 rival" } }
      ]
      """
    When the client plays
      """
      @include ../session.smtp
      C: NOOP
      S= 250 2.0.0 <said>
      """

    Examples:
      | rival | said  |
      | 0     | rival |
      | 24574 | rival |
      | 24575 | usual |
      | 24576 | usual |
      | 32767 | usual |

  @RP-19
  Scenario Outline: a priority outside 0 to 32767 is a configuration error: <priority>
    Given the gateway has the sink
      """
      { "Sink": "Respond", "Events": ["NOOP"], "Priority": <priority>, "Settings": { "Reply": "250 2.0.0 here" } }
      """
    Then the gateway refuses to start and says "Sinks:0:Priority is <priority>; permitted: a whole number from 0 to 32767"

    Examples:
      | priority |
      | -1       |
      | 32768    |

  @RP-19
  Scenario: equal priorities run in the order of registration
    Given the gateway has the sinks
      """
      [
        { "Sink": "Respond", "Name": "early", "Events": ["NOOP"], "Priority": 5, "Settings": { "Reply": "250 2.0.0 early" } },
        { "Sink": "Respond", "Name": "late", "Events": ["NOOP"], "Priority": 5, "Settings": { "Reply": "250 2.0.0 late" } }
      ]
      """
    When the client plays
      """
      @include ../session.smtp
      C: NOOP
      S= 250 2.0.0 early
      """

  @RP-19
  Scenario: a disabled sink does not run
    Given the gateway has the sink
      """
      { "Sink": "Respond", "Events": ["NOOP"], "Enabled": false, "Settings": { "Reply": "554 5.7.1 never" } }
      """
    When the client plays
      """
      @include ../session.smtp
      C: NOOP
      S: 250
      """

  @RP-19
  Scenario: the verifier runs where its priority puts it
    Given the gateway verifies recipients
    And the gateway has the sink
      """
      { "Sink": "Respond", "Events": ["RCPT"], "Priority": 7799, "Settings": { "Reply": "550 5.7.1 before the verifier" } }
      """
    When the client plays
      """
      @include ../session.smtp
      C: MAIL FROM:<{{from}}>
      S: 250
      C: RCPT TO:<somebody@local.example>
      S: 550 5.7.1 before the verifier
      """
    Then the internal server was connected to 0 times

  @AU-09
  Scenario Outline: a sink can be bound to <event>
    Given the gateway has the sink
      """
      { "Sink": "Respond", "Events": ["<event>"], "Settings": { "Reply": "454 4.7.0 the sink" } }
      """
    When the client plays
      """
      S: 220
      C: <before>
      S: 250
      C: <command>
      S: 454 4.7.0 the sink
      """

    Examples:
      | event    | before      | command      |
      | HELO     | NOOP        | HELO a.example |
      | EHLO     | NOOP        | EHLO a.example |
      | MAIL     | EHLO a.example | MAIL FROM:<> |
      | RSET     | NOOP        | RSET         |
      | NOOP     | RSET        | NOOP         |
      | VRFY     | NOOP        | VRFY a       |
      | HELP     | NOOP        | HELP         |
      | QUIT     | NOOP        | QUIT         |
      | AUTH     | EHLO a.example | AUTH LOGIN   |
      | STARTTLS | EHLO a.example | STARTTLS     |
      | noop     | RSET        | NOOP         |

  @AU-09
  Scenario: a sink can be bound to RCPT and to DATA
    Given the gateway has the sinks
      """
      [
        { "Sink": "Respond", "Events": ["RCPT"], "Settings": { "Reply": "250 2.1.5 the sink", "Consume": false } },
        { "Sink": "Respond", "Events": ["DATA"], "Settings": { "Reply": "451 4.7.1 the sink" } }
      ]
      """
    When the client plays
      """
      @include ../session.smtp
      C: MAIL FROM:<{{from}}>
      S: 250
      C: RCPT TO:<{{rcpt}}>
      S: 250 2.1.5 the sink
      C: DATA
      S: 451 4.7.1 the sink
      """

  @AU-09
  Scenario: one sink may be bound to several events, and is asked at no other
    Given the gateway has the sink
      """
      { "Sink": "Respond", "Events": ["VRFY", "help"], "Settings": { "Reply": "502 5.5.1 Not in this house" } }
      """
    When the client plays
      """
      @include ../session.smtp
      C: VRFY somebody
      S: 502 5.5.1 Not in this house
      C: HELP
      S: 502 5.5.1 Not in this house
      C: NOOP
      S: 250
      """

  @AU-09
  Scenario: a sink bound to all commands sees each of them
    Given the gateway has the sink
      """
      { "Sink": "Respond", "Name": "every", "Events": ["*"], "Settings": { "Reply": "450 4.7.0 Closed today" } }
      """
    When the client plays
      """
      S: 220
      C: EHLO {{client}}
      S: 450 4.7.0
      C: NOOP
      S: 450 4.7.0
      C: QUIT
      S: 450 4.7.0
      """

  @AU-09
  Scenario: a sink can refuse a client as it connects
    Given the gateway has the sink
      """
      { "Sink": "Respond", "Events": ["CONNECT"], "Settings": { "Reply": "554 5.7.1 Not for you" } }
      """
    When the client plays
      """
      S: 554
      C: EHLO {{client}}
      S: 503
      C: NOOP
      S: 503
      C: QUIT
      S: 221
      @eof
      """

  @AU-09
  Scenario: a sink can refuse a message at its end
    Given the gateway has the sink
      """
      { "Sink": "Respond", "Events": ["EOD"], "Settings": { "Reply": "550 5.7.1 Not this one" } }
      """
    When the client plays
      """
      @include ../session.smtp
      @include ../transaction.smtp
      C: DATA
      S: 354
      C: Subject: {{run}}
      C: .
      S: 550 5.7.1 Not this one
      @mail count 0
      @include ../transaction.smtp
      """

  @AU-09
  Scenario: a sink is told when a client leaves
    Given the gateway has the sink
      """
      { "Sink": "Respond", "Name": "leaving", "Events": ["DISCONNECT"], "Settings": { "Reply": "250 2.0.0 unheard" } }
      """
    When the client plays
      """
      @include ../session.smtp
      C: QUIT
      S: 221
      @eof
      """
    Then the gateway's log says "Sink 'leaving' on DISCONNECT"

  @AU-09
  Scenario: a sink can implement a verb that the gateway does not know
    Given the gateway has the sink
      """
      { "Sink": "Respond", "Events": ["EXPN"], "Settings": { "Reply": "252 2.1.5 Ask the postmaster" } }
      """
    When the client plays
      """
      @include ../session.smtp
      C: EXPN everybody
      S: 252 2.1.5
      """

  @AU-10
  Scenario: what a sink consumes, later sinks and the built-in handler do not see
    Given the gateway has the sinks
      """
      [
        { "Sink": "Respond", "Name": "eats", "Events": ["MAIL"], "Priority": 1, "Settings": { "Reply": "250 2.1.0 eaten", "Consume": true } },
        { "Sink": "Respond", "Name": "hungry", "Events": ["MAIL"], "Priority": 2, "Settings": { "Reply": "550 5.7.1 hungry" } }
      ]
      """
    When the client plays
      """
      @include ../session.smtp
      C: MAIL FROM:<{{from}}>
      S: 250 2.1.0 eaten
      C: RCPT TO:<{{rcpt}}>
      S: 503
      """

  @AU-10
  Scenario: what a sink passes on, the others see, and the last word counts
    Given the gateway has the sinks
      """
      [
        { "Sink": "Respond", "Name": "one", "Events": ["MAIL"], "Priority": 1, "Settings": { "Reply": "550 5.7.1 one", "Consume": false } },
        { "Sink": "Respond", "Name": "two", "Events": ["MAIL"], "Priority": 2, "Settings": { "Reply": "250 2.1.0 two", "Consume": false } }
      ]
      """
    When the client plays
      """
      @include ../session.smtp
      C: MAIL FROM:<{{from}}>
      S: 250 2.1.0 two
      C: RCPT TO:<{{rcpt}}>
      S: 250
      """

  @AU-10
  Scenario: a positive reply of a sink does not turn a refusal of the built-in handler
    Given the gateway setting "Limits:Recipients" is "1"
    And the gateway has the sink
      """
      { "Sink": "Respond", "Events": ["RCPT"], "Settings": { "Reply": "250 2.1.5 by the sink", "Consume": false } }
      """
    When the client plays
      """
      @include ../session.smtp
      C: MAIL FROM:<{{from}}>
      S: 250
      C: RCPT TO:<one@local.example>
      S: 250 2.1.5 by the sink
      C: RCPT TO:<two@local.example>
      S: 452 4.5.3
      """

  @AU-10
  Scenario: a negative reply that is passed on still refuses
    Given the gateway has the sink
      """
      { "Sink": "Respond", "Events": ["RCPT"], "Settings": { "Reply": "450 4.7.1 Not yet", "Consume": false } }
      """
    When the client plays
      """
      @include ../session.smtp
      C: MAIL FROM:<{{from}}>
      S: 250
      C: RCPT TO:<{{rcpt}}>
      S: 450 4.7.1 Not yet
      C: DATA
      S: 503,554
      """

  @AU-10
  Scenario: a sink can end the connection behind its reply
    Given the gateway has the sink
      """
      { "Sink": "Respond", "Events": ["HELP"], "Settings": { "Reply": "421 4.7.0 That was one question too many", "Disconnect": true } }
      """
    When the client plays
      """
      @include ../session.smtp
      C: HELP
      S: 421
      @eof
      """

  @AU-09
  Scenario Outline: <word> is no command, though a sink is bound to the moment of that name
    Given the gateway has the sink
      """
      { "Sink": "Respond", "Events": ["<word>"], "Settings": { "Reply": "550 5.7.1 A sink spoke" } }
      """
    When the client plays
      """
      @include ../session.smtp
      C: <word>
      S: 500 5.5.1
      """

    Examples:
      | word       |
      | EOD        |
      | DISCONNECT |

  @AU-09
  Scenario: a sink hears of the end of a session that was reset
    Given the gateway has the sink
      """
      { "Sink": "Respond", "Name": "counter", "Events": ["DISCONNECT"], "Settings": { "Reply": "250 2.0.0 Gone" } }
      """
    When the client plays
      """
      @include ../session.smtp
      @reset
      """
    Then the gateway's log says "Sink 'counter' on DISCONNECT"
