@gateway
Feature: Whose a connection is, and how many there may be

  Scenario Outline: behind a proxy the client is whom the header names: <what>
    Given an internal server that accepts everything
    And the gateway settings
      """
      { "Listeners:0:Proxies": ["127.0.0.0/8"] }
      """
    When the client plays
      """
      C> "<header>"
      @include ../session.smtp
      @include ../transaction.smtp
      C: DATA
      S: 354
      C: Subject: {{run}}
      C: .
      S: 250
      """
    Then the message received has the line
      """
      Received: from * (<shown>)
      """

    Examples:
      | what               | header                                                                               | shown              |
      | version 1          | PROXY TCP4 192.0.2.9 192.0.2.1 56324 25\r\x0A                                        | [192.0.2.9]        |
      | version 1, IPv6    | PROXY TCP6 2001:db8::9 2001:db8::1 56324 25\r\x0A                                    | [IPv6:2001:db8::9] |
      | version 1, unknown | PROXY UNKNOWN\r\x0A                                                                  | [127.0.0.1]        |
      | version 2          | \r\x0A\r\x0A\0\r\x0AQUIT\x0A\x21\x11\0\x0C\xC0\0\x02\x09\xC0\0\x02\x01\xDC\x04\0\x19 | [192.0.2.9]        |
      | version 2, local   | \r\x0A\r\x0A\0\r\x0AQUIT\x0A\x20\0\0\0                                               | [127.0.0.1]        |

  Scenario: a proxy that does not say whose the connection is gets no session
    Given the gateway settings
      """
      { "Listeners:0:Proxies": ["127.0.0.1"] }
      """
    When the client plays
      """
      C: EHLO {{client}}
      @eof
      or @rst
      """

  Scenario: from elsewhere the header is no command
    Given the gateway settings
      """
      { "Listeners:0:Proxies": ["192.0.2.1"] }
      """
    When the client plays
      """
      S: 220
      C: PROXY TCP4 192.0.2.9 192.0.2.1 56324 25
      S: 500
      """

  @SEC-LIM-07
  Scenario Outline: there are so many connections at a time: <limit>
    Given the gateway setting "Limits:<limit>" is "2"
    When the client plays
      """
      S: 220
      C2: EHLO {{client}}
      S2: 220
      S2: 250
      S3: 421 4.7.0
      @eof
      """

    Examples:
      | limit                 |
      | Connections           |
      | ConnectionsPerAddress |

  Scenario Outline: a client that has said everything and ends its direction hears every answer: <how>
    Given an internal server that plays
      """
      @serve default caps PIPELINING, SIZE
      @on DOT -> @wait 200ms, S: 250 2.0.0 Taken
      """
    When the client plays
      """
      @include ../session.smtp
      C> "MAIL FROM:<{{from}}>\r\nRCPT TO:<{{rcpt}}>\r\n"
      S: 250
      S: 250
      <lines>
      @shutdown write
      S: 250 2.0.0 * taken by the next host
      S: 221
      @eof
      """
    Then the internal server received 1 message

    Examples:
      | how  | lines                                                                 |
      | BDAT | C> "BDAT 14 LAST\r\x0ASubject: x\r\x0A\r\x0AQUIT\r\x0A"               |
      | DATA | C> "DATA\r\x0A"\nS: 354\nC> "Subject: x\r\x0A\r\x0A.\r\x0AQUIT\r\x0A" |
