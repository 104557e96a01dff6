@RFC5321-4.5.2
Feature: RFC 5321 4.5.2 Transparency
  A line of the message that begins with a period is sent with one more. The server takes the first period of such a
  line away, ends the message only at a line that is one period and nothing else, and delivers all else as it came.

  @5321-4.5.2-02 @MUST
  Scenario: only a line of one period ends the message
    When the client plays "4.5.2/dots-that-do-not-end.smtp"

  @5321-4.5.2-02 @5321-4.5.2-03 @MUST @gateway
  Scenario: the first period of a line goes, all others stay
    Given an internal server that plays "4.5.2/internal-expects-dots.smtp"
    When the client plays "4.5.2/dots-that-do-not-end.smtp"
    Then the internal server's script was played to its end

  @5321-4.5.2-02 @5321-4.5.2-03 @MUST @gateway
  Scenario: a client that sends octet by octet has its periods treated alike
    Given an internal server that plays "4.5.2/internal-expects-dots.smtp"
    When the client plays "4.5.2/dots-octet-by-octet.smtp"
    Then the internal server's script was played to its end

  @5321-4.5.2-02 @MUST @gateway
  Scenario Outline: a stuffed line torn behind <octets> octets loses one period
    Given an internal server that accepts everything
    When the client plays "4.5.2/torn-behind-<octets>.smtp"
    Then the internal server received 1 message
    And the internal server heard "..torn" 1 time
    And the internal server heard "...torn" 1 time

    Examples:
      | octets |
      | 0      |
      | 1      |
      | 2      |

  @5321-4.5.2-02 @MUST @gateway
  Scenario: stuffed lines are right at every place of a buffer
    Given an internal server that accepts everything
    When the client plays "4.5.2/dots-at-every-offset.smtp"
    Then the internal server received 1 message
    And the internal server heard "..abc" 1000 times

  @5321-4.5.2-03 @MUST @gateway
  Scenario Outline: octets arrive as they were sent: <what>
    Given an internal server that plays "4.5.2/internal-expects-<what>.smtp"
    When the client plays "4.5.2/sends-<what>.smtp"
    Then the internal server's script was played to its end

    Examples:
      | what           |
      | controls       |
      | white-space    |
      | from-lines     |
      | commands       |
      | long-lines     |

  @5321-4.5.2-03 @5321-4.2-01 @MUST
  Scenario: commands in a message are text
    When the client plays "4.5.2/sends-commands.smtp"

  @5321-4.5.2-02 @MUST @needs-mail
  Scenario: an empty message is a message
    When the client plays
      """
      @include ../session.smtp
      @include ../transaction.smtp
      C: DATA
      S: 354
      C: .
      S: 250
      or S: 550,552,554 -> pass
      @fence
      @mail count 1 within 5s
      C: QUIT
      S: 221
      @eof
      """
