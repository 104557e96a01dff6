@RFC5321-2.2.1
Feature: RFC 5321 2.2.1 Background
  A server supports EHLO even if it has no extension to offer, and HELO stays good enough to send mail with: 2.2.1, last
  paragraphs.

  @5321-2.2.1-01 @MUST
  Scenario: EHLO is answered 250
    When the client plays
      """
      @include ../session.smtp
      @include goodbye.smtp
      """

  @5321-2.2.1-02 @MUST
  Scenario: HELO is good enough to send mail with
    When the client plays
      """
      S: 220
      C: HELO {{client}}
      S: 250
      @include ../transaction.smtp
      @include message.smtp
      @include goodbye.smtp
      """
