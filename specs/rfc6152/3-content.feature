@RFC6152-3
Feature: RFC 6152 3 Content with the 8-bit MIME transport extension
  A server that took BODY=8BITMIME keeps all bits of each octet, and takes lines of up to 1000 octets, as before.

  @6152-3-01 @MUST @offers-8BITMIME
  Scenario: a message with every octet above 127 is taken
    When the client plays "sends-octets.smtp"

  @6152-3-01 @MUST @gateway
  Scenario: every octet above 127 arrives as it was sent
    Given an internal server that plays "internal-expects-octets.smtp"
    When the client plays "sends-octets.smtp"
    Then the internal server's script was played to its end

  @6152-3-01 @MUST @gateway
  Scenario: every octet above 127 arrives from a client that sends them one by one
    Given an internal server that plays "internal-expects-octets.smtp"
    When the client plays "sends-octet-by-octet.smtp"
    Then the internal server's script was played to its end

  @6152-3-04 @MUST @offers-8BITMIME
  Scenario: a line of 998 octets above 127 is taken
    When the client plays "sends-long-lines.smtp"

  @6152-3-04 @MUST @gateway
  Scenario: a line of 998 octets above 127 arrives uncut
    Given an internal server that plays "internal-expects-long-lines.smtp"
    When the client plays "sends-long-lines.smtp"
    Then the internal server's script was played to its end
