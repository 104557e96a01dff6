@SEC-VRFY @gateway
Feature: Recipient verification that cannot be misled
  A question to the internal server leaves no mail behind, and an answer counts only for the question it belongs to. Where
  answers no longer fit the questions, the connection is given up.

  @SEC-VRFY-04 @MUST-NOT
  Scenario Outline: a verification never becomes a message: the client <ends>
    Given an internal server that accepts everything
    And the gateway verifies recipients
    When the client plays
      """
      @include ../session.smtp
      C: MAIL FROM:<{{from}}>
      S: 250
      C: RCPT TO:<one@local.example>
      S: 250
      C: RCPT TO:<two@local.example>
      S: 250
      @<how>
      """
    Then the internal server heard
      """
      RCPT TO:<one@local.example>
      RCPT TO:<two@local.example>
      """
    And the internal server never heard "DATA"
    And the internal server received 0 messages

    Examples:
      | ends    | how            |
      | closes  | close          |
      | resets  | reset          |
      | is done | shutdown write |

  @SEC-VRFY-04 @MUST-NOT
  Scenario: the message goes over another connection than the verification, or behind a reset
    Given an internal server that accepts everything
    And the gateway verifies recipients
    When the client plays
      """
      @include ../session.smtp
      C: MAIL FROM:<{{from}}>
      S: 250
      C: RCPT TO:<one-{{run}}@local.example>
      S: 250
      C: DATA
      S: 354
      C: Subject: {{run}}
      C: .
      S: 250
      C: QUIT
      S: 221
      @eof
      """
    Then the internal server received 1 message
    And the internal server heard "DATA" 1 time
    And the internal server heard "MAIL FROM:<{{from}}>*" 1 time

  @SEC-VRFY-05 @MUST
  Scenario Outline: an answer too many to <command> is no verdict on the recipient
    Given an internal server that plays
      """
      @serve default
      @on <command> -> S> "250 2.0.0 Fine\r\n550 5.1.1 and another\r\n"
      """
    And the gateway verifies recipients
    When the client plays
      """
      @include ../session.smtp
      C: MAIL FROM:<{{from}}>
      S: 250
      C: RCPT TO:<one@local.example>
      @within 3s
      S: 250
      C: RCPT TO:<two@local.example>
      @within 3s
      S: 250
      C: RCPT TO:<three@local.example>
      @within 3s
      S: 250
      @fence
      """

    Examples:
      | command |
      | MAIL    |
      | RSET    |
      | EHLO    |

  @SEC-VRFY-05 @MUST
  Scenario Outline: answers that come with the greeting are no verdict: <count> of them
    Given an internal server that plays "verification/answers-<count>-with-its-greeting.smtp"
    And the gateway verifies recipients
    When the client plays
      """
      @include ../session.smtp
      C: MAIL FROM:<{{from}}>
      S: 250
      C: RCPT TO:<one@local.example>
      @within 3s
      S: 250
      C: RCPT TO:<two@local.example>
      @within 3s
      S: 250
      """

    Examples:
      | count |
      | 1     |
      | 2     |
      | 3     |

  @SEC-VRFY-05 @MUST
  Scenario: several clients get each their own verdicts from one internal server
    Given an internal server that plays
      """
      @serve default
      @on RCPT <nobody@*> -> @wait 60ms, S: 550 5.1.1 No such mailbox
      @on RCPT <*> -> @wait 10ms, S: 250 2.1.5 Fine
      """
    And the gateway verifies recipients
    And the verifier setting "65557" is "0"
    When 6 clients play at once
      """
      @include ../session.smtp
      C: MAIL FROM:<{{from}}>
      S: 250
      C: RCPT TO:<nobody@local.example>
      C+ RCPT TO:<one@local.example>
      C+ RCPT TO:<nobody@local.example>
      C+ RCPT TO:<two@local.example>
      S: 550
      S: 250
      S: 550
      S: 250
      @fence
      """

  @SEC-VRFY-03 @MUST
  Scenario: many recipients of a dead internal server are answered within its time limit each
    Given an internal server that plays
      """
      @serve default
      @on connect -> @wait 1h
      """
    And the gateway verifies recipients
    And the verifier setting "65559" is "400"
    When the client plays
      """
      @include ../session.smtp
      C: MAIL FROM:<{{from}}>
      S: 250
      C: RCPT TO:<one@local.example>
      C+ RCPT TO:<two@local.example>
      @after 300ms
      @within 2s
      S: 250
      @within 2s
      S: 250
      """
