@RFC5321-3.2
Feature: RFC 5321 3.2 Client Initiation
  A client that says HELO gets no extended reply; the server must not return the form of reply that belongs to EHLO: 3.2.

  @5321-3.2-01 @MUST-NOT
  Scenario: the reply to HELO is one line
    When the client plays
      """
      S: 220
      C: HELO {{client}}
      S~ ^250( |$)
      or S~ ^250- -> fail "the reply to HELO has several lines"
      @fence
      @include goodbye.smtp
      """

  @5321-3.2-01 @MUST-NOT
  Scenario: the reply to HELO is one line after EHLO, too
    When the client plays
      """
      @include ../session.smtp
      C: HELO {{client}}
      S~ ^250( |$)
      or S~ ^250- -> fail "the reply to HELO has several lines"
      @fence
      @include goodbye.smtp
      """
