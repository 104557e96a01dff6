@RFC5321-4.5.1
Feature: RFC 5321 4.5.1 Minimum implementation
  EHLO, HELO, MAIL, RCPT, DATA, RSET, NOOP, QUIT and VRFY are known to every server, and mail to postmaster is taken in
  whatever case it is written, for each domain served and without any domain.

  @5321-4.5.1-01 @5321-4.3.2-11 @MUST
  Scenario Outline: <command> is recognised
    When the client plays
      """
      @include ../session.smtp
      C: <command>
      S: <replies>
      """

    Examples:
      | command              | replies                                     |
      | EHLO {{client}}      | 250                                         |
      | HELO {{client}}      | 250                                         |
      | MAIL FROM:<{{from}}> | 250                                         |
      | RCPT TO:<{{rcpt}}>   | 503,550                                     |
      | DATA                 | 354,503,554                                 |
      | RSET                 | 250                                         |
      | NOOP                 | 250                                         |
      | QUIT                 | 221                                         |
      | VRFY {{rcpt}}        | 250,251,252,450,451,502,504,550,551,553,554 |
      | ehlo {{client}}      | 250                                         |
      | helo {{client}}      | 250                                         |
      | mAiL fRoM:<{{from}}> | 250                                         |
      | rcpt to:<{{rcpt}}>   | 503,550                                     |
      | data                 | 354,503,554                                 |
      | rset                 | 250                                         |
      | nOOp                 | 250                                         |
      | quit                 | 221                                         |
      | vrfy {{rcpt}}        | 250,251,252,450,451,502,504,550,551,553,554 |

  @5321-4.5.1-02 @MUST @needs-rcpt-domain
  Scenario Outline: mail to <postmaster> is taken
    When the client plays
      """
      @include ../session.smtp
      C: MAIL FROM:<{{from}}>
      S: 250
      C: RCPT TO:<<postmaster>>
      S: 250,251
      C: DATA
      S: 354
      C: Subject: {{run}}
      C: .
      S: 250
      C: QUIT
      S: 221
      @eof
      """

    Examples:
      | postmaster                  |
      | Postmaster                  |
      | postmaster                  |
      | POSTMASTER                  |
      | postmaster@{{rcpt-domain}}  |
      | Postmaster@{{rcpt-domain}}  |
      | PoStMaStEr@{{rcpt-domain}}  |

  @5321-4.5.1-02 @MUST @needs-mail
  Scenario: mail to postmaster without a domain arrives
    When the client plays
      """
      @include ../session.smtp
      C: MAIL FROM:<{{from}}>
      S: 250
      C: RCPT TO:<Postmaster>
      S: 250
      C: DATA
      S: 354
      C: Subject: {{run}}
      C: .
      S: 250
      @mail count 1 within 5s
      C: QUIT
      S: 221
      @eof
      """

  @5321-4.5.1-03 @SHOULD
  Scenario: postmaster can be written to with an empty reverse path
    When the client plays
      """
      @include ../session.smtp
      C: MAIL FROM:<>
      S: 250
      C: RCPT TO:<Postmaster>
      S: 250,251
      C: QUIT
      S: 221
      @eof
      """
