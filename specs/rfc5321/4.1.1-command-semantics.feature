@RFC5321-4.1.1
Feature: RFC 5321 4.1.1 Command Semantics and Syntax
  White space before CRLF is tolerated, but commands that have no arguments are refused when they get some, unless an
  extension gave them one: 4.1.1.

  @5321-4.1.1-01 @SHOULD
  Scenario Outline: white space behind <command> is tolerated
    When the client plays
      """
      @include ../session.smtp
      C> "<command> \r\n"
      S: 250
      or S: 5xx -> warn "a space at the end is not tolerated"
      C> "<command> \t \r\n"
      S: 250
      or S: 5xx -> warn "white space at the end is not tolerated"
      """
    Then the client goes on
      """
      @fence
      @include goodbye.smtp
      """

    Examples:
      | command            |
      | NOOP               |
      | RSET               |
      | EHLO client.example |
      | HELO client.example |

  @5321-4.1.1-01 @SHOULD
  Scenario: white space behind MAIL, RCPT, DATA and QUIT is tolerated
    When the client plays
      """
      @include ../session.smtp
      C> "MAIL FROM:<{{from}}> \r\n"
      S: 250
      or S: 5xx -> warn "a space behind MAIL is not tolerated"
      C> "RCPT TO:<{{rcpt}}>  \r\n"
      S: 250
      or S: 5xx -> warn "spaces behind RCPT are not tolerated"
      C> "DATA \r\n"
      S: 354
      or S: 5xx -> warn "a space behind DATA is not tolerated"
      C: .
      S: 250,4xx,5xx
      C> "QUIT \r\n"
      S: 221
      or S: 5xx -> warn "a space behind QUIT is not tolerated"
      @eof
      """

  @5321-4.1.1-02 @SHOULD
  Scenario: RSET with an argument is refused and discards nothing
    When the client plays
      """
      @include ../session.smtp
      @include ../transaction.smtp
      C: RSET all
      S: 500,501,504
      or S: 5xx -> warn "another code than 501"
      or S: 250 -> warn "the argument is ignored"
      @include message.smtp
      @include goodbye.smtp
      """

  @5321-4.1.1-02 @SHOULD
  Scenario: DATA with an argument is refused and the transaction stays open
    When the client plays
      """
      @include ../session.smtp
      @include ../transaction.smtp
      C: DATA now
      S: 500,501,504
      or S: 5xx -> warn "another code than 501"
      or S: 354 -> warn "the argument is ignored"
      @include message.smtp
      @include goodbye.smtp
      """

  @5321-4.1.1-02 @SHOULD
  Scenario: QUIT with an argument is refused and the session stays open
    When the client plays
      """
      @include ../session.smtp
      C: QUIT now
      S: 500,501,504
      or S: 5xx -> warn "another code than 501"
      or S: 221 -> warn "the argument is ignored"
      @fence
      @include goodbye.smtp
      """
