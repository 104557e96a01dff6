Feature: AUTH
  A client shows who it is, by LOGIN, PLAIN or SCRAM-SHA-256; a sink takes over the input behind the command.

  Background:
    Given the gateway's users stand in "../users.txt"
    And the gateway settings
      """
      { "Auth:BeforeTls": true, "Auth:TarpitMilliseconds": 0,
        "Auth:FailuresPerAddress": "none", "Auth:FailuresPerUser": "none" }
      """

  @AU-01 @4954-3-01 @MUST @gateway
  Scenario: EHLO lists the mechanisms, and the legacy line where it is asked for
    Given the gateway setting "Auth:LegacyLine" is "true"
    When the client plays
      """
      S: 220
      C: EHLO {{client}}
      S: 250 has AUTH SCRAM-SHA-256 PLAIN LOGIN, AUTH=SCRAM-SHA-256 PLAIN LOGIN
      """

  @AU-01 @gateway
  Scenario: without it there is none, and the mechanisms are those that are set
    Given the gateway settings
      """
      { "Auth:Mechanisms": ["LOGIN", "PLAIN"] }
      """
    When the client plays
      """
      @never *AUTH=*
      S: 220
      C: EHLO {{client}}
      S: 250 has AUTH LOGIN PLAIN
      C: AUTH SCRAM-SHA-256 {{scram-first:user}}
      S: 504 5.5.4
      """

  @AU-02 @AU-06 @4954-4-04 @4954-4-15 @MUST @gateway
  Scenario: AUTH LOGIN as the article has it
    When the client plays
      """
      S: 220
      C: EHLO mydomain.com
      S: 250 has AUTH SCRAM-SHA-256 PLAIN LOGIN
      C: AUTH LOGIN
      S= 334 VXNlcm5hbWU6
      C: dGVzdA==
      S= 334 UGFzc3dvcmQ6
      C: cGFzcw==
      S: 235 2.7.0
      @fence
      """

  @AU-02 @gateway
  Scenario: AUTH LOGIN with the name as initial response
    When the client plays
      """
      @include ../session.smtp
      C: AUTH login dGVzdA==
      S= 334 UGFzc3dvcmQ6
      C: cGFzcw==
      S: 235 2.7.0
      """

  @AU-03 @gateway
  Scenario: AUTH LOGIN typed octet by octet
    When the client plays
      """
      @include ../session.smtp
      @chunk 1 every 2ms
      C: AUTH LOGIN
      S: 334
      @chunk 1 every 2ms
      C: dGVzdA==
      S: 334
      @chunk 1 every 2ms
      C: cGFzcw==
      S: 235 2.7.0
      @fence
      """

  @AU-03 @gateway
  Scenario: AUTH LOGIN in one segment, the next command behind it
    When the client plays
      """
      @include ../session.smtp
      C> "AUTH LOGIN\r\ndGVzdA==\r\ncGFzcw==\r\nMAIL FROM:<a@b.example>\r\n"
      S: 334
      S: 334
      S: 235 2.7.0
      S: 250 2.1.0
      @fence
      """

  @AU-03 @gateway
  Scenario Outline: AUTH LOGIN in two segments, split behind octet <at>
    When the client plays
      """
      @include ../session.smtp
      @split <at>,rest
      C> "AUTH LOGIN\r\ndGVzdA==\r\ncGFzcw==\r\nNOOP\r\n"
      S: 334
      S: 334
      S: 235 2.7.0
      S: 250
      @fence
      """

    Examples: every position of the dialogue
      | at   |
      | 1    |
      | 2    |
      | 3    |
      | 4    |
      | 5    |
      | 6    |
      | 7    |
      | 8    |
      | 9    |
      | 10   |
      | 11   |
      | 12   |
      | 13   |
      | 14   |
      | 15   |
      | 16   |
      | 17   |
      | 18   |
      | 19   |
      | 20   |
      | 21   |
      | 22   |
      | 23   |
      | 24   |
      | 25   |
      | 26   |
      | 27   |
      | 28   |
      | 29   |
      | 30   |
      | 31   |
      | 32   |
      | 33   |
      | 34   |
      | 35   |
      | 36   |
      | 37   |
      | 38   |

  @AU-14 @4954-4-05 @4954-4-18 @MUST @gateway
  Scenario Outline: AUTH PLAIN as <user>, the response behind an empty challenge
    When the client plays
      """
      @include ../session.smtp
      C: AUTH PLAIN
      S> "334 \r\n"
      C: {{b64:\0<user>\0<password>}}
      S: 235 2.7.0
      """

    Examples:
      | user   | password |
      | test   | pass     |
      | jürgen | påß wört |

  @AU-14 @gateway
  Scenario: AUTH PLAIN with an initial response, which may name the user as the one it acts for, and nobody else
    When the client plays
      """
      @include ../session.smtp
      C: AUTH PLAIN {{b64:other\0test\0pass}}
      S: 535 5.7.8
      C: AUTH PLAIN {{b64:test\0test\0pass}}
      S: 235 2.7.0
      """

  @AU-14 @gateway
  Scenario: SCRAM-SHA-256, where the server shows who it is, too
    When the client plays
      """
      @include ../session.smtp
      C: AUTH SCRAM-SHA-256 {{scram-first:user}}
      S: 334 {question}
      C: {{scram-final:pencil,question}}
      S: 334 {{scram-verifier:pencil}}
      C:
      S: 235 2.7.0
      """

  @AU-14 @gateway
  Scenario Outline: SCRAM-SHA-256 with <what> fails as any other does
    When the client plays
      """
      @include ../session.smtp
      C: AUTH SCRAM-SHA-256
      S: 334
      C: {{scram-first:<user>}}
      S: 334 {question}
      C: {{scram-final:<password>,question}}
      S: 535 5.7.8
      @fence
      """

    Examples:
      | what             | user   | password |
      | a wrong password | user   | pencils  |
      | an unknown user  | nobody | pencil   |

  @SEC-AUTH-04 @AU-09 @MUST @gateway
  Scenario: 500 clients in the tarpit keep nobody waiting
    Given the gateway setting "Auth:TarpitMilliseconds" is "60000"
    When 500 clients play at once
      """
      @include ../session.smtp
      C: AUTH SCRAM-SHA-256
      S: 334
      C: {{scram-first:user}}
      S: 334 {question}
      C: {{scram-final:pencils,question}}
      @quiet 1ms
      """
    And the client plays
      """
      @within 1s
      S: 220
      C: EHLO {{client}}
      @within 1s
      S: 250
      C: AUTH SCRAM-SHA-256 {{scram-first:user}}
      @within 1s
      S: 334 {question}
      C: {{scram-final:pencil,question}}
      @within 1s
      S: 334 {{scram-verifier:pencil}}
      C:
      @within 1s
      S: 235
      """

  @SEC-INJ-05 @MUST @gateway
  Scenario Outline: a name cannot forge a line of the log: <name>
    When the client plays
      """
      @include ../session.smtp
      C: AUTH PLAIN {{b64:\0<name>\0pass}}
      @within 20s
      S: 535
      @fence
      """
    Then the gateway's log says "failed to authenticate as '"
    And the gateway's log never says "forged"

    Examples:
      | name                       |
      | joe\r\x0Ainfo: forged      |
      | joe\x1B[2Kforged           |
      | joe\xC2\x85forged          |
      | joe\xE2\x80\xA8forged      |

  @AU-04 @4954-4-06 @MUST @gateway
  Scenario: an asterisk cancels, and the session goes on
    When the client plays
      """
      @include ../session.smtp
      C: AUTH LOGIN
      S: 334
      C: *
      S: 501 5.7.0
      C: AUTH PLAIN
      S: 334
      C: *
      S: 501 5.7.0
      C: AUTH PLAIN {{b64:\0test\0pass}}
      S: 235
      """

  @AU-04 @4954-4-09 @4954-4-10 @MUST @gateway
  Scenario Outline: what is no base64 is refused, and the session goes on: <text>
    When the client plays
      """
      @include ../session.smtp
      C: AUTH LOGIN
      S: 334
      C= <text>
      S: 501 5.5.2
      C: AUTH PLAIN <text>
      S: 501 5.5.2
      @fence
      """

    Examples:
      | text       |
      | !!!        |
      | =AAA       |
      | AAA=BBB    |
      | QQ         |
      | dGVz dA==  |
      | dGVzdA===  |
      | dGVzdA     |
      | dGVz-A==   |

  @4954-4-07 @MUST @gateway
  Scenario: an equals sign is an initial response of no octets
    When the client plays
      """
      @include ../session.smtp
      C: AUTH PLAIN =
      S: 501 5.5.2
      C: AUTH LOGIN =
      S: 334 UGFzc3dvcmQ6
      C: cGFzcw==
      S: 535
      """

  @4954-4-03 @AU-14 @MUST @gateway
  Scenario: a mechanism that is unknown
    When the client plays
      """
      @include ../session.smtp
      C: AUTH GSSAPI
      S: 504 5.5.4
      C: AUTH
      S: 501 5.5.4
      """

  @4954-4-01 @AU-14 @MUST @gateway
  Scenario: once is enough
    When the client plays
      """
      @include ../session.smtp
      C: AUTH PLAIN {{b64:\0test\0pass}}
      S: 235
      C: AUTH PLAIN {{b64:\0test\0pass}}
      S: 503 5.5.1
      C: RSET
      S: 250
      C: EHLO {{client}}
      S: 250
      C: AUTH LOGIN
      S: 503 5.5.1
      """

  @4954-4-02 @AU-14 @MUST @gateway
  Scenario: not while a transaction is open, which stays as it is
    When the client plays
      """
      @include ../session.smtp
      C: MAIL FROM:<{{from}}>
      S: 250
      C: AUTH PLAIN {{b64:\0test\0pass}}
      S: 503 5.5.1
      C: RCPT TO:<{{rcpt}}>
      S: 250
      """

  @AU-14 @gateway
  Scenario: not before the client has said who it is
    When the client plays
      """
      S: 220
      C: AUTH PLAIN {{b64:\0test\0pass}}
      S: 503 5.5.1
      """

  @4954-4-11 @4954-4-12 @MUST @gateway
  Scenario: a response may have 12288 octets and no more
    When the client plays
      """
      @include ../session.smtp
      C: AUTH PLAIN
      S: 334
      @repeat 3071
      C> "AAAA"
      @end
      C> "\r\n"
      S: 501,535
      C: AUTH PLAIN
      S: 334
      @repeat 4096
      C> "AAAAAAAAAAAAAAAA"
      @end
      C> "\r\n"
      S: 500 5.5.6
      C> "AUTH PLAIN "
      @repeat 1000
      C> "AAAAAAAAAAAAAAAA"
      @end
      C> "\r\n"
      S: 500
      @fence
      """

  @AU-05 @4954-4-14 @SHOULD @gateway
  Scenario Outline: a wrong <what> is answered alike, and not at once
    Given the gateway setting "Auth:TarpitMilliseconds" is "400"
    When the client plays
      """
      @include ../session.smtp
      C: AUTH PLAIN {{b64:\0<user>\0<password>}}
      @after 400ms
      S= 535 5.7.8 Authentication credentials invalid
      C: AUTH LOGIN {{b64:<user>}}
      S: 334
      C: {{b64:<password>}}
      @after 400ms
      S= 535 5.7.8 Authentication credentials invalid
      C: AUTH PLAIN {{b64:\0test\0pass}}
      S: 235
      """

    Examples:
      | what     | user   | password |
      | password | test   | pass2    |
      | name     | nobody | pass     |

  @4954-9-01 @SEC-AUTH-03 @SHOULD @gateway
  Scenario: a session has so many tries
    Given the gateway setting "Auth:Tries" is "3"
    When the client plays
      """
      @include ../session.smtp
      @repeat 2
      C: AUTH PLAIN {{b64:\0nobody\0pass}}
      S: 535 5.7.8
      @end
      C: AUTH PLAIN {{b64:\0nobody\0pass}}
      S: 421 4.7.0
      @eof
      """

  @AU-17 @SEC-AUTH-03 @gateway
  Scenario: past the limit of an address nobody from there is heard for a while
    Given the gateway setting "Auth:FailuresPerAddress" is "2"
    When the client plays
      """
      @include ../session.smtp
      C: AUTH PLAIN {{b64:\0nobody\0pass}}
      S: 535
      C: AUTH PLAIN {{b64:\0somebody\0pass}}
      S: 535
      """
    Then the client plays
      """
      @include ../session.smtp
      C: AUTH PLAIN {{b64:\0test\0pass}}
      S: 421 4.7.0
      @eof
      """

  @AU-17 @gateway
  Scenario: past the limit of a user not even the right password helps for a while, and others are not touched
    Given the gateway setting "Auth:FailuresPerUser" is "2"
    When the client plays
      """
      @include ../session.smtp
      C: AUTH PLAIN {{b64:\0test\0wrong}}
      S: 535
      C: AUTH LOGIN {{b64:test}}
      S: 334
      C: {{b64:wronger}}
      S: 535
      """
    Then the client plays
      """
      @include ../session.smtp
      C: AUTH PLAIN {{b64:\0test\0pass}}
      S: 535
      C: AUTH PLAIN {{b64:\0user\0pencil}}
      S: 235
      """

  @AU-16 @4954-4-16 @4954-6-03 @SEC-AUTH-01 @8314-4.1-01 @MUST @gateway
  Scenario: before TLS it is neither offered nor taken, whatever the password
    Given the gateway settings
      """
      { "Auth:BeforeTls": false, "Tls": {} }
      """
    When the client plays
      """
      S: 220
      C: EHLO {{client}}
      S: 250 lacks AUTH
      C: AUTH PLAIN {{b64:\0test\0pass}}
      S= 538 5.7.11 Encryption required for the requested mechanism
      C: AUTH PLAIN {{b64:\0test\0wrong}}
      S= 538 5.7.11 Encryption required for the requested mechanism
      C: AUTH LOGIN
      S: 538 5.7.11
      C: STARTTLS
      S: 220
      @tls start
      C: EHLO {{client}}
      S: 250 has AUTH SCRAM-SHA-256 PLAIN LOGIN
      C: AUTH PLAIN {{b64:\0test\0pass}}
      S: 235
      """

  @SEC-TLS-03 @3207-4.2-01 @MUST @gateway
  Scenario: who authenticated in clear has not done so behind TLS
    Given the gateway settings
      """
      { "Tls": {}, "Auth:Required": true }
      """
    When the client plays
      """
      @include ../session.smtp
      C: AUTH PLAIN {{b64:\0test\0pass}}
      S: 235
      C: STARTTLS
      S: 220
      @tls start
      C: EHLO {{client}}
      S: 250
      C: MAIL FROM:<{{from}}>
      S: 530 5.7.0
      C: AUTH PLAIN {{b64:\0test\0pass}}
      S: 235
      """

  @4954-6-02 @SHOULD @gateway
  Scenario: where it is demanded nothing is done before it
    Given the gateway setting "Auth:Required" is "true"
    When the client plays
      """
      S: 220
      C: NOOP
      S: 250
      C: HELO {{client}}
      S: 250
      C: MAIL FROM:<{{from}}>
      S: 530 5.7.0
      C: VRFY joe
      S: 530 5.7.0
      C: RSET
      S: 250
      C: EHLO {{client}}
      S: 250
      C: MAIL FROM:<{{from}}>
      S: 530 5.7.0
      C: AUTH PLAIN {{b64:\0test\0pass}}
      S: 235
      C: MAIL FROM:<{{from}}>
      S: 250
      C: QUIT
      S: 221
      """

  @4954-7-01 @SHOULD @gateway
  Scenario: the Received line says so
    Given an internal server that accepts everything
    When the client plays
      """
      @include ../session.smtp
      C: AUTH PLAIN {{b64:\0test\0pass}}
      S: 235
      @include ../transaction.smtp
      C: DATA
      S: 354
      C: Subject: {{run}}
      C: .
      S: 250
      """
    Then the message received has the line
      """
      *with ESMTPA id *
      """

  @4954-5-01 @SEC-AUTH-06 @MUST @gateway
  Scenario Outline: MAIL with AUTH=<value> is answered <code>
    When the client plays
      """
      @include ../session.smtp
      C: MAIL FROM:<{{from}}> AUTH=<value>
      S: <code>
      """

    Examples:
      | value             | code |
      | <>                | 250  |
      | e+3Dmc2@a.example | 250  |
      | +ZZ               | 501  |
      | +3dx@a.example    | 501  |
      | x+0Ay@a.example   | 501  |
      | x+0D+0Ay@a.example | 501 |
      | x+00y@a.example   | 501  |
      | x                 | 501  |

  @AU-15 @SEC-AUTH-02 @MUST @gateway
  Scenario: passwords do not get into the log
    Given the gateway setting "LogLevel" is "trace"
    When the client plays
      """
      @include ../session.smtp
      C: AUTH PLAIN {{b64:\0test\0pass-word-9}}
      S: 535
      C: AUTH LOGIN
      S: 334
      C: dGVzdA==
      S: 334
      C: {{b64:pass-word-9}}
      S: 535
      """
    Then the gateway's log says "failed to authenticate as 'test' by PLAIN"
    And the gateway's log never says "pass-word-9"
    And the gateway's log never says "cGFzcy13b3Jk"
    And the gateway's log never says "cGFzcy13b3JkL"
