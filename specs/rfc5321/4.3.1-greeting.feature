@RFC5321-4.3.1
Feature: RFC 5321 4.3.1 The greeting
  The server speaks first: 220, then the domain it has, fully qualified, or an address literal as the first word (4.2,
  4.3.1). A client that must not send before can wait for it.

  @5321-4.2-07 @MUST
  Scenario: the first word of the greeting is a domain or an address literal
    When the client plays
      """
      S~ ^220 ([A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?(\.[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?)*|\[[0-9A-Za-z:.]+\])( .*)?$
      or S~ ^220-([A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?(\.[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?)*|\[[0-9A-Za-z:.]+\])( .*)?$ -> pass
      C: QUIT
      S: 221
      @eof
      """

  @5321-4.3.1-01 @SHOULD @needs-host
  Scenario: the greeting names the server's host
    When the client plays
      """
      S: 220 {{host}}
      or S: 220 {{host}} *
      C: QUIT
      S: 221
      @eof
      """

  @5321-4.2-07 @MUST @gateway
  Scenario: the greeting and the reply to EHLO name the configured host
    Given the gateway setting "HostName" is "mx-7.example.org"
    When the client plays
      """
      S: 220 mx-7.example.org *
      or S: 220 mx-7.example.org
      C: EHLO {{client}}
      S: 250 mx-7.example.org
      or S: 250 mx-7.example.org *
      C: QUIT
      S: 221
      @eof
      """

  @5321-4.3.2-01 @MUST
  Scenario: the connection is answered once, with 220
    When the client plays
      """
      S: 220
      or S: 554,521,421 -> fail "the server takes no mail from here"
      @fence
      C: QUIT
      S: 221
      @eof
      """
