@RFC5321-4.1.1.9
Feature: RFC 5321 4.1.1.9 NOOP
  NOOP does nothing but be answered 250, in any state; an argument is ignored: 4.1.1.9.

  @5321-4.1.1.9-01 @MUST
  Scenario Outline: NOOP leaves the transaction open: "<command>"
    When the client plays
      """
      @include ../session.smtp
      C: MAIL FROM:<{{from}}>
      S: 250
      C: <command>
      S: 250
      C: RCPT TO:<{{rcpt}}>
      S: 250
      C: <command>
      S: 250
      @include message.smtp
      @include goodbye.smtp
      """

    Examples:
      | command |
      | NOOP |

  @5321-4.1.1.9-02 @SHOULD
  Scenario Outline: the argument of NOOP is ignored: "<command>"
    When the client plays
      """
      @include ../session.smtp
      @include ../transaction.smtp
      C: <command>
      S: 250
      or S: 500,501,504 -> warn "NOOP with an argument is refused"
      @include message.smtp
      @include goodbye.smtp
      """

    Examples:
      | command                 |
      | NOOP nothing            |
      | NOOP anything at all    |
      | NOOP RSET               |
      | NOOP "a string"         |
      | NOOP {{x*400}}          |
