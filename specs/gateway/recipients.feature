@gateway
Feature: Recipient verification against an internal server
  Each RCPT is put to the internal server, whose reply decides. Where there is no reply to go by, the recipient is
  accepted unverified, in time, and the log says why.

  @RP-01
  Scenario: the internal server's reply decides
    Given an internal server that plays
      """
      @serve default
      @on RCPT <nobody@*> -> S: 550 5.1.1 No such mailbox
      """
    And the gateway verifies recipients
    And the verifier setting "65557" is "0"
    When the client plays
      """
      @include ../session.smtp
      C: MAIL FROM:<{{from}}>
      S: 250
      C: RCPT TO:<somebody@local.example>
      S: 250 2.1.5
      C: RCPT TO:<nobody@local.example>
      S: 550 5.1.1 Unable to relay to nobody@local.example
      """
    Then the internal server heard
      """
      RCPT TO:<somebody@local.example>
      RCPT TO:<nobody@local.example>
      """

  @RP-01
  Scenario Outline: the class of the reply counts, not the code and not the text
    Given an internal server that plays
      """
      @serve default
      @on RCPT -> S: <internal>
      """
    And the gateway verifies recipients
    When the client plays
      """
      @include ../session.smtp
      C: MAIL FROM:<{{from}}>
      S: 250
      C: RCPT TO:<somebody@local.example>
      S: <client>
      """

    Examples:
      | internal                        | client |
      | 250 550 no such user            | 250    |
      | 251 forwarded                   | 250    |
      | 299 who knows                   | 250    |
      | 550 250 OK                      | 550    |
      | 551 5.1.6 moved                 | 550    |
      | 553 5.1.3 a name I do not like  | 550    |
      | 599 never heard of              | 550    |

  @RP-01
  Scenario: postmaster is taken whatever the internal server says
    Given an internal server that plays
      """
      @serve default
      @on RCPT -> S: 550 5.1.1 Nobody
      """
    And the gateway verifies recipients
    When the client plays
      """
      @include ../session.smtp
      C: MAIL FROM:<{{from}}>
      S: 250
      C: RCPT TO:<Postmaster>
      S: 250
      C: RCPT TO:<PostMaster@local.example>
      S: 250
      C: RCPT TO:<somebody@local.example>
      S: 550
      """

  @RP-02
  Scenario: each recipient of a transaction is judged on its own
    Given an internal server that plays
      """
      @serve default
      @on RCPT <*.gone@*> -> S: 550 5.1.1 No such mailbox
      """
    And the gateway verifies recipients
    And the verifier setting "65557" is "false"
    And the verifier setting "65561" is "Nobody here is called @"
    And the verifier setting "65562" is "554"
    When the client plays
      """
      @include ../session.smtp
      C: MAIL FROM:<{{from}}>
      S: 250
      C: RCPT TO:<first@local.example>
      S: 250
      C: RCPT TO:<one.gone@local.example>
      S: 554 5.1.1 Nobody here is called one.gone@local.example
      C: RCPT TO:<second@local.example>
      S: 250
      C: RCPT TO:<two.gone@local.example>
      S: 554 5.1.1 Nobody here is called two.gone@local.example
      C: DATA
      S: 354
      C: Subject: for two of four
      C: .
      S: 250
      @mail count 1
      """
    Then the internal server heard
      """
      RCPT TO:<first@local.example>
      RCPT TO:<second@local.example>
      DATA
      """

  @RP-02
  Scenario: pipelined recipients are judged one by one, in order
    Given an internal server that plays
      """
      @serve default
      @on RCPT <slow@*> -> @wait 100ms, S: 250 2.1.5 Fine
      @on RCPT <nobody@*> -> S: 550 5.1.1 No such mailbox
      """
    And the gateway verifies recipients
    And the verifier setting "65557" is "0"
    When the client plays
      """
      @include ../session.smtp
      C: MAIL FROM:<{{from}}>
      C+ RCPT TO:<slow@local.example>
      C+ RCPT TO:<nobody@local.example>
      C+ RCPT TO:<quick@local.example>
      S: 250 2.1.0
      S: 250 2.1.5
      S: 550 5.1.1
      S: 250 2.1.5
      """

  @RP-03
  Scenario: an internal server that is down lets the recipient through
    Given no internal server is listening
    And the gateway verifies recipients
    When the client plays
      """
      @include ../session.smtp
      C: MAIL FROM:<{{from}}>
      S: 250
      C: RCPT TO:<somebody@local.example>
      @within 2s
      S: 250
      """
    Then the gateway's log says "<somebody@local.example> accepted unverified: no session: unreachable"

  @RP-03 @RP-04
  Scenario Outline: an internal server in trouble lets the recipient through: <server>
    Given an internal server that plays "internal/<server>.smtp"
    And the gateway verifies recipients
    When the client plays
      """
      @include ../session.smtp
      C: MAIL FROM:<{{from}}>
      S: 250
      C: RCPT TO:<somebody@local.example>
      @within 2s
      S: 250
      @fence
      C: QUIT
      S: 221
      @eof
      """
    Then the gateway's log says "<somebody@local.example> accepted unverified: <why>"

    Examples:
      | server            | why                                                          |
      | busy-banner       | no session: 421 4.3.2 Too busy, come back later              |
      | refusing-banner   | no session: 554 5.3.2 No service                             |
      | temporary-banner  | no session: 450 4.3.2 Not now                                |
      | resets            | no session:                                                  |
      | nonsense          | no session: nonsense                                         |
      | knows-no-hello    | no session: 502 5.5.1 What?                                  |
      | refuses-sender    | MAIL was answered: 550 5.7.1 Not from you                    |
      | closes-at-mail    | the internal server closed the connection                    |
      | closes-in-reply   | the internal server closed the connection                    |
      | wrong-code        | RCPT was answered: 354 Go ahead                              |
      | code-out-of-range | RCPT was answered: nonsense                                  |
      | mixed-codes       | RCPT was answered: nonsense                                  |
      | endless           | RCPT was answered: nonsense                                  |

  @RP-03 @RP-04
  Scenario Outline: an internal server that is too slow lets the recipient through: <server>
    Given an internal server that plays "internal/<server>.smtp"
    And the gateway verifies recipients
    And the verifier setting "65559" is "400"
    When the client plays
      """
      @include ../session.smtp
      C: MAIL FROM:<{{from}}>
      S: 250
      C: RCPT TO:<somebody@local.example>
      @within 2s
      S: 250
      @fence
      C: QUIT
      S: 221
      @eof
      """
    Then the gateway's log says "<somebody@local.example> accepted unverified: the time limit is over"

    Examples:
      | server         |
      | silent         |
      | slow-banner    |
      | drip-banner    |
      | never-reads    |
      | drip           |
      | endless-slowly |

  @RP-04
  Scenario Outline: when the time limit is over the recipient is accepted at that moment, at <stage> too
    Given an internal server that plays
      """
      @serve default
      @on <stage> -> @wait 1h
      """
    And the gateway verifies recipients
    And the verifier setting "65559" is "400"
    When the client plays
      """
      @include ../session.smtp
      C: MAIL FROM:<{{from}}>
      S: 250
      C: RCPT TO:<somebody@local.example>
      @after 300ms
      @within 2s
      S: 250
      """

    Examples:
      | stage   |
      | connect |
      | EHLO    |
      | MAIL    |
      | RCPT    |

  @RP-04
  Scenario: a verification that waits for another is bounded too
    Given an internal server that plays
      """
      @serve default
      @on RCPT <stuck@*> -> @wait 1h
      """
    And the gateway verifies recipients
    And the verifier setting "65559" is "400"
    When 4 clients play at once
      """
      @include ../session.smtp
      C: MAIL FROM:<{{from}}>
      S: 250
      C: RCPT TO:<stuck@local.example>
      @within 2s
      S: 250
      """

  @RP-05
  Scenario Outline: without an IP address of the internal server everybody is accepted: "<value>"
    Given an internal server that accepts everything
    And the gateway verifies recipients
    And the verifier setting "0" is "<value>"
    When the gateway starts
    Then the gateway's log says "accepts every recipient: its InternalServer (key 0) is no IP address"
    And the client plays
      """
      @include ../session.smtp
      C: MAIL FROM:<{{from}}>
      S: 250
      C: RCPT TO:<somebody@local.example>
      S: 250
      """
    And the internal server was connected to 0 times

    Examples:
      | value            |
      |                  |
      | internal.example |
      | localhost        |
      | 10.0.0.256       |

  @RP-06
  Scenario: the internal server is asked on the configured port
    Given an internal server that accepts everything
    And the gateway verifies recipients
    When the client plays
      """
      @include ../session.smtp
      C: MAIL FROM:<{{from}}>
      S: 250
      C: RCPT TO:<somebody@local.example>
      S: 250
      """
    Then the internal server was connected to 1 time

  @RP-07
  Scenario: the verifier introduces itself as world
    Given an internal server that accepts everything
    And the gateway verifies recipients
    When the client plays
      """
      @include ../session.smtp
      C: MAIL FROM:<{{from}}>
      S: 250
      C: RCPT TO:<somebody@local.example>
      S: 250
      """
    Then the internal server heard "EHLO world"

  @RP-07
  Scenario: the verifier introduces itself by the configured name
    Given an internal server that plays
      """
      @serve default
      @on EHLO -> S: 500 5.5.1 An old server
      """
    And the gateway verifies recipients
    And the verifier setting "65554" is "proxy.example"
    When the client plays
      """
      @include ../session.smtp
      C: MAIL FROM:<{{from}}>
      S: 250
      C: RCPT TO:<somebody@local.example>
      S: 250
      """
    Then the internal server heard
      """
      EHLO proxy.example
      HELO proxy.example
      MAIL FROM:<rcptproxy@localhost>
      """

  @RP-08
  Scenario: the connection is kept and reused, and closed with QUIT when idle
    Given an internal server that plays
      """
      @serve default
      @on RCPT <nobody@*> -> S: 550 5.1.1 No such mailbox
      """
    And the gateway verifies recipients
    And the verifier setting "65557" is "0"
    And the verifier setting "65555" is "2"
    When the client plays
      """
      @include ../session.smtp
      C: MAIL FROM:<{{from}}>
      S: 250
      C: RCPT TO:<first@local.example>
      S: 250
      C: RCPT TO:<second@local.example>
      S: 250
      """
    Then the internal server was connected to 1 time
    And the internal server heard "QUIT" 1 time
    And the client plays
      """
      @include ../session.smtp
      C: MAIL FROM:<{{from}}>
      S: 250
      C: RCPT TO:<nobody@local.example>
      S: 550
      """
    And the internal server was connected to 2 times

  @RP-09
  Scenario: an old connection is replaced however busy it is, and no verification is lost
    Given an internal server that plays
      """
      @serve default
      @on RCPT <nobody@*> -> S: 550 5.1.1 No such mailbox
      """
    And the gateway verifies recipients
    And the verifier setting "65557" is "0"
    And the verifier setting "65556" is "2"
    When the client plays
      """
      @include ../session.smtp
      C: MAIL FROM:<{{from}}>
      S: 250
      @repeat 4
      C: RCPT TO:<somebody@local.example>
      S: 250
      C: RCPT TO:<nobody@local.example>
      S: 550
      @wait 700ms
      @end
      """
    Then the internal server was connected to 2 times
    And the internal server heard "QUIT" 1 time
    And the internal server heard "RCPT TO:<nobody@local.example>" 4 times

  @RP-10
  Scenario: each verification has its own MAIL and the transaction is reset between them
    Given an internal server that accepts everything
    And the gateway verifies recipients
    When the client plays
      """
      @include ../session.smtp
      C: MAIL FROM:<{{from}}>
      S: 250
      C: RCPT TO:<first@local.example>
      S: 250
      C: RCPT TO:<second@local.example>
      S: 250
      """
    Then the internal server heard
      """
      MAIL FROM:<rcptproxy@localhost>
      RCPT TO:<first@local.example>
      RSET
      MAIL FROM:<rcptproxy@localhost>
      RCPT TO:<second@local.example>
      RSET
      """
    And the internal server never heard "DATA"

  @RP-10
  Scenario Outline: verifications are sent from the configured address: <setting>
    Given an internal server that accepts everything
    And the gateway verifies recipients
    And the verifier setting "65558" is "<setting>"
    When the client plays
      """
      @include ../session.smtp
      C: MAIL FROM:<{{from}}>
      S: 250
      C: RCPT TO:<somebody@local.example>
      S: 250
      """
    Then the internal server heard "<heard>"

    Examples:
      | setting             | heard                         |
      | probe@local.example | MAIL FROM:<probe@local.example> |
      | <probe@[192.0.2.7]> | MAIL FROM:<probe@[192.0.2.7]>   |
      |                     | MAIL FROM:<>                    |

  @RP-11
  Scenario Outline: the client is disconnected after a rejection: <setting>
    Given an internal server that plays
      """
      @serve default
      @on RCPT -> S: 550 5.1.1 No such mailbox
      """
    And the gateway verifies recipients
    And the verifier setting "65557" is "<setting>"
    When the client plays
      """
      @include ../session.smtp
      C: MAIL FROM:<{{from}}>
      S: 250
      C: RCPT TO:<nobody@local.example>
      S: 550
      @eof
      """

    Examples:
      | setting |
      | null    |
      | true    |
      | -1      |

  @RP-11
  Scenario Outline: the client may go on after a rejection: <setting>
    Given an internal server that plays
      """
      @serve default
      @on RCPT -> S: 550 5.1.1 No such mailbox
      """
    And the gateway verifies recipients
    And the verifier setting "65557" is "<setting>"
    When the client plays
      """
      @include ../session.smtp
      C: MAIL FROM:<{{from}}>
      S: 250
      C: RCPT TO:<nobody@local.example>
      S: 550
      @fence
      """

    Examples:
      | setting |
      | false   |
      | 0       |

  @RP-11
  Scenario Outline: any other value is a configuration error: <setting>
    Given an internal server that accepts everything
    And the gateway verifies recipients
    And the verifier setting "65557" is "<setting>"
    Then the gateway refuses to start and says 'Sinks:0:Settings:65557 is <said>; permitted: true or -1, false or 0'

    Examples:
      | setting | said  |
      | 1       | 1     |
      | 2       | 2     |
      | yes     | "yes" |

  @RP-12
  Scenario Outline: clients on the bypass list are not verified: <list>
    Given an internal server that plays
      """
      @serve default
      @on RCPT -> S: 550 5.1.1 No such mailbox
      """
    And the gateway verifies recipients
    And the verifier setting "65560" is '<list>'
    When the client plays
      """
      @include ../session.smtp
      C: MAIL FROM:<{{from}}>
      S: 250
      C: RCPT TO:<nobody@local.example>
      S: <reply>
      """
    Then the internal server was connected to <times> times

    Examples: what registration puts there, and what an administrator may
      | list                 | reply | times |
      | null                 | 250   | 0     |
      | ["127.0.0.1"]        | 250   | 0     |
      | ["::ffff:127.0.0.1"] | 250   | 0     |
      | ["192.0.2.1"]        | 550   | 1     |
      | []                   | 550   | 1     |

  @RP-13
  Scenario Outline: the error text: <text>
    Given an internal server that plays
      """
      @serve default
      @on RCPT -> S: 550 5.1.1 No such mailbox
      """
    And the gateway verifies recipients
    And the verifier setting "65561" is "<text>"
    When the client plays
      """
      @include ../session.smtp
      C: MAIL FROM:<{{from}}>
      S: 250
      C: RCPT TO:<nobody@local.example>
      S= 550 5.1.1 <said>
      """

    Examples:
      | text                 | said                                     |
      | null                 | Unable to relay to nobody@local.example  |
      | Nobody called @      | Nobody called nobody@local.example       |
      | No such mailbox here | No such mailbox here                     |
      | Ask us @ home        | Ask us @ home                            |
      | 550 is our code      | 550 is our code                          |
      | @                    | nobody@local.example                     |

  @RP-14
  Scenario Outline: the error code <code>
    Given an internal server that plays
      """
      @serve default
      @on RCPT -> S: 550 5.1.1 No such mailbox
      """
    And the gateway verifies recipients
    And the verifier setting "65562" is "<code>"
    When the client plays
      """
      @include ../session.smtp
      C: MAIL FROM:<{{from}}>
      S: 250
      C: RCPT TO:<nobody@local.example>
      S: <code> <enhanced>
      """

    Examples:
      | code | enhanced |
      | 500  | 5.1.1    |
      | 554  | 5.1.1    |
      | 599  | 5.1.1    |
      | 400  | 4.1.1    |
      | 450  | 4.1.1    |

  @RP-14
  Scenario Outline: an error code outside 400 to 599 is a configuration error: <code>
    Given an internal server that accepts everything
    And the gateway verifies recipients
    And the verifier setting "ErrorCode" is "<code>"
    Then the gateway refuses to start and says "Sinks:0:Settings:ErrorCode is <code>; permitted: a whole number from 400 to 599"

    Examples:
      | code |
      | 250  |
      | 399  |
      | 600  |

  @RP-28
  Scenario Outline: a temporary answer to RCPT, as <setting>: <internal>
    Given an internal server that plays
      """
      @serve default
      @on RCPT -> S: <internal>
      """
    And the gateway verifies recipients
    And the verifier setting "OnTemporaryAnswer" is "<setting>"
    And the verifier setting "65557" is "0"
    When the client plays
      """
      @include ../session.smtp
      C: MAIL FROM:<{{from}}>
      S: 250
      C: RCPT TO:<somebody@local.example>
      S: <client>
      @fence
      """

    Examples:
      | setting  | internal                     | client    |
      | null     | 450 4.2.1 Busy               | 250       |
      | accept   | 451 4.3.0 Not now            | 250       |
      | accept   | 421 4.3.2 Going away         | 250       |
      | tempfail | 450 4.2.1 Busy               | 450 4.1.1 |
      | tempfail | 452 4.2.2 Full               | 452 4.1.1 |
      | tempfail | 421 4.3.2 Going away         | 450 4.1.1 |
      | reject   | 450 4.2.1 Busy               | 550 5.1.1 |

  @RP-29
  Scenario: a kept connection that was closed meanwhile is replaced at once
    Given an internal server that plays
      """
      @serve default
      @on RSET -> S: 250 2.0.0 and goodbye, @close
      @on RCPT <nobody@*> -> S: 550 5.1.1 No such mailbox
      """
    And the gateway verifies recipients
    And the verifier setting "65557" is "0"
    When the client plays
      """
      @include ../session.smtp
      C: MAIL FROM:<{{from}}>
      S: 250
      C: RCPT TO:<first@local.example>
      S: 250
      @wait 50ms
      C: RCPT TO:<nobody@local.example>
      @within 2s
      S: 550
      """
    Then the internal server was connected to 2 times

  @RP-29
  Scenario: a kept connection that dies under the question is replaced and the question asked again
    Given an internal server that plays
      """
      @serve default
      @on RCPT <first@*> -> S: 250 2.1.5 Fine
      @on RCPT <nobody@*> times 1 -> @reset
      @on RCPT <nobody@*> -> S: 550 5.1.1 No such mailbox
      """
    And the gateway verifies recipients
    When the client plays
      """
      @include ../session.smtp
      C: MAIL FROM:<{{from}}>
      S: 250
      C: RCPT TO:<first@local.example>
      S: 250
      C: RCPT TO:<nobody@local.example>
      @within 2s
      S: 550
      """
    Then the internal server was connected to 2 times

  @RP-29 @RP-04
  Scenario: the time limit holds on a reused connection
    Given an internal server that plays
      """
      @serve default
      @on RCPT <slow@*> -> @wait 1h
      """
    And the gateway verifies recipients
    And the verifier setting "65559" is "900"
    When the client plays
      """
      @include ../session.smtp
      C: MAIL FROM:<{{from}}>
      S: 250
      C: RCPT TO:<first@local.example>
      S: 250
      C: RCPT TO:<slow@local.example>
      @after 800ms
      @within 3s
      S: 250
      C: RCPT TO:<third@local.example>
      @within 2s
      S: 250
      """
    Then the internal server was connected to 2 times

  @RP-29 @RP-12
  Scenario: a bypassed client costs nothing though the internal server is dead
    Given an internal server that plays "internal/silent.smtp"
    And the gateway verifies recipients
    And the verifier setting "65560" is "null"
    When the client plays
      """
      @include ../session.smtp
      C: MAIL FROM:<{{from}}>
      S: 250
      C: RCPT TO:<somebody@local.example>
      @within 2s
      S: 250
      """
    Then the internal server was connected to 0 times

  @RP-29
  Scenario: answers that nobody asked for never become a verdict
    Given an internal server that plays
      """
      @serve default
      @on RCPT <first@*> -> S> "250 2.1.5 Fine\r\n550 5.1.1 and another\r\n"
      @on RCPT <nobody@*> -> S: 550 5.1.1 No such mailbox
      """
    And the gateway verifies recipients
    And the verifier setting "65557" is "0"
    When the client plays
      """
      @include ../session.smtp
      C: MAIL FROM:<{{from}}>
      S: 250
      C: RCPT TO:<first@local.example>
      S: 250
      @wait 50ms
      C: RCPT TO:<second@local.example>
      S: 250
      C: RCPT TO:<nobody@local.example>
      S: 550
      """

  @RP-29
  Scenario: the wire dialogue of the original, for those who ask for it
    Given an internal server that accepts everything
    And the gateway verifies recipients
    And the verifier setting "RcptProxyExact" is "true"
    When the client plays
      """
      @include ../session.smtp
      C: MAIL FROM:<{{from}}>
      S: 250
      C: RCPT TO:<First@Local.Example>
      S: 250
      C: RCPT TO:<SECOND@Local.Example>
      S: 250
      """
    Then the internal server heard
      """
      HELO world
      MAIL FROM:<rcptproxy@localhost>
      RCPT TO:<first@local.example>
      RSET
      MAIL FROM:<rcptproxy@localhost>
      RCPT TO:<second@local.example>
      """
    And the internal server never heard "EHLO *"
    And the internal server heard "RSET" 1 time

  @RP-30
  Scenario: a local part is passed on as it was received
    Given an internal server that accepts everything
    And the gateway verifies recipients
    When the client plays "recipients-as-received.smtp"
    Then the internal server heard
      """
      RCPT TO:<MiXeD.Case+tag@Local.Example>
      RCPT TO:<"quoted string"@local.example>
      RCPT TO:<"a\"b@c>d"@local.example>
      RCPT TO:<routed@local.example>
      RCPT TO:<literal@[192.0.2.7]>
      RCPT TO:<literal@[IPv6:2001:db8::1]>
      RCPT TO:<!#$%&'{{*}}+/=?^_`{|}~-@local.example>
      """

  @RP-30
  Scenario: an address in UTF-8 is verified where the internal server takes it
    Given an internal server that plays
      """
      @serve default caps SMTPUTF8
      @on RCPT <niemand@*> -> S: 550 5.1.1 Niemand
      """
    And the gateway verifies recipients
    And the verifier setting "65557" is "0"
    When the client plays
      """
      @include ../session.smtp
      C: MAIL FROM:<{{from}}> SMTPUTF8
      S: 250
      C: RCPT TO:<jörg@bücher.example>
      S: 250
      C: RCPT TO:<niemand@bücher.example>
      S: 550
      """
    Then the internal server heard
      """
      MAIL FROM:<rcptproxy@localhost> SMTPUTF8
      RCPT TO:<jörg@bücher.example>
      RCPT TO:<niemand@bücher.example>
      """

  @RP-30
  Scenario: an address in UTF-8 is accepted unverified where the internal server does not take it
    Given an internal server that plays
      """
      @serve default
      """
    And the gateway verifies recipients
    When the client plays
      """
      @include ../session.smtp
      C: MAIL FROM:<{{from}}> SMTPUTF8
      S: 250
      C: RCPT TO:<jörg@local.example>
      S: 250
      """
    Then the gateway's log says "accepted unverified: the internal server does not take SMTPUTF8 addresses"

  @RP-30
  Scenario: an address that the grammar refuses is never put to the internal server
    Given an internal server that accepts everything
    And the gateway verifies recipients
    When the client plays
      """
      @include ../session.smtp
      C: MAIL FROM:<{{from}}>
      S: 250
      C: RCPT TO:<two words@local.example>
      S: 501 5.1.3
      C: RCPT TO:<nobody@local.example> NOTIFY=NEVER
      S: 555 5.5.4
      C: RCPT TO:<no-domain>
      S: 501 5.1.3
      """
    Then the internal server was connected to 0 times
