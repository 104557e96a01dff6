Feature: STARTTLS
  TLS begins where client and server agree on it, and what was said before it is forgotten.

  @3207-3-01 @MUST @gateway
  Scenario: it is offered where there is a certificate, without parameters
    Given the gateway setting "Tls" is "{}"
    When the client plays
      """
      S: 220
      C: EHLO {{client}}
      S: 250 has STARTTLS
      """

  @3207-3-01 @8314-4-03 @MUST @gateway
  Scenario: it is not offered where there is none
    Given the gateway setting "HostName" is "clear.example"
    When the client plays
      """
      S: 220
      C: EHLO {{client}}
      S: 250 lacks STARTTLS
      C: STARTTLS
      S: 502
      """

  @3207-4-01 @MUST @offers-STARTTLS
  Scenario: a parameter is an error
    When the client plays
      """
      @include ../session.smtp
      C: STARTTLS now
      S: 501
      C: NOOP
      S: 250
      """

  @3207-4-01 @3207-4.2-04 @3207-4.2-05 @MUST @gateway
  Scenario: behind the handshake it is neither listed nor possible once more
    Given the gateway setting "Tls" is "{}"
    When the client plays
      """
      @include ../session.smtp
      C: STARTTLS
      S: 220
      @tls start
      C: EHLO {{client}}
      S: 250 lacks STARTTLS
      C: STARTTLS
      S: 503,554
      C: QUIT
      S: 221
      @eof
      """

  @3207-4.2-01 @SEC-TLS-03 @MUST @gateway
  Scenario: nothing of what was before is known behind it
    Given the gateway setting "Tls" is "{}"
    And an internal server that accepts everything
    When the client plays
      """
      @include ../session.smtp
      C: MAIL FROM:<{{from}}>
      S: 250
      C: RCPT TO:<{{rcpt}}>
      S: 250
      C: STARTTLS
      S: 220
      @tls start
      C: DATA
      S: 503
      C: MAIL FROM:<{{from}}>
      S: 503
      C: EHLO again.example
      S: 250
      C: RCPT TO:<{{rcpt}}>
      S: 503
      C: MAIL FROM:<{{from}}>
      S: 250
      C: RCPT TO:<{{rcpt}}>
      S: 250
      C: DATA
      S: 354
      C: Subject: {{run}}
      C: .
      S: 250
      """
    Then the internal server received 1 message
    And the message received has the lines
      """
      Received: from again.example *
      *with ESMTPS id *
      *tls TLS_*;
      """

  @SEC-TLS-01 @MUST @gateway
  Scenario Outline: what came behind STARTTLS in the same segment is never obeyed: <injected>
    Given the gateway setting "Tls" is "{}"
    When the client plays
      """
      @include ../session.smtp
      @inject "<injected>"
      C: STARTTLS
      S: 220
      @tls start
      @quiet 200ms
      C: EHLO {{client}}
      S: 250 lacks STARTTLS
      C: RCPT TO:<{{rcpt}}>
      S: 503
      """

    Examples:
      | injected                                          |
      | NOOP\r\x0A                                          |
      | EHLO x.example\r\x0AMAIL FROM:<a@b.example>\r\x0A     |
      | EHLO x.example\r\x0AMAIL FROM:<a@b.example>\r\x0ARCPT |

  @SEC-TLS-04 @MUST @gateway
  Scenario Outline: a failed handshake ends the connection: <how>
    Given the gateway settings
      """
      { "Tls": { "HandshakeSeconds": 1 } }
      """
    When the client plays
      """
      @include ../session.smtp
      C: STARTTLS
      S: 220
      <how>
      @within 5s
      @eof
      or @rst
      """

    Examples:
      | how                         |
      | C> "MAIL FROM:<a@b>\r\x0A"    |
      | C> "\x16\x03\x01\x00\x05ab" |
      | @wait 1s                    |

  @SEC-TLS-06 @gateway
  Scenario: 200 clients that never finish their handshakes keep nobody waiting
    Given the gateway setting "Tls" is "{}"
    When 200 clients play at once
      """
      @include ../session.smtp
      C: STARTTLS
      S: 220
      C> "\x16\x03\x01"
      """
    And the client plays
      """
      @within 1s
      S: 220
      C: EHLO {{client}}
      @within 1s
      S: 250
      C: STARTTLS
      @within 1s
      S: 220
      @tls start
      C: EHLO {{client}}
      @within 1s
      S: 250
      """

  @3207-4-03 @3207-4-04 @3207-6-01 @RL-03 @gateway
  Scenario: a server that demands TLS obeys nothing but NOOP, EHLO, STARTTLS and QUIT before it
    Given the gateway settings
      """
      { "Tls": { "Required": true } }
      """
    When the client plays
      """
      S: 220
      C: NOOP
      S: 250
      C: EHLO {{client}}
      S: 250 has STARTTLS
      C: HELO {{client}}
      S: 530 5.7.0
      C: MAIL FROM:<{{from}}>
      S: 530 5.7.0
      C: AUTH PLAIN
      S: 530 5.7.0
      C: FOOBAR
      S: 530 5.7.0
      C: STARTTLS
      S: 220
      @tls start
      C: EHLO {{client}}
      S: 250
      C: MAIL FROM:<{{from}}>
      S: 250
      C: QUIT
      S: 221
      @eof
      """

  @3207-4-02 @MUST-NOT @gateway
  Scenario: a server for the world's mail does not demand it
    Given the gateway setting "Tls" is "{}"
    And an internal server that accepts everything
    When the client plays
      """
      @include ../session.smtp
      @include ../transaction.smtp
      """

  @3207-4.1-01 @3207-4.1-02 @gateway
  Scenario: without the certificate that the server demands nothing but QUIT is obeyed
    Given the gateway settings
      """
      { "Tls": { "ClientCertificates": "required" } }
      """
    When the client plays
      """
      @include ../session.smtp
      C: STARTTLS
      S: 220
      @tls start
      C: EHLO {{client}}
      S: 554 5.7.0
      C: MAIL FROM:<{{from}}>
      S: 554 5.7.0
      C: QUIT
      S: 221
      @eof
      """
