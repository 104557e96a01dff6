@RFC5321-2.3.5
Feature: RFC 5321 2.3.5 Domain Names
  The reserved mailbox postmaster may be used in RCPT without a domain, in upper and lower case, and is taken then: 2.3.5,
  last paragraph.

  @5321-2.3.5-03 @MUST
  Scenario Outline: RCPT TO:<<mailbox>> without a domain is taken
    When the client plays
      """
      @include ../session.smtp
      C: MAIL FROM:<{{from}}>
      S: 250
      C: RCPT TO:<<mailbox>>
      S: 250,251
      @include goodbye.smtp
      """

    Examples:
      | mailbox    |
      | postmaster |
      | Postmaster |
      | POSTMASTER |

  @5321-2.3.5-03 @MUST
  Scenario: a message to postmaster alone is taken
    When the client plays
      """
      @include ../session.smtp
      C: MAIL FROM:<{{from}}>
      S: 250
      C: RCPT TO:<postmaster>
      S: 250,251
      @include message.smtp
      @include goodbye.smtp
      """
