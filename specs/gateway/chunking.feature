@gateway @RL-18
Feature: Messages that come or go in chunks
  A gateway takes BDAT, and hands on with BDAT where the next host takes it and with DATA where it does not.

  Background:
    Given the gateway keeps mail and brings it on its way

  @3030-2-13 @5321-4.5.2-04 @SEC-SMUG-20
  Scenario Outline: what looks like the end of the data goes on <how> as the text it is
    Given an internal server that plays
      """
      @serve default caps PIPELINING, SIZE<caps>
      """
    When the client plays
      """
      @include ../session.smtp
      @include ../transaction.smtp
      @bdat all <<END
      Subject: {{run}}
      END
      S: 250
      C> "BDAT 44 LAST\r\n\r\na\r\n.\r\nMAIL FROM:<x@y.example>\r\n.b\r\n..\r\n..."
      S: 250
      @mail count 1 within 10s
      @mail raw "\r\n\r\na\r\n.\r\nMAIL FROM:<x@y.example>\r\n.b\r\n..\r\n..."
      @fence
      """
    Then the internal server received 1 message
    And the internal server heard "<command>" 1 time

    Examples:
      | how       | caps       | command     |
      | with DATA |            | DATA        |
      | with BDAT | , CHUNKING | BDAT * LAST |

  @3030-3-02
  Scenario: every bit of binary content goes on as it came
    Given an internal server that plays
      """
      @serve default caps PIPELINING, CHUNKING, BINARYMIME
      """
    When the client plays "sends-binary.smtp"
    Then the internal server heard "MAIL FROM:<{{from}}> BODY=BINARYMIME" 1 time
    And the internal server heard "BDAT * LAST" 1 time

  @3030-3-02
  Scenario: every bit of binary content is passed on while its client waits
    Given the gateway setting "Delivery:Mode" is "cutthrough"
    And an internal server that plays
      """
      @serve default caps PIPELINING, CHUNKING, BINARYMIME
      """
    When the client plays "sends-binary.smtp"
    Then the internal server heard "MAIL FROM:<{{from}}> BODY=BINARYMIME" 1 time

  @3030-3-03
  Scenario Outline: binary content never goes to a host that offers <caps> only: its sender hears why
    Given an internal server that plays
      """
      @serve default caps <caps>
      """
    When the client plays
      """
      @include ../session.smtp
      C: MAIL FROM:<{{from}}> BODY=BINARYMIME
      S: 250
      C: RCPT TO:<{{rcpt}}>
      S: 250
      @bdat all <<END
      Subject: {{run}}
      END
      S: 250
      C> "BDAT 6 LAST\r\n\r\n\x00\n\r\xff"
      S: 250
      @fence
      """
    Then the internal server received 1 message
    And the internal server heard "RCPT TO:<{{from}}>" 1 time
    And the message received has the lines
      """
      Action: failed
      Status: 5.6.3
          5.6.3 The next host does not take binary messages
      Content-Type: text/rfc822-headers
      """

    Examples:
      | caps                 |
      | 8BITMIME             |
      | 8BITMIME, CHUNKING   |
      | 8BITMIME, BINARYMIME |

  @6152-3-05
  Scenario: 8-bit content never goes to a host that takes 7 bits only: its sender hears why
    Given an internal server that plays
      """
      @serve default caps PIPELINING
      """
    When the client plays
      """
      @include ../session.smtp
      C: MAIL FROM:<{{from}}> BODY=8BITMIME
      S: 250
      C: RCPT TO:<{{rcpt}}>
      S: 250
      @include ../content.smtp
      """
    Then the internal server received 1 message
    And the internal server heard "RCPT TO:<{{from}}>" 1 time
    And the message received has the lines
      """
      Action: failed
      Status: 5.6.3
      """

  @SEC-SMUG-19 @3030-2-11
  Scenario Outline: text in chunks with <what> is refused
    When the client plays
      """
      @include ../session.smtp
      @include ../transaction.smtp
      C> <first>
      S: 250
      or S: 550 5.6.0 Bare CR or LF * -> pass
      C> <last>
      S: 550 5.6.0 Bare CR or LF in the message; every line ends with CRLF
      @fence
      """

    Examples:
      | what                      | first                      | last                         |
      | a bare LF                 | "BDAT 5\r\x0Aa\r\x0Ab\x0A" | "BDAT 4 LAST\r\x0A.\r\x0Ac"  |
      | a bare CR                 | "BDAT 6\r\x0Aa\r\x0Ab\rc"  | "BDAT 4 LAST\r\x0A.\r\x0Ac"  |
      | a bare LF in the last     | "BDAT 5\r\x0Aa\r\x0Ab."    | "BDAT 3 LAST\r\x0A\x0A.\x0A" |
      | a CR that begins no CRLF  | "BDAT 4\r\x0Aa\r\x0A\r"    | "BDAT 3 LAST\r\x0A.\r\x0A"   |
      | a CR at the end of it all | "BDAT 4\r\x0Aa\r\x0Ab"     | "BDAT 3 LAST\r\x0Aab\r"      |

  @3030-2-14 @AU-09
  Scenario: a sink that has a say at DATA has it where a message begins with a chunk
    Given the gateway has the sink
      """
      { "Sink": "Respond", "Events": ["DATA"], "Settings": { "Reply": "451 4.7.1 the sink" } }
      """
    When the client plays
      """
      @include ../session.smtp
      @include ../transaction.smtp
      C> "BDAT 6 LAST\r\nQUIT\r\n"
      S: 451 4.7.1 the sink
      C> "BDAT 6 LAST\r\nQUIT\r\n"
      S: 503 5.5.1 MAIL first
      @fence
      """

  @3030-2-12
  Scenario Outline: behind a chunk of unknown length nothing is heard any more: <line>
    When the client plays
      """
      @include ../session.smtp
      @include ../transaction.smtp
      C> "<line>\r\nNOOP\r\n"
      S: <reply>
      @eof
      """

    Examples:
      | line                  | reply                                                                      |
      | BDAT x LAST           | 501 5.5.4 Syntax: BDAT octets [LAST]; closing, for what follows is unknown |
      | BDAT\x096 LAST        | 500 5.5.1 Command not recognised                                           |
      | BDAT {{0*2100}}6 LAST | 500 5.5.2 Line too long                                                    |

  @3030-2-07
  Scenario: a sink that takes the message for itself at DATA cannot do so with a chunk
    Given the gateway has the sink
      """
      { "Sink": "Respond", "Events": ["DATA"], "Settings": { "Reply": "250 2.0.0 mine", "Consume": true } }
      """
    When the client plays
      """
      @include ../session.smtp
      @include ../transaction.smtp
      C> "BDAT 6 LAST\r\nQUIT\r\n"
      S: 550 5.0.0 Not here
      @fence
      """

  @SEC-LIM-06
  Scenario: a message in chunks has no more time than another
    Given the gateway settings
      """
      { "Limits:DataSeconds": 1, "Limits:LeastOctetsPerSecond": 100000 }
      """
    When the client plays
      """
      @include ../session.smtp
      @include ../transaction.smtp
      C> "BDAT 12\r\nSubject: x\r\n"
      S: 250
      @repeat 8
      C: NOOP
      S: 250
      or S: 421 4.4.2 Idle for too long, closing -> pass
      @wait 200ms
      @end
      S: 421 4.4.2 Idle for too long, closing
      @eof
      """

  @3030-2-05
  Scenario: a chunk above the limit is read, then refused
    When the client plays
      """
      @include ../session.smtp
      @include ../transaction.smtp
      C> "BDAT 131080\r\nSubject: x\r\n\r\n"
      @repeat 5957
      C> "RSET and QUIT inside\r\n"
      @end
      C> "123456789012"
      S: 552 5.3.4 Message larger than the limit announced with SIZE
      C> "BDAT 6 LAST\r\nQUIT\r\n"
      S: 503 5.5.1 MAIL first
      @fence
      """

  @3030-2-06 @3030-2-10
  Scenario: behind a chunk that the host refuses no further one is sent, and the transaction is reset
    Given the gateway setting "Limits:MessageKilobytes" is "3000"
    And the gateway setting "Delivery:Retries" is '{ "FirstSeconds": 1 }'
    And an internal server that plays
      """
      @serve default caps PIPELINING, CHUNKING
      @on BDAT times 1 -> S: 452 4.3.1 No room
      """
    When the client plays
      """
      @include ../session.smtp
      @include ../transaction.smtp
      @include chunk-of-2-megabytes.smtp
      """
    Then the internal server received 1 message
    And the internal server heard "*BDAT *" 4 times
    And the internal server heard
      """
      BDAT 1048576
      *RSET
      MAIL *
      BDAT 1048576
      *BDAT 1048576
      *BDAT * LAST
      """
