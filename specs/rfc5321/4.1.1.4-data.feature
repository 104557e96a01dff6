@RFC5321-4.1.1.4
Feature: RFC 5321 4.1.1.4 DATA
  The mail data are terminated by a line containing only a period, that is, the character sequence CRLF.CRLF, where the
  first CRLF is actually the terminator of the previous line.

  @5321-4.1.1.4-02 @MUST @needs-mail
  Scenario: LF.LF does not end the message
    When the client plays "eod/lf-dot-lf.smtp"

  @5321-4.1.1.4-03 @MUST
  Scenario: a message that is taken is answered 250
    When the client plays
      """
      @include ../session.smtp
      @include ../transaction.smtp
      C: DATA
      S: 354
      C: Subject: {{run}}
      C:
      C: hello
      C: .
      S: 250
      C: QUIT
      S: 221
      @eof
      """
