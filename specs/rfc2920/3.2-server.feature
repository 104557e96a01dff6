@RFC2920-3.2 @offers-PIPELINING
Feature: RFC 2920 3.2 Server support of pipelining
  Commands sent in one group are answered one by one, in their order. No command is lost with the buffer, whatever a command
  before it came to, and every reply owed is sent before the server waits for more.

  @2920-3.2-01 @MUST
  Scenario: a group of MAIL, RCPT and DATA is answered in order
    When the client plays
      """
      @include ../session.smtp
      C: MAIL FROM:<{{from}}>
      C+ RCPT TO:<{{rcpt}}>
      C+ RCPT TO:<{{rcpt}}>
      C+ DATA
      S: 250
      S: 250,251
      S: 250,251
      S: 354
      C: Subject: {{run}}
      C: .
      S: 250
      C: QUIT
      S: 221
      @eof
      """

  @2920-3.2-01 @2920-3.2-09 @MUST
  Scenario: good and bad commands of a group are each answered in their place
    When the client plays
      """
      @include ../session.smtp
      C: NOOP
      C+ MAIL FROM:<{{from}}>
      C+ FOOBAR
      C+ RCPT TO:<>
      C+ RCPT TO:<{{rcpt}}>
      C+ RCPT TO:
      C+ NOOP
      C+ RCPT TO:<{{rcpt}}>
      C+ DATA
      S: 250
      S: 250
      S: 500,502
      S: 500,501,550,553,555
      S: 250,251
      S: 500,501,550,553,555
      S: 250
      S: 250,251
      S: 354
      C: Subject: {{run}}
      C: .
      S: 250
      C: QUIT
      S: 221
      @eof
      """

  @2920-3.2-01 @MUST @needs-unknown
  Scenario: recipients of a group are each answered in their place, those refused too
    When the client plays
      """
      @include ../session.smtp
      C: MAIL FROM:<{{from}}>
      C+ RCPT TO:<{{unknown}}>
      C+ RCPT TO:<{{rcpt}}>
      C+ RCPT TO:<{{unknown}}>
      C+ RCPT TO:<{{unknown}}>
      C+ RCPT TO:<{{rcpt}}>
      C+ NOOP
      S: 250
      S: 5xx
      S: 250,251
      S: 5xx
      S: 5xx
      S: 250,251
      S: 250
      C: QUIT
      S: 221
      @eof
      """

  @2920-3.2-01 @MUST
  Scenario: a group of 200 commands gets 200 replies
    When the client plays "200-commands.smtp"

  @2920-3.2-01 @MUST
  Scenario: a group sent octet by octet is answered like one sent at once
    When the client plays
      """
      @include ../session.smtp
      @chunk 1 every 1ms
      C: MAIL FROM:<{{from}}>
      C+ RCPT TO:<{{rcpt}}>
      C+ FOOBAR
      C+ DATA
      S: 250
      S: 250,251
      S: 500,502
      S: 354
      C: Subject: {{run}}
      C: .
      S: 250
      C: QUIT
      S: 221
      @eof
      """

  @2920-3.2-01 @MUST
  Scenario Outline: a group torn into pieces of <octets> octets is answered like one sent at once
    When the client plays
      """
      @include ../session.smtp
      @chunk <octets> every 1ms
      C: MAIL FROM:<{{from}}>
      C+ RCPT TO:<{{rcpt}}>
      C+ NOOP
      C+ NOOP
      C+ FOOBAR
      C+ RSET
      C+ NOOP
      S: 250
      S: 250,251
      S: 250
      S: 250
      S: 500,502
      S: 250
      S: 250
      @fence
      C: QUIT
      S: 221
      @eof
      """

    Examples:
      | octets |
      | 2      |
      | 3      |
      | 5      |
      | 7      |
      | 11     |

  @2920-3.2-01 @2920-3.2-09 @MUST
  Scenario: what stands behind the end of a message is the next command
    When the client plays "next-transaction.smtp"

  @2920-3.2-01 @2920-3.2-09 @MUST @needs-mail
  Scenario: two messages sent in one go both arrive
    When the client plays "next-transaction.smtp"
    Then the client plays
      """
      @mail count 2 within 5s
      """

  @2920-3.2-01 @MUST
  Scenario: a whole transaction behind a reset one is done
    When the client plays
      """
      @include ../session.smtp
      C: MAIL FROM:<first@sender.example>
      C+ RCPT TO:<{{rcpt}}>
      C+ RSET
      C+ DATA
      S: 250
      S: 250,251
      S: 250
      S: 503,554
      C: MAIL FROM:<{{from}}>
      C+ RCPT TO:<{{rcpt}}>
      C+ RSET
      C+ RSET
      C+ MAIL FROM:<{{from}}>
      C+ RCPT TO:<{{rcpt}}>
      C+ DATA
      S: 250
      S: 250,251
      S: 250
      S: 250
      S: 250
      S: 250,251
      S: 354
      C: Subject: {{run}}
      C: .
      S: 250
      C: QUIT
      S: 221
      @eof
      """

  @2920-3.2-01 @MUST
  Scenario: EHLO inside a group resets the transaction before what follows
    When the client plays
      """
      @include ../session.smtp
      C: MAIL FROM:<{{from}}>
      C+ EHLO {{client}}
      C+ RCPT TO:<{{rcpt}}>
      C+ NOOP
      S: 250
      S: 250
      S: 503
      S: 250
      C: QUIT
      S: 221
      @eof
      """

  @2920-3.2-03 @SHOULD @needs-unknown
  Scenario: DATA behind recipients that were all refused is refused
    When the client plays
      """
      @include ../session.smtp
      C: MAIL FROM:<{{from}}>
      C+ RCPT TO:<{{unknown}}>
      C+ RCPT TO:<{{unknown}}>
      C+ DATA
      S: 250
      S: 5xx
      S: 5xx
      S: 503,554
      or S: 354 -> warn "DATA is taken though all recipients were refused"
      @fence
      C: QUIT
      S: 221
      @eof
      """

  @2920-3.2-04 @MUST-NOT @needs-unknown
  Scenario: where DATA is taken without a recipient, the message is refused
    When the client plays
      """
      @include ../session.smtp
      C: MAIL FROM:<{{from}}>
      C+ RCPT TO:<{{unknown}}>
      C+ DATA
      S: 250
      S: 5xx
      S: 354
      or S: 503,554 -> pass
      C: .
      S: 554
      or S: 5xx
      @fence
      C: QUIT
      S: 221
      @eof
      """

  @2920-3.2-04 @MUST-NOT @needs-unknown @needs-mail
  Scenario: nothing is sent to anybody where no recipient was valid
    When the client plays
      """
      @include ../session.smtp
      C: MAIL FROM:<{{from}}>
      C+ RCPT TO:<{{unknown}}>
      C+ DATA
      S: 250
      S: 5xx
      S: 354,503,554
      C: .
      S: 5xx
      @mail count 0
      C: QUIT
      S: 221
      @eof
      """

  @2920-3.2-05 @2920-3.2-06 @MUST-NOT
  Scenario Outline: the reply to <command> waits for no further command
    When the client plays
      """
      @include ../session.smtp
      C: MAIL FROM:<{{from}}>
      C+ RCPT TO:<{{rcpt}}>
      C+ <command>
      S: 250
      S: 250,251
      @within 3s
      S: <replies>
      """

    Examples:
      | command         | replies                         |
      | EHLO {{client}} | 250                             |
      | DATA            | 354                             |
      | VRFY {{rcpt}}   | 250,251,252,502,504,550,551,553 |
      | EXPN staff      | 250,252,500,502,504,550         |
      | NOOP            | 250                             |
      | QUIT            | 221                             |
      | FOOBAR          | 500,502                         |
      | HELP            | 211,214,500,502,504             |

  @2920-3.2-05 @2920-3.2-06 @2920-3.2-07 @MUST
  Scenario Outline: replies are sent though half a command waits behind them: <command>
    When the client plays "half-behind-<file>.smtp"

    Examples:
      | command | file   |
      | MAIL    | mail   |
      | RCPT    | rcpt   |
      | RSET    | rset   |
      | NOOP    | noop   |
      | EHLO    | ehlo   |
      | VRFY    | vrfy   |
      | FOOBAR  | foobar |

  @2920-3.2-07 @MUST
  Scenario Outline: a client that sends <command> and waits gets its reply
    When the client plays
      """
      @include ../session.smtp
      C: MAIL FROM:<{{from}}>
      C+ RCPT TO:<{{rcpt}}>
      C+ <command>
      @within 3s
      S: 250
      @within 3s
      S: 250,251
      @within 3s
      S: 250,251,503
      @fence
      C: QUIT
      S: 221
      @eof
      """

    Examples: replies that may be held back while more commands are there
      | command              |
      | RSET                 |
      | RCPT TO:<{{rcpt}}>   |
      | MAIL FROM:<{{from}}> |

  @2920-3.2-05 @MUST-NOT
  Scenario: QUIT is answered and obeyed though more stands behind it
    When the client plays
      """
      @include ../session.smtp
      C: MAIL FROM:<{{from}}>
      C+ RCPT TO:<{{rcpt}}>
      C+ QUIT
      C+ NOOP
      S: 250
      S: 250,251
      S: 221
      @eof
      or @rst
      """

  @2920-3.2-08 @2920-3.2-11 @MUST @gateway
  Scenario: a slow check of one recipient neither reorders nor loses a reply
    Given an internal server that plays
      """
      @serve default
      @on RCPT <slow-*> -> @wait 800ms, S: 550 5.1.1 No such mailbox
      """
    And the gateway verifies recipients
    And the verifier setting "65557" is "0"
    When the client plays
      """
      @include ../session.smtp
      # Once, so that all that is slow the first time is behind it.
      C: MAIL FROM:<{{from}}>
      S: 250
      C: RCPT TO:<first-{{run}}@local.example>
      S: 250
      C: RSET
      S: 250
      C: MAIL FROM:<{{from}}>
      C+ RCPT TO:<slow-{{run}}@local.example>
      C+ RCPT TO:<quick-{{run}}@local.example>
      C+ FOOBAR
      C+ RCPT TO:<two words@local.example>
      C+ DATA
      # Replies that are there do not wait for the check.
      @within 600ms
      S: 250 2.1.0
      @after 100ms
      S: 550 5.1.1
      S: 250 2.1.5
      S: 500
      S: 501
      S: 354
      C: Subject: {{run}}
      C: .
      S: 250
      C: QUIT
      S: 221
      @eof
      """
    Then the internal server received 1 message

  @2920-3.2-11 @MUST @gateway
  Scenario: a slow internal server loses no command behind the end of a message
    Given an internal server that plays
      """
      @serve default
      @on DOT times 1 -> @wait 100ms, S: 250 2.0.0 At last
      """
    When the client plays "next-transaction.smtp"
    Then the internal server received 2 messages
