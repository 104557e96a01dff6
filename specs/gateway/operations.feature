@gateway
Feature: Limits, time and stopping
  What a session may take, and how it ends when the gateway stops or a client is too slow.

  Background:
    Given an internal server that accepts everything

  @5321-3.8-03 @SHOULD
  Scenario: open sessions are told at once when the gateway stops
    When the client plays
      """
      S: 220
      C: EHLO {{client}}
      S: 250
      C: MAIL FROM:<{{from}}>
      S: 250
      S2: 220
      """
    And the gateway is told to stop
    Then the client goes on
      """
      @within 4s
      S: 421 4.3.2
      @eof
      @within 4s
      S2: 421 4.3.2
      @eof
      """
    And the gateway stops with exit code 0

  @5321-4.5.3.2.7-01 @SHOULD
  Scenario: a client that says nothing for too long is told and disconnected
    Given the gateway setting "Limits:CommandSeconds" is "1"
    When the client plays
      """
      @include ../session.smtp
      @after 800ms
      @within 4s
      S: 421 4.4.2
      @eof
      """

  @SEC-LIM-06
  Scenario: a client that stalls inside a message is told and disconnected, and leaves no message
    Given the gateway setting "Limits:DataSeconds" is "1"
    When the client plays
      """
      @include ../session.smtp
      @include ../transaction.smtp
      C: DATA
      S: 354
      C: Subject: {{run}}
      @after 800ms
      @within 4s
      S: 421 4.4.2
      @eof
      @mail count 0
      """

  @5321-4.5.3.1.8-02 @RL-09 @MUST
  Scenario: recipients above the limit are refused one by one
    Given the gateway setting "Limits:Recipients" is "2"
    When the client plays
      """
      @include ../session.smtp
      C: MAIL FROM:<{{from}}>
      S: 250
      C: RCPT TO:<one@local.example>
      S: 250
      C: RCPT TO:<two@local.example>
      S: 250
      C: RCPT TO:<three@local.example>
      S: 452 4.5.3
      C: RCPT TO:<four@local.example>
      S: 452 4.5.3
      C: DATA
      S: 354
      C: Subject: {{run}}
      C: .
      S: 250
      @mail count 1
      """
    Then the internal server never heard "RCPT TO:<three@*"

  @SEC-LIM-01
  Scenario Outline: the limit of a command line is <limit> octets, CRLF included
    Given the gateway setting "Limits:LineOctets" is "<limit>"
    When the client plays
      """
      S: 220
      C: NOOP {{x*<fits>}}
      S: 250
      C: NOOP {{x*<fits>}}y
      S: 500 5.5.2
      C: NOOP
      S: 250
      """

    Examples:
      | limit | fits |
      | 512   | 505  |
      | 1000  | 993  |

  @1870-3-01 @MUST
  Scenario: the size limit is announced and held
    Given the gateway setting "Limits:MessageKilobytes" is "1"
    When the client plays
      """
      S: 220
      C: EHLO {{client}}
      S: 250 has SIZE 1024
      C: MAIL FROM:<{{from}}> SIZE=1025
      S: 552 5.3.4
      C: MAIL FROM:<{{from}}> SIZE=1024
      S: 250
      C: RCPT TO:<{{rcpt}}>
      S: 250
      C: DATA
      S: 354
      C: {{x*998}}
      C: {{x*30}}
      C: .
      S: 552 5.3.4
      @mail count 0
      @include ../transaction.smtp
      C: DATA
      S: 354
      C: Subject: {{run}}
      C: .
      S: 250
      @mail count 1
      """

  @5321-4.5.4.2-02 @MUST
  Scenario: many sessions run at once, and one that waits holds nobody up
    When 50 clients play at once
      """
      @include ../session.smtp
      @include ../transaction.smtp
      C: DATA
      S: 354
      C: Subject: {{run}}
      C: .
      S: 250
      C: QUIT
      S: 221
      @eof
      """
    Then the internal server received 50 messages

  Scenario: settings that are read again hold for new sessions, and open ones keep theirs
    Given the gateway setting "Limits:Recipients" is "1"
    When the client plays
      """
      S: 220
      C: EHLO {{client}}
      S: 250
      """
    And the gateway setting "Limits:Recipients" becomes "2"
    Then the client goes on
      """
      C: MAIL FROM:<{{from}}>
      S: 250
      C: RCPT TO:<one@local.example>
      S: 250
      C: RCPT TO:<two@local.example>
      S: 452 4.5.3
      C[new]: EHLO {{client}}
      S[new]: 220
      S[new]: 250
      C[new]: MAIL FROM:<{{from}}>
      S[new]: 250
      C[new]: RCPT TO:<one@local.example>
      S[new]: 250
      C[new]: RCPT TO:<two@local.example>
      S[new]: 250
      C[new]: RCPT TO:<three@local.example>
      S[new]: 452 4.5.3
      """

  Scenario Outline: wrong settings are named and change nothing: <key>
    Given the gateway setting "Limits:Recipients" is "1"
    When the gateway starts
    And the gateway keeps its settings though "<key>" becomes "<value>"
    Then the gateway's log says "<problem>"
    And the client plays
      """
      @include ../session.smtp
      C: MAIL FROM:<{{from}}>
      S: 250
      C: RCPT TO:<one@local.example>
      S: 250
      C: RCPT TO:<two@local.example>
      S: 452 4.5.3
      """

    Examples:
      | key                 | value       | problem                                      |
      | Limits:Recipients   | 0           | Limits:Recipients is 0; permitted: a whole   |
      | Limits:Recipient    | 5           | Limits:Recipient is no setting; did you mean |

  Scenario: the listeners stay as long as the gateway runs
    Given the gateway setting "Limits:Recipients" is "1"
    When the gateway starts
    And the gateway keeps its settings though "Listeners:0:Name" becomes "another"
    Then the client plays
      """
      @include ../session.smtp
      """

  Scenario: a verification that is under way when the settings are read again ends as it began
    Given an internal server that plays
      """
      S: 220 internal.example
      C: EHLO *
      S: 250 internal.example
      C: MAIL *
      S: 250 Fine
      C: RCPT TO:<slow@local.example>
      @wait 300ms
      S: 550 5.1.1 Unknown
      C: RSET
      S: 250 Fine
      C: QUIT
      S: 221 bye
      """
    And the gateway verifies recipients
    When the client plays
      """
      @include ../session.smtp
      C: MAIL FROM:<{{from}}>
      S: 250
      C: RCPT TO:<slow@local.example>
      """
    Then the internal server heard "RCPT TO:<slow@local.example>" 1 time
    When the gateway setting "Sinks:0:Settings:HeloName" becomes "other.example"
    Then the client goes on
      """
      S: 550
      @eof
      """
    And the internal server's script was played to its end

  @SEC-LIM-06
  Scenario: a client that does not read its replies is cut off
    Given the gateway setting "Limits:CommandSeconds" is "1"
    And the gateway setting "LogLevel" is "debug"
    When the client plays
      """
      @include ../session.smtp
      @repeat 12000
      C> "HELP\r\nHELP\r\nHELP\r\nHELP\r\nHELP\r\nHELP\r\nHELP\r\nHELP\r\nHELP\r\nHELP\r\nHELP\r\nHELP\r\nHELP\r\nHELP\r\nHELP\r\nHELP\r\nHELP\r\nHELP\r\nHELP\r\nHELP\r\n"
      @end
      @wait 2500ms
      @close
      """
    Then the gateway's log says "was lost: it does not read its replies"
