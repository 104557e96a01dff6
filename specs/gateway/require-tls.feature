@gateway @RL-18
Feature: A sender may ask that nobody listens on the way
  REQUIRETLS (RFC 8689) holds for every host behind: behind TLS, with a certificate that was looked at, or not at all.

  Background:
    Given the gateway setting "Tls" is "{}"
    And the gateway setting "Delivery:Tls" is "required"
    And the gateway setting "Delivery:TlsName" is "sim.example"

  Scenario: it is offered behind TLS only, and is a parameter without a value
    When the client plays
      """
      S: 220
      C: EHLO {{client}}
      S: 250 lacks REQUIRETLS
      C: MAIL FROM:<{{from}}> REQUIRETLS
      S: 555 5.5.4 Parameter not recognised
      C: STARTTLS
      S: 220
      @tls start
      C: EHLO {{client}}
      S: 250 has REQUIRETLS
      C: MAIL FROM:<{{from}}> REQUIRETLS=yes
      S: 501 5.5.4 Syntax error in the parameters
      C: MAIL FROM:<{{from}}> REQUIRETLS REQUIRETLS
      S: 501 5.5.4 Syntax error in the parameters
      C: MAIL FROM:<{{from}}> requiretls
      S: 250
      """

  Scenario Outline: where no way out can hold it, it is not offered: <tls>, <host>
    Given the gateway keeps mail and brings it on its way
    And the gateway setting "Delivery:Tls" is "<tls>"
    And the gateway setting "Delivery:Address" is "<host>"
    When the client plays
      """
      S: 220
      C: EHLO {{client}}
      S: 250
      C: STARTTLS
      S: 220
      @tls start
      C: EHLO {{client}}
      S: 250 lacks REQUIRETLS
      C: MAIL FROM:<{{from}}> REQUIRETLS
      S: 555 5.5.4 Parameter not recognised
      """

    Examples: who answers for a domain's hosts (MX) is not known without DNSSEC
      | tls           | host      |
      | opportunistic | 127.0.0.1 |
      | none          | 127.0.0.1 |
      | required      |           |

  Scenario: what is kept goes on with it
    Given the gateway keeps mail and brings it on its way
    And the gateway trusts the simulator's certificates
    And an internal server that plays
      """
      @serve default caps PIPELINING, STARTTLS, REQUIRETLS
      """
    When the client plays "sends-requiring-tls.smtp"
    Then the internal server received 1 message
    And the internal server heard "MAIL FROM:<{{from}}> REQUIRETLS" 1 time

  Scenario Outline: a host that does not offer it gets no more than a report, with the header only: <later>
    Given the gateway keeps mail and brings it on its way
    And the gateway trusts the simulator's certificates
    And the gateway setting "Delivery:MessagesPerConnection" is "1"
    And an internal server that plays
      """
      @serve default caps PIPELINING, STARTTLS<later>
      @on EHLO tls times 1 -> S: 250-sim.example, S: 250 PIPELINING
      """
    When the client plays "sends-requiring-tls.smtp"
    Then the internal server received 1 message
    And the message received has the lines
      """
      Status: 5.7.30
      Content-Type: text/rfc822-headers
      """
    And the internal server heard "MAIL FROM:<><parameter>" 1 time
    And the internal server never heard "MAIL FROM:<{{from}}>*"

    Examples: a report that cannot have it is better told than lost
      | later        | parameter         |
      | , REQUIRETLS | {{ *1}}REQUIRETLS |
      |              |                   |

  Scenario: a recipient to whom no way can hold it is refused, unless that would lose a report
    Given the gateway keeps mail and brings it on its way
    And the gateway setting "RemoteDomains" is '[ { "Domain": "far.example", "Delivery": { "SmartHost": "a.far.example", "Tls": "opportunistic" } } ]'
    And the gateway setting "RelayFor" is "anyone"
    And an internal server that accepts everything
    When the client plays
      """
      @include requiring-tls.smtp
      C: RCPT TO:<somebody@far.example>
      S: 550 5.7.30 The next host gives no promise of TLS (REQUIRETLS)
      C: RCPT TO:<{{rcpt}}>
      S: 250
      C: RSET
      S: 250
      C: MAIL FROM:<> REQUIRETLS
      S: 250
      C: RCPT TO:<somebody@far.example>
      S: 250
      """

  Scenario: settings that changed since it was taken do not let it go another way
    Given the gateway keeps mail and brings it on its way
    And the gateway trusts the simulator's certificates
    And the gateway setting "Delivery:Retries" is '{ "FirstSeconds": 1, "SecondSeconds": 1, "ThirdSeconds": 1, "LaterSeconds": 1 }'
    And an internal server that plays
      """
      @serve default caps PIPELINING, STARTTLS, REQUIRETLS
      @on MAIL <*@sender.example> -> S: 451 4.3.0 Later
      """
    When the client plays "sends-requiring-tls.smtp"
    And the gateway setting "Delivery:TlsAuthorities" becomes ""
    And the gateway setting "Delivery:Tls" becomes "opportunistic"
    Then the internal server received 1 message
    And the message received has the line
      """
      Status: 5.7.30
      """
    And the internal server never heard "MAIL FROM:<{{from}}>"

  Scenario: a host whose certificate is not good is tried again
    Given the gateway keeps mail and brings it on its way
    And the gateway trusts the simulator's certificates
    And an internal server that plays
      """
      @serve default caps PIPELINING, STARTTLS, REQUIRETLS
      @on STARTTLS -> S: 220 go, @tls start cert=expired
      """
    When the client plays "sends-requiring-tls.smtp"
    Then the gateway's log says "waits until"
    And the internal server never heard "MAIL *"

  Scenario Outline: a client that waits hears at once what the host offers: <caps>
    Given the gateway trusts the simulator's certificates
    And an internal server that plays
      """
      @serve default caps STARTTLS<caps>
      """
    When the client plays
      """
      @include requiring-tls.smtp
      C: RCPT TO:<{{rcpt}}>
      S: 250
      C: DATA
      S: 354
      C: Subject: {{run}}
      C:
      C: Hello
      C: .
      S: <reply>
      """
    Then the internal server heard "MAIL *REQUIRETLS" <times> times

    Examples:
      | caps         | reply                                                         | times |
      | , REQUIRETLS | 250                                                           | 1     |
      |              | 550 5.7.30 The next host gives no promise of TLS (REQUIRETLS) | 0     |
