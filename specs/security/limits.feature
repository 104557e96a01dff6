@SEC-LIM
Feature: Limits that hold
  A line, a message or a number of recipients over the limit costs the server nothing but a refusal: one reply, the rest is
  skipped, and the session goes on or is ended in the open.

  @SEC-LIM-01 @MUST
  Scenario Outline: a command line of <octets> octets gets one reply
    When the client plays
      """
      @include ../session.smtp
      C: NOOP {{x*<octets>}}
      S: 250,500,501
      or S: 552,554 -> warn "a line that is too long is 500"
      or S: 221,421,521 -> pass
      C: NOOP
      S: 250
      or @eof -> pass
      or @rst -> pass
      @fence
      C: QUIT
      S: 221
      @eof
      """

    Examples:
      | octets |
      | 506    |
      | 1017   |
      | 1018   |
      | 1019   |
      | 2041   |
      | 2042   |
      | 2043   |
      | 4091   |
      | 4096   |
      | 8192   |
      | 65536  |

  @SEC-LIM-01 @MUST
  Scenario: a line of 1 MiB gets one refusal and is skipped, or the connection is closed
    When the client plays
      """
      @include ../session.smtp
      C: NOOP {{x*1048576}}
      S: 500
      or S: 250 -> warn "a megabyte was taken for a command"
      or S: 5xx -> warn "a line that is too long is 500"
      or S: 221,421 -> pass
      or @eof -> warn "closed without a word"
      or @rst -> warn "reset without a word"
      C: NOOP
      S: 250
      or @eof -> pass
      or @rst -> pass
      @fence
      C: QUIT
      S: 221
      @eof
      """

  @SEC-LIM-01 @MUST
  Scenario: what stands deep inside a line that is too long is never obeyed
    When the client plays "limits/commands-in-a-long-line.smtp"

  @SEC-LIM-01 @MUST
  Scenario: a line that is too long is refused inside a transaction without harm to it
    When the client plays
      """
      @include ../session.smtp
      @include ../transaction.smtp
      C: RCPT TO:<{{x*5000}}@{{rcpt-domain}}>
      S: 500,501,550,552,553,554
      or S: 221,421,521 -> pass
      @fence
      C: DATA
      S: 354
      C: Subject: {{run}}
      C: .
      S: 250
      C: QUIT
      S: 221
      @eof
      """

  @SEC-LIM-02 @MUST
  Scenario: a line that never ends gets no end of replies
    When the client plays "limits/line-without-end.smtp"

  @SEC-LIM-03 @MUST @gateway
  Scenario: a message of ten times the limit is refused once, and nothing of it is passed on
    Given an internal server that accepts everything
    And the gateway setting "Limits:MessageKilobytes" is "64"
    When the client plays
      """
      @include ../session.smtp
      @include ../transaction.smtp
      C: DATA
      S: 354
      C: Subject: {{run}}
      C:
      @repeat 656
      C: {{x*998}}
      @end
      C: .
      S: 552
      @fence
      C: QUIT
      S: 221
      @eof
      """
    Then the internal server received 0 messages
    And the internal server never heard "Subject: {{run}}"

  @SEC-LIM-03 @MUST @gateway
  Scenario: a message without line ends, over the limit, is refused once
    Given an internal server that accepts everything
    And the gateway setting "Limits:MessageKilobytes" is "64"
    When the client plays "limits/message-without-line-ends.smtp"
    Then the internal server received 0 messages

  @SEC-LIM-02 @MUST
  Scenario: a message of one line of 100000 octets is taken or refused, once
    When the client plays "limits/one-long-text-line.smtp"
