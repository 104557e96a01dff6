@gateway
Feature: Verification: when settings count, and what goes beyond the original

  @RP-16
  Scenario: a change of the settings file counts when a new connection is opened, and not before
    Given an internal server that plays
      """
      @serve default
      @on RCPT <unknown@*> -> S: 550 no
      """
    And the gateway verifies recipients
    And the verifier setting "DisconnectOnReject" is "false"
    And the verifier setting "IdleSeconds" is "1"
    When the client plays
      """
      @include ../session.smtp
      C: MAIL FROM:<{{from}}>
      S: 250
      C: RCPT TO:<unknown@local.example>
      S= 550 5.1.1 Unable to relay to unknown@local.example
      """
    And the verifier's "ErrorText" becomes "Not @" in the settings file
    And the client plays
      """
      @include ../session.smtp
      C: MAIL FROM:<{{from}}>
      S: 250
      C: RCPT TO:<unknown@local.example>
      S= 550 5.1.1 Unable to relay to unknown@local.example
      @wait 1500ms
      C: RCPT TO:<unknown@local.example>
      S= 550 5.1.1 Not unknown@local.example
      """
    Then the internal server was connected to 2 times

  @RP-15
  Scenario Outline: a refresh is heeded by the next RCPT, resets the connection, and is set back: key <key>
    Given an internal server that plays
      """
      @serve default
      @on RCPT <unknown@*> -> S: 550 no
      """
    And the gateway verifies recipients
    And the verifier setting "DisconnectOnReject" is "false"
    And the verifier setting "<key>" is "0"
    When the client plays
      """
      @include ../session.smtp
      C: MAIL FROM:<{{from}}>
      S: 250
      C: RCPT TO:<unknown@local.example>
      S: 550
      """
    And the verifier's "65561" becomes "Not @" in the settings file
    And the verifier's "<key>" becomes "<value>" in the settings file
    And the client plays
      """
      @include ../session.smtp
      C: MAIL FROM:<{{from}}>
      S: 250
      C: RCPT TO:<unknown@local.example>
      S= 550 5.1.1 Not unknown@local.example
      """
    Then the internal server was connected to 2 times
    And the verifier's "<key>" is "0" in the settings file

    Examples:
      | key     | value |
      | 1       | 1     |
      | Refresh | -1    |

  @RP-16
  Scenario: another internal server counts at once
    Given an internal server that plays
      """
      @serve default
      @on RCPT <unknown@*> -> S: 550 no
      """
    And the gateway verifies recipients
    And the verifier setting "DisconnectOnReject" is "false"
    When the client plays
      """
      @include ../session.smtp
      C: MAIL FROM:<{{from}}>
      S: 250
      C: RCPT TO:<unknown@local.example>
      S: 550
      """
    And the verifier's "0" becomes "" in the settings file
    And the client plays
      """
      @include ../session.smtp
      C: MAIL FROM:<{{from}}>
      S: 250
      C: RCPT TO:<unknown@local.example>
      S: 250
      """

  @RP-18
  Scenario: a binding that is changed, added or removed counts for open sessions, which stay
    Given the gateway has the sink
      """
      { "Sink": "Respond", "Name": "first", "Events": ["NOOP"], "Settings": { "Reply": "250 2.0.0 first" } }
      """
    When the client plays
      """
      @include ../session.smtp
      C: NOOP
      S= 250 2.0.0 first
      """
    And the gateway setting "Sinks:0:Settings:Reply" becomes "250 2.0.0 changed"
    Then the client goes on
      """
      C: NOOP
      S= 250 2.0.0 changed
      """
    When the gateway setting "Sinks:0:Enabled" becomes "false"
    Then the client goes on
      """
      C: NOOP
      S= 250 2.0.0 OK
      """

  @AU-18
  Scenario: a sink with a rule runs only where the rule matches
    Given the gateway has the sinks
      """
      [
        { "Sink": "Respond", "Name": "r", "Events": ["EHLO", "MAIL"], "Rule": "ehlo=*.bad.example;mail from=*@x.example",
          "Settings": { "Reply": "550 5.7.1 not you" } }
      ]
      """
    When the client plays
      """
      S: 220
      C: EHLO mx.bad.example
      S: 550 5.7.1
      C: EHLO mx.good.example
      S: 250
      C: MAIL FROM:<joe@X.Example> SIZE=1
      S: 550 5.7.1
      C: MAIL FROM:<joe@y.example>
      S: 250
      """

  @AU-13
  Scenario: replies that a sink made can be told from others
    Given the gateway has the sink
      """
      { "Sink": "Respond", "Events": ["NOOP"], "Marker": "[sink]", "Settings": { "Reply": "250 2.0.0 here" } }
      """
    When the client plays
      """
      @include ../session.smtp
      C: NOOP
      S= 250 2.0.0 here [sink]
      C: RSET
      S= 250 2.0.0 Forgotten
      """

  @RP-14
  Scenario Outline: the code of a rejection is <code>, and its enhanced code says for how long
    Given an internal server that plays
      """
      @serve default
      @on RCPT -> S: 550 no
      """
    And the gateway verifies recipients
    And the verifier setting "DisconnectOnReject" is "false"
    And the verifier setting "65562" is "<code>"
    When the client plays
      """
      @include ../session.smtp
      C: MAIL FROM:<{{from}}>
      S: 250
      C: RCPT TO:<unknown@local.example>
      S: <code> <enhanced>
      C: NOOP
      S: 250
      """

    Examples:
      | code | enhanced |
      | 550  | 5.1.1    |
      | 554  | 5.1.1    |
      | 599  | 5.1.1    |
      | 400  | 4.1.1    |
      | 450  | 4.1.1    |
      | 499  | 4.1.1    |

  @RP-14
  Scenario Outline: another code is a configuration error: <code>
    Given the gateway verifies recipients
    And the verifier setting "65562" is "<code>"
    Then the gateway refuses to start and says "65562 is <code>; permitted: a whole number from 400 to 599"

    Examples:
      | code |
      | 399  |
      | 600  |
      | 0    |

  @RP-21
  Scenario Outline: a bypass may be a range: <range>
    Given an internal server that plays
      """
      @serve default
      @on RCPT -> S: 550 no
      """
    And the gateway verifies recipients
    And the verifier settings
      """
      { "65560": ["<range>"] }
      """
    When the client plays
      """
      @include ../session.smtp
      C: MAIL FROM:<{{from}}>
      S: 250
      C: RCPT TO:<unknown@local.example>
      S: <code>
      """

    Examples:
      | range               | code |
      | 127.0.0.0/8         | 250  |
      | ::ffff:127.0.0.0/104 | 250 |
      | 128.0.0.0/8         | 550  |

  @RP-22
  Scenario: where the internal server takes pipelined commands a question is one write
    Given an internal server that plays
      """
      S: 220
      C: EHLO *
      S: 250-internal
      S: 250 PIPELINING
      C: MAIL FROM:<*>
      C+ RCPT TO:<joe@local.example>
      C+ RSET
      S: 250
      S: 550 no
      S: 250
      """
    And the gateway verifies recipients
    When the client plays
      """
      @include ../session.smtp
      C: MAIL FROM:<{{from}}>
      S: 250
      C: RCPT TO:<joe@local.example>
      S: 550 5.1.1
      """

  @RP-22
  Scenario: a slow answer holds nobody up while there may be another connection
    Given the gateway verifies recipients
    And the verifier setting "TimeLimitMilliseconds" is "20000"
    And the verifier setting "Connections" is "2"
    When the choreography plays
      """
      @server internal
      @serve default caps PIPELINING
      @on RCPT <slow@*> -> @sync the-slow-one-is-asked-about, @sync the-other-is-answered, S: 250 at last
      @on RCPT <unknown@*> -> S: 550 5.1.1 no

      @client slow
      @include ../session.smtp
      C: MAIL FROM:<{{from}}>
      S: 250
      C: RCPT TO:<slow@local.example>
      S: 250

      @client quick
      @include ../session.smtp
      C: MAIL FROM:<{{from}}>
      S: 250
      @sync the-slow-one-is-asked-about
      C: RCPT TO:<unknown@local.example>
      S: 550 5.1.1
      @sync the-other-is-answered
      """

  @RP-23
  Scenario: an answer is believed for a while, whatever it was
    Given an internal server that plays
      """
      @serve default
      @on RCPT <unknown@*> -> S: 550 5.1.1 no
      """
    And the gateway verifies recipients
    And the verifier setting "DisconnectOnReject" is "false"
    And the verifier setting "PositiveSeconds" is "60"
    And the verifier setting "NegativeSeconds" is "1"
    When the client plays
      """
      @include ../session.smtp
      C: MAIL FROM:<{{from}}>
      S: 250
      @repeat 3
      C: RCPT TO:<unknown@local.example>
      S: 550
      C: RCPT TO:<joe@local.example>
      S: 250
      @end
      @wait 1200ms
      C: RCPT TO:<unknown@local.example>
      S: 550
      C: RCPT TO:<joe@local.example>
      S: 250
      """
    Then the internal server heard "RCPT TO:<unknown@local.example>" 2 times
    And the internal server heard "RCPT TO:<joe@local.example>" 1 time

  @RP-23 @SEC-VRFY-02 @MUST-NOT
  Scenario: a refusal for now, or of who asks, is not believed for longer
    Given an internal server that plays
      """
      @serve default
      @on RCPT <greylisted@*> times 1 -> S: 450 4.7.1 later
      @on RCPT <policy@*> times 1 -> S: 550 5.7.1 not you
      """
    And the gateway verifies recipients
    And the verifier setting "DisconnectOnReject" is "false"
    And the verifier setting "OnTemporaryAnswer" is "tempfail"
    And the verifier setting "NegativeSeconds" is "60"
    When the client plays
      """
      @include ../session.smtp
      C: MAIL FROM:<{{from}}>
      S: 250
      C: RCPT TO:<greylisted@local.example>
      S: 450
      C: RCPT TO:<greylisted@local.example>
      S: 250
      C: RCPT TO:<policy@local.example>
      S: 550
      C: RCPT TO:<policy@local.example>
      S: 250
      """

  @RP-24
  Scenario: a server that accepts everybody is reported
    Given an internal server that accepts everything
    And the gateway verifies recipients
    And the verifier setting "ProbeSeconds" is "3600"
    When the client plays
      """
      @include ../session.smtp
      C: MAIL FROM:<{{from}}>
      S: 250
      C: RCPT TO:<joe@local.example>
      S: 250
      """
    Then the gateway's log says "accepts every recipient of local.example"
    And the internal server heard "RCPT TO:<nobody-*@local.example>" 1 time

  @RP-25
  Scenario: a server that is down costs the time limit so many times, and no more
    Given an internal server that plays "internal/silent.smtp"
    And the gateway verifies recipients
    And the verifier setting "TimeLimitMilliseconds" is "300"
    And the verifier setting "BreakerFailures" is "2"
    When the client plays
      """
      @include ../session.smtp
      C: MAIL FROM:<{{from}}>
      S: 250
      @repeat 2
      C: RCPT TO:<joe@local.example>
      @after 290ms
      S: 250
      @end
      C: RCPT TO:<ann@local.example>
      @within 150ms
      S: 250
      """
    Then the gateway's log says "is left alone for 30 s"

  @RP-26
  Scenario Outline: the internal server is asked behind TLS: <use>
    Given an internal server that plays
      """
      @serve default caps STARTTLS
      @on RCPT <unknown@*> tls -> S: 550 behind TLS
      """
    And the gateway verifies recipients
    And the verifier setting "Tls" is "<use>"
    When the client plays
      """
      @include ../session.smtp
      C: MAIL FROM:<{{from}}>
      S: 250
      C: RCPT TO:<unknown@local.example>
      S: 550
      """

    Examples:
      | use           |
      | opportunistic |
      | required      |

  @RP-26 @SEC-TLS-02 @MUST
  Scenario Outline: what the internal server says in clear behind its 220 is no answer: TLS <use>
    Given an internal server that plays
      """
      @serve default caps STARTTLS
      @on STARTTLS -> S> "220 go\r\n250-internal\r\n250-AUTH PLAIN\r\n250 OK\r\n550 5.1.1 in clear\r\n", @tls start
      @on RCPT -> S: 550 no
      """
    And the gateway verifies recipients
    And the verifier setting "DisconnectOnReject" is "false"
    And the verifier setting "Tls" is "<use>"
    When the client plays
      """
      @include ../session.smtp
      C: MAIL FROM:<{{from}}>
      S: 250
      C: RCPT TO:<joe@local.example>
      S: 250
      """
    Then the gateway's log says "no session: insecure"
    And the internal server never heard "MAIL*"

    Examples:
      | use           |
      | opportunistic |
      | required      |

  @RP-26 @SEC-TLS-05 @MUST
  Scenario: without the TLS that is required nobody is asked
    Given an internal server that plays
      """
      @serve default
      @on RCPT -> S: 550 in clear
      """
    And the gateway verifies recipients
    And the verifier setting "Tls" is "required"
    When the client plays
      """
      @include ../session.smtp
      C: MAIL FROM:<{{from}}>
      S: 250
      C: RCPT TO:<unknown@local.example>
      S: 250
      """
    Then the gateway's log says "no session: insecure"
    And the internal server never heard "MAIL*"

  @RP-26
  Scenario: a certificate for somebody else is no TLS where a name is demanded
    Given an internal server that plays
      """
      @serve default caps STARTTLS
      @on RCPT -> S: 550 no
      """
    And the gateway verifies recipients
    And the verifier setting "Tls" is "required"
    And the verifier setting "TlsName" is "mail.internal.example"
    And the verifier trusts the simulator's certificates
    When the client plays
      """
      @include ../session.smtp
      C: MAIL FROM:<{{from}}>
      S: 250
      C: RCPT TO:<unknown@local.example>
      S: 250
      """
    Then the gateway's log says "no session: insecure"

  @RP-26
  Scenario: a certificate for the name that is demanded is enough where its authority is known
    Given an internal server that plays
      """
      @serve default caps STARTTLS
      @on RCPT tls -> S: 550 behind TLS
      """
    And the gateway verifies recipients
    And the verifier setting "Tls" is "required"
    And the verifier setting "TlsName" is "sim.example"
    And the verifier trusts the simulator's certificates
    When the client plays
      """
      @include ../session.smtp
      C: MAIL FROM:<{{from}}>
      S: 250
      C: RCPT TO:<unknown@local.example>
      S: 550
      """

  @RP-27
  Scenario: fail closed
    Given no internal server is listening
    And the gateway verifies recipients
    And the verifier setting "OnFailure" is "tempfail"
    When the client plays
      """
      @include ../session.smtp
      C: MAIL FROM:<{{from}}>
      S: 250
      C: RCPT TO:<joe@local.example>
      S: 451 4.4.3
      """

  @SEC-VRFY-01
  Scenario: who guesses recipients is sent away
    Given an internal server that plays
      """
      @serve default
      @on RCPT -> S: 550 5.1.1 no
      """
    And the gateway verifies recipients
    And the verifier setting "DisconnectOnReject" is "false"
    When the client plays
      """
      @include ../session.smtp
      C: MAIL FROM:<{{from}}>
      S: 250
      @repeat 20
      C: RCPT TO:<guess@local.example>
      S: 550 5.1.1
      @end
      C: RCPT TO:<guess@local.example>
      S: 421 4.7.0
      @eof
      """

  @SEC-VRFY-02 @RP-23 @MUST-NOT
  Scenario: a sender whom the internal server would refuse spoils nobody's recipients
    Given an internal server that plays
      """
      @serve default
      @on MAIL <evil@*> -> S: 550 5.7.1 not from you
      """
    And the gateway verifies recipients
    And the verifier setting "NegativeSeconds" is "60"
    When the client plays
      """
      S: 220
      C: EHLO evil.example
      S: 250
      C: MAIL FROM:<evil@sender.example>
      S: 250
      C: RCPT TO:<joe@local.example>
      S: 250
      C: QUIT
      S: 221
      """
    And the client plays
      """
      @include ../session.smtp
      C: MAIL FROM:<{{from}}>
      S: 250
      C: RCPT TO:<joe@local.example>
      S: 250
      """

  @RP-20
  Scenario Outline: a key is known by its number and by its name: <key>
    Given an internal server that plays
      """
      @serve default
      @on RCPT -> S: 550 5.1.1 no
      """
    And the gateway verifies recipients
    And the verifier setting "DisconnectOnReject" is "false"
    And the verifier setting "<key>" is "<value>"
    When the client plays
      """
      @include ../session.smtp
      C: MAIL FROM:<{{from}}>
      S: 250
      C: RCPT TO:<joe@local.example>
      S: <reply>
      """

    Examples:
      | key       | value         | reply                  |
      | 65561     | Nobody here   | 550 5.1.1 Nobody here  |
      | ErrorText | Nobody here   | 550 5.1.1 Nobody here  |
      | 65562     | 450           | 450 4.1.1              |
      | ErrorCode | 450           | 450 4.1.1              |
