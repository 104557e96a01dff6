@RFC5321-4.2
Feature: RFC 5321 4.2 SMTP replies
  Every command generates exactly one reply, of one line or of several lines that carry one code: a hyphen behind the code
  where more follows, a space on the last line, CRLF behind each. The first digit is 2 to 5 and the codes are those of the
  standard (4.2.1 to 4.2.3).

  @5321-4.2-01 @MUST
  Scenario: every command gets one reply, good or bad
    When the client plays
      """
      S: 220
      C: FOOBAR
      S: 500,502,503
      C: EHLO {{client}}
      S: 250
      C: RCPT TO:<{{rcpt}}>
      S: 503
      C: MAIL FROM:
      S: 500,501,555
      C: MAIL FROM:<{{from}}>
      S: 250
      C: FOOBAR with words
      S: 500,502
      C: RCPT TO:
      S: 500,501,555
      C: DATA
      S: 503,554
      or S: 354 -> pass
      C: RSET
      S: 250
      C: RSET
      S: 250
      C: NOOP
      S: 250
      @fence
      C: QUIT
      S: 221
      @eof
      """

  @5321-4.2-01 @MUST
  Scenario: a session sent octet by octet gets the same replies
    When the client plays "4.2/octet-by-octet.smtp"

  @5321-4.2-01 @MUST
  Scenario: a command whose CRLF comes in two pieces gets one reply
    When the client plays "4.2/torn-line-end.smtp"

  @5321-4.2-01 @MUST
  Scenario: a lone CR or a lone LF in front of the CRLF brings no second reply
    When the client plays "4.2/line-end-and-more.smtp"

  @5321-4.2-01 @MUST
  Scenario: a command that is not complete when the client half-closes is not obeyed
    When the client plays "4.2/half-a-command.smtp"

  @5321-4.2-02 @5321-4.2-05 @SHOULD
  Scenario Outline: only codes of the standard are said, to nonsense too: <command>
    When the client plays
      """
      @include ../session.smtp
      C: <command>
      S: 211,214,250,251,252,354,450,451,452,455,500,501,502,503,504,530,535,550,551,552,553,554,555
      or S: 221,421 -> warn "the server breaks off"
      @fence
      C: QUIT
      S: 221
      @eof
      """

    Examples:
      | command                                |
      | FOOBAR                                 |
      | NOOPE                                  |
      | 250 OK                                 |
      | EHLO                                   |
      | HELO                                   |
      | EHLO two words                         |
      | MAIL                                   |
      | MAIL FROM                              |
      | MAIL TO:<{{from}}>                     |
      | MAIL FROM:<{{from}}> NOSUCHPARAMETER=1 |
      | MAIL FROM:<{{from}}> =                 |
      | RCPT TO:<>                             |
      | VRFY                                   |
      | EXPN                                   |
      | HELP NOSUCHTOPIC                       |
      | TURN                                   |
      | SEND FROM:<{{from}}>                   |

  @5321-4.2.1-01 @5321-4.2.1-02 @MUST
  Scenario: replies of several lines carry one code, hyphens, a last space
    When the client plays
      """
      S: 220
      C: EHLO {{client}}
      S: 250
      C: HELP
      S: 2xx,5xx
      @fence
      C: EHLO {{client}}
      S: 250
      @fence
      C: QUIT
      S: 221
      @eof
      """

  @5321-4.2.4-01 @SHOULD
  Scenario Outline: a verb that nobody knows is answered 500: <command>
    When the client plays
      """
      @include ../session.smtp
      C: <command>
      S: 500
      or S: 502 -> warn "502 is for verbs that the server knows but does not implement"
      or S: 221,421 -> warn "the server breaks off"
      @fence
      C: QUIT
      S: 221
      @eof
      """

    Examples:
      | command      |
      | XQZV         |
      | XQZV {{run}} |
      | MAILFROM:<>  |
      | NOOPNOOP     |

  @5321-4.2.5-01 @MUST-NOT @gateway
  Scenario: a message refused at its end is not delivered
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
      @repeat 70
      C: {{x*998}}
      @end
      C: .
      S: 552
      @fence
      @mail count 0
      C: QUIT
      S: 221
      @eof
      """
    Then the internal server received 0 messages
    And the internal server never heard "Subject: {{run}}"

  @5321-4.2.5-01 @MUST-NOT @gateway
  Scenario Outline: a message that the next hop refuses is not tried again: <reply>
    Given an internal server that plays
      """
      @serve default
      @on DOT -> S: <reply>
      """
    When the client plays
      """
      @include ../session.smtp
      @include ../transaction.smtp
      C: DATA
      S: 354
      C: Subject: {{run}}
      C: .
      S: <class>
      C: QUIT
      S: 221
      @eof
      """
    Then the internal server heard "Subject: {{run}}" 1 time
    And the internal server received 0 messages

    Examples:
      | reply                 | class |
      | 554 5.6.0 Refused     | 5xx   |
      | 451 4.3.0 Not now     | 4xx   |

  @5321-4.2.5-01 @MUST-NOT @needs-mail
  Scenario: a message that never came to its end is not delivered
    When the client plays
      """
      @include ../session.smtp
      @include ../transaction.smtp
      C: DATA
      S: 354
      C: Subject: {{run}}
      C:
      C: the end is missing
      @shutdown write
      @eof
      or S: 4xx,5xx
      or @rst
      @mail count 0
      """
