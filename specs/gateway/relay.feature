@gateway
Feature: The two virtual servers, and who may send where
  An anonymous server takes mail for its remote domains only; an authenticating one demands TLS, then AUTH, and then takes mail for
  everybody.

  Background:
    Given an internal server that accepts everything
    And the gateway's users stand in "../users.txt"
    And the gateway settings
      """
      { "Auth:BeforeTls": true, "Auth:TarpitMilliseconds": 0, "Tls": {}, "DefaultDomain": "own.example",
        "RemoteDomains": [
          { "Domain": "local.example" }, { "Domain": "*.below.example" }, { "Domain": "closed.example", "Relay": false } ] }
      """

  @RL-02 @AU-07
  Scenario Outline: everybody may send to open domains, and nobody elsewhere without authentication: <to> is answered <code>
    When the client plays
      """
      @include ../session.smtp
      C: MAIL FROM:<{{from}}>
      S: 250
      C: RCPT TO:<<to>>
      S: <code>
      @fence
      C: AUTH PLAIN {{b64:\0test\0pass}}
      S: 503
      """

    Examples:
      | to                       | code        |
      | joe@local.example        | 250 2.1.5   |
      | joe@LOCAL.Example        | 250 2.1.5   |
      | joe@own.example          | 250 2.1.5   |
      | joe@a.below.example      | 250 2.1.5   |
      | joe@a.b.below.example    | 250 2.1.5   |
      | Postmaster               | 250 2.1.5   |
      | joe@below.example        | 550 5.7.1   |
      | joe@notbelow.example     | 550 5.7.1   |
      | joe@closed.example       | 550 5.7.1   |
      | joe@foreign.example      | 550 5.7.1   |
      | joe@local.example.org    | 550 5.7.1   |
      | joe@[192.0.2.1]          | 550 5.7.1   |
      | @local.example:joe@foreign.example | 550 5.7.1 |

  @RL-02
  Scenario: a recipient elsewhere is refused in these words, and those that may be reached get the message
    When the client plays
      """
      @include ../session.smtp
      C: MAIL FROM:<{{from}}>
      S: 250
      C: RCPT TO:<joe@foreign.example>
      S= 550 5.7.1 Unable to relay for joe@foreign.example
      C: RCPT TO:<joe@local.example>
      S: 250
      C: DATA
      S: 354
      C: Subject: {{run}}
      C: .
      S: 250
      """
    Then the internal server received 1 message
    And the internal server never heard "RCPT TO:<joe@foreign.example>*"

  @RL-03 @AU-07
  Scenario: who has authenticated may send anywhere
    When the client plays
      """
      @include ../session.smtp
      C: AUTH PLAIN {{b64:\0test\0pass}}
      S: 235
      C: MAIL FROM:<{{from}}>
      S: 250
      C: RCPT TO:<joe@foreign.example>
      S: 250 2.1.5
      """

  @SEC-RELAY-02 @RL-03 @AU-07 @MUST-NOT
  Scenario: the right is the session's own, and ends with it
    When the client plays
      """
      @include ../session.smtp
      C: AUTH PLAIN {{b64:\0test\0pass}}
      S: 235
      C: MAIL FROM:<{{from}}>
      S: 250
      C: RCPT TO:<joe@foreign.example>
      S: 250 2.1.5
      C: RSET
      S: 250
      C: MAIL FROM:<{{from}}>
      S: 250
      C: RCPT TO:<joe@foreign.example>
      S: 250 2.1.5
      """
    And the client plays
      """
      @include ../session.smtp
      C: MAIL FROM:<{{from}}>
      S: 250
      C: RCPT TO:<joe@foreign.example>
      S: 550 5.7.1
      """

  @RL-02
  Scenario: or not, where it is set so
    Given the gateway setting "RelayFor" is "nobody"
    When the client plays
      """
      @include ../session.smtp
      C: AUTH PLAIN {{b64:\0test\0pass}}
      S: 235
      C: MAIL FROM:<{{from}}>
      S: 250
      C: RCPT TO:<joe@foreign.example>
      S: 550 5.7.1
      """

  @RL-02
  Scenario: nobody else is asked about recipients who are not taken
    Given the gateway verifies recipients
    When the client plays
      """
      @include ../session.smtp
      C: MAIL FROM:<{{from}}>
      S: 250
      C: RCPT TO:<joe@foreign.example>
      S: 550 5.7.1
      C: RCPT TO:<joe@local.example>
      S: 250
      """
    Then the internal server heard "RCPT TO:*" 1 time

  @RL-03
  Scenario: TLS first, then AUTH, then mail for everybody
    Given the gateway settings
      """
      { "Auth:BeforeTls": false, "Auth:Required": true, "Tls:Required": true }
      """
    When the client plays
      """
      S: 220
      C: EHLO {{client}}
      S: 250 has STARTTLS
      C: MAIL FROM:<{{from}}>
      S: 530 5.7.0
      C: STARTTLS
      S: 220
      @tls start
      C: EHLO {{client}}
      S: 250 has AUTH SCRAM-SHA-256 PLAIN LOGIN
      C: MAIL FROM:<{{from}}>
      S: 530 5.7.0
      C: AUTH LOGIN dGVzdA==
      S: 334
      C: cGFzcw==
      S: 235
      C: MAIL FROM:<{{from}}>
      S: 250
      C: RCPT TO:<joe@foreign.example>
      S: 250
      C: DATA
      S: 354
      C: Subject: {{run}}
      C: .
      S: 250
      C: QUIT
      S: 221
      @eof
      """
    Then the message received has the line
      """
      *with ESMTPSA id *
      """

  @AU-08
  Scenario: the relay sink of the article, in its own words
    Given the gateway setting "RelayFor" is "anyone"
    And the gateway has the sink
      """
      { "Sink": "Relay", "Events": ["RCPT"], "Marker": "[sink]" }
      """
    When the client plays
      """
      @include ../session.smtp
      C: MAIL FROM:<{{from}}>
      S: 250
      C: RCPT TO:<joe@own.example>
      S= 250 2.1.5 joe@own.example [sink]
      C: RCPT TO:<joe@foreign.example>
      S= 250 2.1.5 relaying to joe@foreign.example [sink]
      C: RCPT TO:
      S= 501 5.5.4 Invalid Address [sink]
      """

  @AU-08 @AU-13
  Scenario: the relay sink of the article refuses who has not authenticated
    Given the gateway has the sink
      """
      { "Sink": "Relay", "Events": ["RCPT"], "Marker": "[sink]", "Priority": 0 }
      """
    When the client plays
      """
      @include ../session.smtp
      C: MAIL FROM:<{{from}}>
      S: 250
      C: RCPT TO:<joe@local.example>
      S= 250 2.1.5 joe@local.example [sink]
      C: RSET
      S: 250
      C: AUTH PLAIN {{b64:\0test\0pass}}
      S: 235
      C: MAIL FROM:<{{from}}>
      S: 250
      C: RCPT TO:<joe@foreign.example>
      S= 250 2.1.5 relaying to joe@foreign.example [sink]
      """

  @RL-06 @SEC-LIM-03
  Scenario Outline: the message limit is announced and held: <kilobytes> kB
    Given the gateway setting "Limits:MessageKilobytes" is "<kilobytes>"
    When the client plays
      """
      S: 220
      C: EHLO {{client}}
      S: 250 has SIZE <octets>
      C: MAIL FROM:<{{from}}> SIZE=<more>
      S: 552 5.3.4
      C: MAIL FROM:<{{from}}> SIZE=<octets>
      S: 250
      C: RCPT TO:<joe@local.example>
      S: 250
      C: DATA
      S: 354
      @repeat <lines>
      C> "123456789012345678901234567890123456789012345678901234567890 1\r\n"
      @end
      C: .
      S: 250
      C: MAIL FROM:<{{from}}>
      S: 250
      C: RCPT TO:<joe@local.example>
      S: 250
      C: DATA
      S: 354
      @repeat <lines>
      C> "123456789012345678901234567890123456789012345678901234567890 1\r\n"
      @end
      C> "\r\n.\r\n"
      S: 552 5.3.4
      """

    Examples:
      | kilobytes | octets | more   | lines |
      | 1         | 1024   | 1025   | 16    |
      | 8         | 8192   | 8193   | 128   |

  @RL-06
  Scenario: without a message limit none is announced
    Given the gateway setting "Limits:MessageKilobytes" is "none"
    When the client plays
      """
      S: 220
      C: EHLO {{client}}
      S: 250 has SIZE 0
      C: MAIL FROM:<{{from}}> SIZE=99999999999
      S: 250
      """

  @RL-07 @SEC-LIM-08
  Scenario: the messages of a connection may have so much content together
    Given the gateway settings
      """
      { "Limits": { "MessageKilobytes": 1, "SessionKilobytes": 1 } }
      """
    When the client plays
      """
      @include ../session.smtp
      C: MAIL FROM:<{{from}}> SIZE=900
      S: 250
      C: RCPT TO:<joe@local.example>
      S: 250
      C: DATA
      S: 354
      @repeat 14
      C> "123456789012345678901234567890123456789012345678901234567890 1\r\n"
      @end
      C: .
      S: 250
      C: MAIL FROM:<{{from}}> SIZE=100
      S: 250
      C: RSET
      S: 250
      C: MAIL FROM:<{{from}}> SIZE=200
      S: 421 4.3.4
      @eof
      """

  @RL-07 @SEC-LIM-08
  Scenario: a message that declared nothing is counted, too
    Given the gateway settings
      """
      { "Limits": { "MessageKilobytes": 1, "SessionKilobytes": 1 } }
      """
    When the client plays
      """
      @include ../session.smtp
      @repeat 2
      C: MAIL FROM:<{{from}}>
      S: 250
      C: RCPT TO:<joe@local.example>
      S: 250
      C: DATA
      S: 354
      @repeat 9
      C> "123456789012345678901234567890123456789012345678901234567890 1\r\n"
      @end
      C: .
      S: 250,421
      @end
      @eof
      """

  @RL-08 @SEC-LIM-09
  Scenario: past so many messages the client is asked to come back
    Given the gateway setting "Limits:Messages" is "2"
    When the client plays
      """
      @include ../session.smtp
      @repeat 2
      C: MAIL FROM:<{{from}}>
      S: 250
      C: RCPT TO:<joe@local.example>
      S: 250
      C: DATA
      S: 354
      C: .
      S: 250
      @end
      C: MAIL FROM:<{{from}}>
      S: 421 4.7.0
      @eof
      """
    Then the internal server received 2 messages

  @SEC-LIM-11
  Scenario: so many errors, and no more
    Given the gateway setting "Limits:Errors" is "3"
    When the client plays
      """
      @include ../session.smtp
      C: FOO
      S: 500
      C: MAIL
      S: 501
      C: RCPT TO:<joe@local.example>
      S: 503
      C: NOOP
      S: 250
      C: BAR
      S: 421 4.7.0
      @eof
      """

  @SEC-LIM-11
  Scenario: a message that is taken forgives them
    Given the gateway setting "Limits:Errors" is "2"
    When the client plays
      """
      @include ../session.smtp
      @repeat 3
      C: FOO
      S: 500
      C: BAR
      S: 500
      C: MAIL FROM:<{{from}}>
      S: 250
      C: RCPT TO:<joe@local.example>
      S: 250
      C: DATA
      S: 354
      C: .
      S: 250
      @end
      C: NOOP
      S: 250
      """

  @SEC-LIM-06
  Scenario: a message that comes too slowly is cut off, however steadily it comes
    Given the gateway settings
      """
      { "Limits": { "DataSeconds": 1, "LeastOctetsPerSecond": 1000 } }
      """
    When the client plays
      """
      @include ../session.smtp
      C: MAIL FROM:<{{from}}>
      S: 250
      C: RCPT TO:<joe@local.example>
      S: 250
      C: DATA
      S: 354
      @chunk 1 every 100ms
      C: a line that takes longer than a second
      S: 421 4.4.2
      @eof
      """
