@gateway
Feature: The queue
  A message is kept before its client hears 250, and brought on its way afterwards: again and again, until every recipient
  has it or its sender has heard why not.

  Background:
    Given the gateway keeps mail and brings it on its way
    And the gateway setting "Delivery:Retries" is '{ "FirstSeconds": 1, "SecondSeconds": 1, "ThirdSeconds": 1, "LaterSeconds": 1 }'
    And the gateway setting "Delivery:TimeLimits" is '{ "ConnectSeconds": 1, "GreetingSeconds": 1, "CommandSeconds": 1, "DataSeconds": 1, "BlockSeconds": 1, "EndSeconds": 1 }'

  @RL-16
  Scenario: what is kept is acknowledged, and then delivered
    Given an internal server that accepts everything
    When the client plays
      """
      @include ../session.smtp
      @include ../transaction.smtp
      C: DATA
      S: 354
      @body <<END
      Subject: {{run}}

      .a line with a leading dot
      END
      S: 250 2.0.0 * queued
      C: QUIT
      S: 221
      @eof
      """
    Then the internal server received 1 message
    And the message received has the lines
      """
      Received: from client.example ([127.0.0.1])
      Subject: {{run}}
      .a line with a leading dot
      """

  @RL-13
  Scenario Outline: a failure <stage> that may pass is tried again: <action>
    Given an internal server that plays
      """
      @serve default caps PIPELINING, SIZE 10485760
      @on <stage> times 1 -> <action>
      """
    When the client plays "../message.smtp"
    Then the internal server received 1 message
    And the internal server never heard "MAIL FROM:<>*"

    Examples:
      | stage   | action                                                |
      | connect | S: 421 4.3.2 Later, @close                            |
      | connect | S: 554 5.7.1 Not you, @close                          |
      | connect | @close                                                |
      | connect | @reset                                                |
      | connect | S> ""                                                 |
      | EHLO    | S: 451 4.3.0 Later                                    |
      | EHLO    | @close                                                |
      | EHLO    | @reset                                                |
      | EHLO    | @wait 1h                                              |
      | EHLO    | S= hello                                              |
      | MAIL    | S: 451 4.3.0 Later                                    |
      | MAIL    | @close                                                |
      | MAIL    | @reset                                                |
      | MAIL    | @wait 1h                                              |
      | RCPT    | S: 450 4.2.1 Later                                    |
      | RCPT    | @close                                                |
      | RCPT    | @reset                                                |
      | RCPT    | @wait 1h                                              |
      | DATA    | S: 451 4.3.0 Later                                    |
      | DATA    | S: 250 2.0.0 What                                     |
      | DATA    | @close                                                |
      | DATA    | @reset                                                |
      | DATA    | @wait 1h                                              |
      | DOT     | S: 451 4.3.0 Later                                    |
      | DOT     | @close                                                |
      | DOT     | @reset                                                |
      | DOT     | @wait 1h                                              |
      | DOT     | S= hello                                              |
      | DOT     | @rate 20B/s, S: 451 4.3.0 A reply that comes in drops |

  @RL-13 @RL-16
  Scenario Outline: a message of which not all was read is sent again: <action>
    Given the gateway setting "Limits:MessageKilobytes" is "2048"
    And an internal server that plays
      """
      @serve default caps PIPELINING, SIZE 10485760
      @on DATA times 1 -> S: 354 go, <action>
      """
    When the client plays "../large.smtp"
    Then the internal server received 1 message
    And the internal server never heard "MAIL FROM:<>*"

    Examples:
      | action                         |
      | @close                         |
      | @reset                         |
      | @read stop, @wait 1h           |
      | S: 451 4.3.0 Too early         |
      | S: 250 2.0.0 Too early, @close |

  @RL-05 @RL-13
  Scenario Outline: TLS that is required fails, and is tried again: <action>
    Given the gateway setting "Delivery:Retries" is '{ "FirstSeconds": 60, "SecondSeconds": 60, "ThirdSeconds": 60, "LaterSeconds": 60 }'
    And the gateway setting "Delivery:Tls" is "required"
    And the gateway setting "Delivery:TlsName" is "sim.example"
    And the gateway trusts the simulator's certificates
    And an internal server that plays
      """
      @serve default caps PIPELINING, STARTTLS
      @on STARTTLS times 1 -> <action>
      """
    When the client plays "../message.smtp"
    Then the gateway's log says "<why>"
    And the gateway's log says "waits until"
    And the internal server never heard "MAIL *"

    Examples:
      | action                                   | why                                                                     |
      | S: 454 4.7.0 Not now                     | 454 4.7.0 Not now                                                       |
      | S: 554 5.7.0 Never                       | 554 5.7.0 Never                                                         |
      | @close                                   | broke off                                                               |
      | @reset                                   | broke off                                                               |
      | @wait 1h                                 | did not answer in time                                                  |
      | S: 220 go, @tls fail garbage             | could not be secured: it refuses TLS, or speaks none                    |
      | S: 220 go, @tls fail alert               | could not be secured: it refuses TLS, or speaks none                    |
      | S: 220 go, @tls fail close               | could not be secured: it broke off                                      |
      | S: 220 go, @tls fail stall               | did not answer in time                                                  |
      | S: 220 go, @tls fail plaintext           | could not be secured: it refuses TLS, or speaks none                    |
      | S: 220 go, @tls start cert=expired       | could not be secured: its certificate is good from                      |
      | S: 220 go, @tls start cert=not-yet-valid | could not be secured: its certificate is good from                      |
      | S: 220 go, @tls start cert=wrong-name    | could not be secured: its certificate is not for sim.example, but for   |
      | S: 220 go, @tls start cert=self-signed   | could not be secured: nobody who is trusted vouches for its certificate |
      | S: 220 go, @tls start cert=no-chain      | could not be secured: nobody who is trusted vouches for its certificate |

  @RL-05 @RL-13
  Scenario: a host without STARTTLS is named as one
    Given the gateway setting "Delivery:Tls" is "required"
    And an internal server that plays
      """
      @serve default caps PIPELINING
      """
    When the client plays "../message.smtp"
    Then the gateway's log says "could not be secured: it does not offer STARTTLS"

  @RL-05 @RL-13
  Scenario Outline: a host whose certificate somebody vouches for has the mail: <tls>
    Given the gateway setting "Delivery:Tls" is "<tls>"
    And the gateway setting "Delivery:TlsName" is "sim.example"
    And the gateway trusts the simulator's certificates
    And an internal server that plays
      """
      @serve default caps PIPELINING, STARTTLS
      @on MAIL plain -> S: 530 5.7.0 STARTTLS first
      <more>
      """
    When the client plays "../message.smtp"
    Then the internal server received 1 message

    Examples:
      | tls      | more                      |
      | required |                           |
      | atonce   | @on connect -> @tls start |

  @RL-05 @RL-13
  Scenario Outline: a host that nobody has configured has to show who it is, too: <tls>
    Given the gateway setting "Delivery:Address" is ""
    And the gateway setting "Delivery:Tls" is "<tls>"
    And an internal server that plays
      """
      @serve default caps PIPELINING, STARTTLS
      <more>
      """
    When the client plays
      """
      @include ../session.smtp
      C: MAIL FROM:<{{from}}>
      S: 250
      C: RCPT TO:<joe@[127.0.0.1]>
      S: 250
      @include ../content.smtp
      """
    Then the gateway's log says "the connection could not be secured"
    And the internal server never heard "MAIL *"

    Examples:
      | tls      | more                      |
      | required |                           |
      | atonce   | @on connect -> @tls start |

  @RL-05 @RL-13
  Scenario: nobody vouches for a certificate whose authority the gateway does not know
    Given the gateway setting "Delivery:Tls" is "required"
    And the gateway setting "Delivery:TlsName" is "sim.example"
    And an internal server that plays
      """
      @serve default caps PIPELINING, STARTTLS
      """
    When the client plays "../message.smtp"
    Then the gateway's log says "the connection could not be secured"
    And the internal server never heard "MAIL *"

  @RL-05 @RL-13
  Scenario Outline: TLS that is not demanded fails, and the message goes without: <action>
    Given an internal server that plays
      """
      @serve default caps PIPELINING, STARTTLS
      @on STARTTLS times 1 -> <action>
      """
    When the client plays "../message.smtp"
    Then the internal server received 1 message

    Examples:
      | action                       |
      | S: 454 4.7.0 Not now         |
      | @close                       |
      | @wait 1h                     |
      | S: 220 go, @tls fail garbage |
      | S: 220 go, @tls fail close   |
      | S: 220 go, @tls fail stall   |

  @RL-05 @RL-13
  Scenario Outline: AUTH fails, and is tried again: <action>
    Given the gateway setting "Delivery:User" is "tim"
    And the gateway setting "Delivery:Password" is "secret"
    And the gateway setting "Delivery:Tls" is "none"
    And an internal server that plays
      """
      @serve default caps AUTH PLAIN
      @on AUTH times 1 -> <action>
      """
    When the client plays "../message.smtp"
    Then the gateway's log says "waits until"
    And the internal server heard "AUTH PLAIN *" 2 times
    And the gateway's log never says "secret"

    Examples:
      | action               |
      | S: 454 4.7.0 Not now |
      | S: 535 5.7.8 No      |
      | @close               |
      | @reset               |
      | @wait 1h             |
      | S= hello             |

  @RL-13
  Scenario Outline: what becomes of QUIT is no matter: <action>
    Given the gateway setting "Delivery:MessagesPerConnection" is "1"
    And an internal server that plays
      """
      @serve default caps PIPELINING
      @on QUIT -> <action>
      """
    When the client plays "../message.smtp"
    And the client plays "../message.smtp"
    Then the internal server received 2 messages
    And the internal server never heard "MAIL FROM:<>*"

    Examples:
      | action          |
      | S: 451 4.3.0 No |
      | S: 550 5.0.0 No |
      | @close          |
      | @reset          |
      | @wait 1h        |

  @RL-10
  Scenario Outline: a refusal <stage> is reported to the sender
    Given an internal server that plays
      """
      @serve default caps PIPELINING, SIZE 10485760
      @on <stage> times 1 -> S: 550 5.1.1 <stage> is refused
      """
    When the client plays "../message.smtp"
    Then the internal server heard "MAIL FROM:<>*" 1 time
    And the internal server heard "RCPT TO:<{{from}}>" 1 time
    And the message received has the lines
      """
      To: <{{from}}>
      Auto-Submitted: auto-replied
      Content-Type: multipart/report; report-type=delivery-status; boundary="=_*"
      Final-Recipient: rfc822; {{rcpt}}
      Action: failed
      Status: 5.1.1
      Remote-MTA: dns; [127.0.0.1]
      Diagnostic-Code: smtp; 550 5.1.1 <stage> is refused
      Content-Type: message/rfc822
      """

    Examples:
      | stage |
      | MAIL  |
      | RCPT  |
      | DATA  |
      | DOT   |

  @RL-08
  Scenario: a host that takes one connection only gets everything over that
    Given the gateway setting "Delivery:Retries" is '{ "FirstSeconds": 900 }'
    And the gateway setting "Delivery:TimeLimits" is '{ "EndSeconds": 10 }'
    And an internal server that plays
      """
      @serve default caps PIPELINING
      @on connect times 1 -> S: 220 sim.example
      @on connect -> S: 421 4.7.0 Too many connections, @close
      @on DOT times 1 -> @wait 500ms, S: 250 2.0.0 Slowly
      """
    When the client plays
      """
      @include ../session.smtp
      @repeat 5
      @include ../transaction.smtp
      C: DATA
      S: 354
      C: Subject: {{run}}
      C:
      C: .
      S: 250
      @end
      """
    Then the internal server received 5 messages

  @RL-08
  Scenario: a host that has had enough of a connection gets the next message over another
    Given the gateway setting "Delivery:Retries" is '{ "FirstSeconds": 900 }'
    And the gateway setting "Delivery:ConnectionsPerHost" is "1"
    And an internal server that plays
      """
      @serve default caps PIPELINING
      @on MAIL times 1 -> S: 250 2.1.0 Fine
      @on MAIL times 1 -> S: 421 4.7.0 Enough, @close
      """
    When the client plays
      """
      @include ../session.smtp
      @repeat 2
      @include ../transaction.smtp
      C: DATA
      S: 354
      C: Subject: {{run}}
      C:
      C: .
      S: 250
      @end
      """
    Then the internal server received 2 messages

  @RL-10
  Scenario: who is refused is told at once, though others of the message are still tried
    Given the gateway setting "Delivery:TimeLimits" is '{ "CommandSeconds": 600 }'
    And the gateway setting "RemoteDomains" is '[ { "Domain": "local.example" }, { "Domain": "slow.example", "Delivery": { "SmartHost": "[127.0.0.1]", "Port": "internal-port", "Tls": "none" } } ]'
    And the gateway setting "Delivery:Tls" is "opportunistic"
    And an internal server that plays
      """
      @serve default caps PIPELINING
      @on RCPT <nobody@*> -> S: 550 5.1.1 Nobody of that name
      @on RCPT <*@slow.example> -> @wait 1h
      """
    When the client plays
      """
      @include ../session.smtp
      C: MAIL FROM:<{{from}}>
      S: 250
      C: RCPT TO:<nobody@local.example>
      S: 250
      C: RCPT TO:<joe@slow.example>
      S: 250
      C: DATA
      S: 354
      C: .
      S: 250
      """
    Then the internal server heard "MAIL FROM:<>*" 1 time

  @RL-10 @RL-12
  Scenario: a report that is refused is not reported
    Given an internal server that plays
      """
      @serve default caps PIPELINING
      @on RCPT -> S: 550 5.1.1 Nobody here
      """
    When the client plays "../message.smtp"
    Then the gateway's log says "is badmail: 550 5.1.1 Nobody here"
    And the internal server heard "MAIL FROM:<>" 1 time

  @RL-11
  Scenario: a copy of the report goes to the mailbox that is named
    Given the gateway setting "Delivery:ReportCopies" is "ops@local.example"
    And an internal server that plays
      """
      @serve default caps PIPELINING
      @on RCPT times 1 -> S: 550 5.1.1 Nobody here
      """
    When the client plays "../message.smtp"
    Then the internal server received 2 messages
    And the internal server heard "RCPT TO:<ops@local.example>" 1 time

  @RL-04
  Scenario: a remote domain has its own smart host
    Given an internal server that accepts everything
    And the gateway setting "Delivery:Address" is ""
    And the gateway setting "RemoteDomains" is '[ { "Domain": "local.example", "Delivery": { "SmartHost": "[127.0.0.1]", "Port": "internal-port" } } ]'
    When the client plays "../message.smtp"
    Then the internal server received 1 message

  @RL-04
  Scenario Outline: a domain is the same in U-labels and in A-labels: <setting>, <address>
    Given an internal server that plays
      """
      @serve default caps PIPELINING, 8BITMIME, SMTPUTF8
      """
    And the gateway setting "Delivery:Address" is ""
    And the gateway setting "RemoteDomains" is '[ { "Domain": "<setting>", "Delivery": { "SmartHost": "[127.0.0.1]", "Port": "internal-port" } } ]'
    When the client plays
      """
      @include ../session.smtp
      C: MAIL FROM:<{{from}}> SMTPUTF8
      S: 250
      C: RCPT TO:<joe@<address>>
      S: 250
      @include ../content.smtp
      """
    Then the internal server received 1 message

    Examples:
      | setting               | address                 |
      | bücher.example        | xn--bcher-kva.example   |
      | xn--bcher-kva.example | BÜCHER.example          |
      | *.bücher.example      | a.Xn--Bcher-Kva.example |

  @RL-05 @RL-13
  Scenario Outline: a host that refuses STARTTLS gets in clear what may go in clear: <refusal>
    Given the gateway setting "Delivery:Tls" is "opportunistic"
    And the gateway setting "Delivery:TimeLimits" is '{ "ConnectSeconds": 1, "GreetingSeconds": 1 }'
    And an internal server that plays
      """
      @serve default caps PIPELINING, STARTTLS
      @on STARTTLS -> <refusal>
      """
    When the client plays "../message.smtp"
    Then the internal server received 1 message
    And the internal server heard "STARTTLS" 1 time

    Examples:
      | refusal                      |
      | S: 454 4.7.0 Not now         |
      | S: 421 4.7.0 Not now, @close |
      | @close                       |
      | @reset                       |
      | S> ""                        |

  @RL-05 @RL-13
  Scenario Outline: a host that would rather not be greeted now is not greeted in another way: <refusal>
    Given an internal server that plays
      """
      @serve default caps PIPELINING
      @on EHLO -> <refusal>
      """
    When the client plays "../message.smtp"
    Then the gateway's log says "<why>"
    And the internal server never heard "HELO *"

    Examples:
      | refusal                      | why             |
      | S: 421 4.3.2 Later, @close   | 421 4.3.2 Later |
      | S: 450 4.3.2 Later           | 450 4.3.2 Later |

  @RL-05 @RL-13
  Scenario Outline: TLS that fails gets in clear what may go in clear: <action>
    Given the gateway setting "Delivery:Tls" is "opportunistic"
    And the gateway setting "Delivery:TimeLimits" is '{ "ConnectSeconds": 1, "GreetingSeconds": 1 }'
    And an internal server that plays
      """
      @serve default caps PIPELINING, STARTTLS
      @on STARTTLS -> S: 220 go, <action>
      @on EHLO tls -> @close
      """
    When the client plays "../message.smtp"
    Then the internal server received 1 message
    And the internal server heard "STARTTLS" 1 time

    Examples:
      | action              |
      | @tls fail alert     |
      | @tls fail close     |
      | @tls fail stall     |
      | @tls fail plaintext |
      | @tls start          |

  @RL-16
  Scenario: what is kept goes on its way, though nothing is to be kept any more
    Given an internal server that plays
      """
      @serve default caps PIPELINING
      @on RCPT times 1 -> S: 450 4.2.1 Later
      """
    When the client plays "../message.smtp"
    And the gateway setting "Delivery:Mode" becomes "cutthrough"
    Then the gateway's log says "what it has goes on its way until the gateway stops: messages 1"
    And the internal server received 1 message

  @RL-04 @RL-01
  Scenario: mail for a domain is passed on while its client waits, if that is what is wanted
    Given an internal server that plays
      """
      @serve default caps PIPELINING
      @on DOT -> S: 550 5.7.1 Not this one
      """
    And the gateway setting "RemoteDomains" is '[ { "Domain": "local.example", "Delivery": { "SmartHost": "[127.0.0.1]", "Port": "internal-port", "Mode": "cutthrough" } } ]'
    When the client plays
      """
      @include ../session.smtp
      @include ../transaction.smtp
      C: DATA
      S: 354
      C: Subject: {{run}}
      C: .
      S: 550 5.7.1 Not this one
      C: QUIT
      S: 221
      """
    Then the internal server never heard "MAIL FROM:<>"

  @RL-04 @RL-05
  Scenario: a domain's own account is used while the client waits, too
    Given an internal server that plays
      """
      @serve default caps AUTH PLAIN
      """
    And the gateway setting "RemoteDomains" is '[ { "Domain": "local.example", "Delivery": { "SmartHost": "[127.0.0.1]", "Port": "internal-port", "Tls": "none", "User": "tim", "Password": "secret", "Mode": "cutthrough" } } ]'
    When the client plays
      """
      @include ../session.smtp
      @include ../transaction.smtp
      C: DATA
      S: 354
      C: Subject: {{run}}
      C: .
      S: 250 2.0.0 * taken by the next host
      C: QUIT
      S: 221
      """
    Then the internal server heard "AUTH PLAIN *" 1 time

  @RL-04
  Scenario Outline: what cannot be answered by one host while its client waits is kept: <what>
    Given an internal server that plays
      """
      @serve default caps PIPELINING
      @on DOT times 1 -> S: 451 4.3.0 Later
      """
    And the gateway setting "RemoteDomains" is '[ { "Domain": "local.example", "Delivery": { "SmartHost": "[127.0.0.1]", "Port": "internal-port", "Mode": "cutthrough" } }, { "Domain": "other.example" } ]'
    When the client plays
      """
      @include ../session.smtp
      @include ../transaction.smtp
      C: RCPT TO:<<recipient>
      S: 250
      C: DATA
      S: 354
      C: Subject: {{run}}
      C: .
      S: 250 2.0.0 * queued
      C: QUIT
      S: 221
      """
    Then the internal server received <messages>

    Examples:
      | what                       | recipient                         | messages   |
      | a domain that is not so    | joe@other.example>                | 2 messages |
      | a report that is asked for | joe@local.example> NOTIFY=FAILURE | 1 message  |

  @RL-16
  Scenario: with no room for messages none is taken
    Given the gateway setting "Delivery:LeastFreeMegabytes" is "2000000000"
    When the client plays
      """
      @include ../session.smtp
      C: MAIL FROM:<{{from}}>
      S: 452 4.3.1 No room to keep messages; try again later
      C: QUIT
      S: 221
      """
    Then the gateway's log says "No room in"

  @RL-05
  Scenario: the gateway shows the smart host who it is: SCRAM-SHA-256, the best of what is offered
    Given the gateway setting "Delivery:User" is "tim"
    And the gateway setting "Delivery:Password" is "secret"
    And the gateway setting "Delivery:Tls" is "none"
    And an internal server that plays
      """
      S: 220
      C: EHLO gateway.example
      S: 250-internal
      S: 250 AUTH LOGIN PLAIN CRAM-MD5 SCRAM-SHA-256
      C: AUTH SCRAM-SHA-256 {first}
      S: 334 {{scram-challenge:first}}
      C: {{scram-final:secret,scram.challenge}}
      S: 334 {{scram-verifier:secret}}
      C:
      S: 235 2.7.0 Welcome
      C: MAIL FROM:<{{from}}>
      S: 250
      """
    When the client plays "../message.smtp"
    Then the internal server's script was played to its end
    And the gateway's log never says "secret"

  @RL-05
  Scenario: a challenge that says something twice is no challenge, and the message waits
    Given the gateway setting "Delivery:User" is "tim"
    And the gateway setting "Delivery:Password" is "secret"
    And the gateway setting "Delivery:Tls" is "none"
    And an internal server that plays
      """
      S: 220
      C: EHLO gateway.example
      S: 250-internal
      S: 250 AUTH SCRAM-SHA-256
      C: AUTH SCRAM-SHA-256 {first}
      # r=x,i=4096,i=4096,s=AAAA
      S: 334 cj14LGk9NDA5NixpPTQwOTYscz1BQUFB
      C: *
      S: 501 5.7.0 Cancelled
      """
    When the client plays "../message.smtp"
    Then the gateway's log says "waits until"

  @RL-12 @SEC-INJ-02
  Scenario: a certificate's names bring no line ends into what the sender is told
    Given the gateway setting "Delivery:Tls" is "required"
    And the gateway setting "Delivery:Retries" is '{ "FirstSeconds": 1, "DelayNoticeSeconds": "none", "ExpirySeconds": 1 }'
    And an internal server that plays
      """
      @serve default caps STARTTLS
      @on STARTTLS -> S: 220 go, @tls start cert=certificates/name-with-line-ends.pem
      """
    When the client plays
      """
      @include ../session.smtp
      C: MAIL FROM:<>
      S: 250
      C: RCPT TO:<{{rcpt}}>
      S: 250
      C: DATA
      S: 354
      C: .
      S: 250
      """
    Then the badmail has the reason "to <{{rcpt}}>: *nobody who is trusted vouches for its certificate, which *?MAIL FROM:<x>?*"

  @RL-05
  Scenario: the gateway shows the smart host who it is: CRAM-MD5
    Given the gateway setting "Delivery:User" is "tim"
    And the gateway setting "Delivery:Password" is "secret"
    And the gateway setting "Delivery:Tls" is "none"
    And an internal server that plays
      """
      S: 220
      C: EHLO gateway.example
      S: 250-internal
      S: 250 AUTH LOGIN PLAIN CRAM-MD5
      C: AUTH CRAM-MD5
      S: 334 {{b64:<1.2@sim.example>}}
      C: {{cram-md5:tim,secret,PDEuMkBzaW0uZXhhbXBsZT4=}}
      S: 235 2.7.0 Welcome
      C: MAIL FROM:<{{from}}>
      S: 250
      """
    When the client plays "../message.smtp"
    Then the internal server's script was played to its end
    And the gateway's log never says "secret"

  @RL-05
  Scenario: the gateway shows the smart host who it is: PLAIN
    Given the gateway setting "Delivery:User" is "tim"
    And the gateway setting "Delivery:Password" is "secret"
    And the gateway setting "Delivery:Tls" is "none"
    And an internal server that plays
      """
      S: 220
      C: EHLO gateway.example
      S: 250-internal
      S: 250 AUTH LOGIN PLAIN
      C: AUTH PLAIN AHRpbQBzZWNyZXQ=
      S: 235 2.7.0 Welcome
      C: MAIL FROM:<{{from}}>
      S: 250
      """
    When the client plays "../message.smtp"
    Then the internal server's script was played to its end
    And the gateway's log never says "secret"

  @RL-05
  Scenario: the gateway shows the smart host who it is: LOGIN
    Given the gateway setting "Delivery:User" is "tim"
    And the gateway setting "Delivery:Password" is "secret"
    And the gateway setting "Delivery:Tls" is "none"
    And an internal server that plays
      """
      S: 220
      C: EHLO gateway.example
      S: 250-internal
      S: 250 AUTH LOGIN
      C: AUTH LOGIN
      S: 334 VXNlcm5hbWU6
      C: dGlt
      S: 334 UGFzc3dvcmQ6
      C: c2VjcmV0
      S: 235 2.7.0 Welcome
      C: MAIL FROM:<{{from}}>
      S: 250
      """
    When the client plays "../message.smtp"
    Then the internal server's script was played to its end
    And the gateway's log never says "secret"

  @RL-05
  Scenario Outline: a password is not said where others may listen, nor to a host that <does not want it>
    Given the gateway setting "Delivery:User" is "tim"
    And the gateway setting "Delivery:Password" is "secret"
    And the gateway setting "Delivery:Tls" is "<tls>"
    And an internal server that plays
      """
      @serve default caps AUTH PLAIN LOGIN
      @on AUTH -> S: 535 5.7.8 No
      """
    When the client plays "../message.smtp"
    Then the gateway's log says "<why>"
    And the internal server never heard "MAIL *"
    And the gateway's log never says "secret"

    Examples:
      | tls           | does not want it | why                                                |
      | opportunistic | offers no TLS    | the host offers no authentication that may be used |
      | required      | has no TLS       | the connection could not be secured                |
      | none          | refuses          | 535 5.7.8 authentication failed                    |

  @RL-05
  Scenario Outline: a host that repeats a password, in whatever form, tells it to nobody: <mechanism>
    Given the gateway setting "Delivery:User" is "tim"
    And the gateway setting "Delivery:Password" is "secret"
    And the gateway setting "Delivery:Tls" is "none"
    And an internal server that plays
      """
      @serve default caps AUTH <mechanism>
      @on AUTH -> S: 535 5.7.8 No user with AHRpbQBzZWNyZXQ=, or c2VjcmV0, or Secret, %73ecret, terces
      """
    When the client plays "../message.smtp"
    Then the gateway's log says "535 5.7.8 authentication failed"
    And the gateway's log never says "ecret"
    And the gateway's log never says "terces"
    And the gateway's log never says "<encoded>"

    Examples:
      | mechanism | encoded      |
      | PLAIN     | AHRpbQBzZWNy |
      | LOGIN     | Secret       |
