@RFC5321-3.8
Feature: RFC 5321 3.8 Terminating Sessions and Connections
  A server closes the connection after QUIT, with a 421, or when nothing comes for long, and for no other reason; above
  all not for a command that it does not know: 3.8.

  @5321-3.8-02 @MUST
  Scenario Outline: an unknown command is answered 500 and the session goes on: "<command>"
    When the client plays
      """
      @include ../session.smtp
      C: <command>
      S: 500
      or S: 501,502,503 -> warn "another code than 500"
      """
    Then the client goes on
      """
      @fence
      @include goodbye.smtp
      """

    Examples:
      | command                          |
      | BOGUS                            |
      | BOGUS with arguments             |
      | NOOPS                            |
      | NOO                              |
      | MAILFROM <nobody@sender.example> |

  @5321-3.8-02 @MUST
  Scenario: an empty line does not end the session
    When the client plays
      """
      @include ../session.smtp
      C:
      S: 500,501,502,503
      or S: 250 -> warn "an empty line is answered 250"
      """
    Then the client goes on
      """
      @fence
      @include goodbye.smtp
      """

  @5321-3.8-02 @MUST
  Scenario: an unknown command before EHLO does not end the session
    When the client plays
      """
      S: 220
      C: BOGUS
      S: 500,501,502,503
      C: EHLO {{client}}
      S: 250
      @include goodbye.smtp
      """

  @5321-3.8-02 @MUST
  Scenario: an unknown command leaves the transaction open
    When the client plays
      """
      @include ../session.smtp
      @include ../transaction.smtp
      C: BOGUS
      S: 500,501,502,503
      @include message.smtp
      @include goodbye.smtp
      """

  @5321-3.8-01 @MUST-NOT
  Scenario: the session goes on after each message
    When the client plays
      """
      @include ../session.smtp
      @include ../transaction.smtp
      @include message.smtp
      @fence
      @include ../transaction.smtp
      @include message.smtp
      @fence
      @include goodbye.smtp
      """

  @5321-3.8-01 @MUST-NOT @needs-unknown
  Scenario: a refused recipient does not end the session
    When the client plays
      """
      @include ../session.smtp
      C: MAIL FROM:<{{from}}>
      S: 250
      C: RCPT TO:<{{unknown}}>
      S: 4xx,5xx
      @fence
      @include goodbye.smtp
      """
