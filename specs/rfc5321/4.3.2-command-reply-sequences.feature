@RFC5321-4.3.2
Feature: RFC 5321 4.3.2 Command-reply sequences
  To each command belongs a set of replies, for success and for failure. Mandatory commands are never "not recognised",
  and no line within 512 octets is "too long". 500, 501 and 421 may come where they make sense.

  @5321-4.3.2-02 @5321-4.3.2-03 @5321-4.3.2-04 @5321-4.3.2-05 @5321-4.3.2-06 @5321-4.3.2-07 @MUST
  Scenario: each command of a plain session has its reply
    When the client plays
      """
      S: 220
      C: HELO {{client}}
      S: 250
      C: EHLO {{client}}
      S: 250
      C: MAIL FROM:<{{from}}>
      S: 250
      C: RCPT TO:<{{rcpt}}>
      S: 250,251
      C: NOOP
      S: 250
      C: DATA
      S: 354
      C: Subject: {{run}}
      C:
      C: text
      C: .
      S: 250
      C: RSET
      S: 250
      C: QUIT
      S: 221
      @eof
      """

  @5321-4.3.2-06 @MUST
  Scenario Outline: RSET and NOOP are taken in every state: <state>
    When the client plays
      """
      S: 220
      @include <state>.smtp
      C: NOOP
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

    Examples:
      | state                |
      | 4.3.2/greeted        |
      | 4.3.2/after-helo     |
      | 4.3.2/after-ehlo     |
      | 4.3.2/after-mail     |
      | 4.3.2/after-rcpt     |
      | 4.3.2/after-message  |
      | 4.3.2/after-nonsense |

  @5321-4.3.2-07 @MUST
  Scenario Outline: QUIT is answered 221 in every state, and the connection closed: <state>
    When the client plays
      """
      S: 220
      @include <state>.smtp
      C: QUIT
      S: 221
      @eof
      """

    Examples:
      | state                |
      | 4.3.2/greeted        |
      | 4.3.2/after-helo     |
      | 4.3.2/after-ehlo     |
      | 4.3.2/after-mail     |
      | 4.3.2/after-rcpt     |
      | 4.3.2/after-message  |
      | 4.3.2/after-nonsense |

  @5321-4.3.2-04 @5321-4.3.2-05 @MUST
  Scenario Outline: RCPT and DATA without a transaction are out of sequence: <state>
    When the client plays
      """
      S: 220
      @include <state>.smtp
      C: RCPT TO:<{{rcpt}}>
      S: 503
      or S: 550,501 -> warn "a bad sequence is 503"
      C: DATA
      S: 503,554
      or S: 354 -> warn "DATA was taken without a recipient"
      @fence
      C: QUIT
      S: 221
      @eof
      """

    Examples:
      | state               |
      | 4.3.2/greeted       |
      | 4.3.2/after-helo    |
      | 4.3.2/after-ehlo    |
      | 4.3.2/after-message |
      | 4.3.2/after-rset    |
      | 4.3.2/after-reehlo  |

  @5321-4.3.2-05 @MUST
  Scenario Outline: DATA without an accepted recipient is refused: <state>
    When the client plays
      """
      S: 220
      @include <state>.smtp
      C: DATA
      S: 503,554
      or S: 354 -> warn "DATA was taken without a recipient"
      @fence
      C: QUIT
      S: 221
      @eof
      """

    Examples:
      | state                 |
      | 4.3.2/after-mail      |
      | 4.3.2/after-bad-rcpts |

  @5321-4.3.2-03 @MUST
  Scenario Outline: MAIL inside a transaction is 503: <state>
    When the client plays
      """
      S: 220
      @include <state>.smtp
      C: MAIL FROM:<second@sender.example>
      S: 503
      or S: 250 -> warn "a second MAIL was taken inside a transaction"
      @fence
      C: QUIT
      S: 221
      @eof
      """

    Examples:
      | state            |
      | 4.3.2/after-mail |
      | 4.3.2/after-rcpt |

  @5321-4.3.2-03 @MUST
  Scenario Outline: after <state> the next MAIL starts afresh
    When the client plays
      """
      S: 220
      @include <state>.smtp
      C: MAIL FROM:<{{from}}>
      S: 250
      C: RCPT TO:<{{rcpt}}>
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
      | state                |
      | 4.3.2/after-message  |
      | 4.3.2/after-rset     |
      | 4.3.2/after-reehlo   |
      | 4.3.2/after-nonsense |

  @5321-4.3.2-08 @5321-4.3.2-09 @5321-4.3.2-10 @MUST
  Scenario Outline: the replies to <command>
    When the client plays
      """
      @include ../session.smtp
      C: <command>
      S: <replies>
      @fence
      C: MAIL FROM:<{{from}}>
      S: 250
      # Nor does it end a transaction (RFC 5321 4.1.1.6 to 4.1.1.8).
      C: <command>
      S: <replies>
      C: RCPT TO:<{{rcpt}}>
      S: 250,251
      C: QUIT
      S: 221
      @eof
      """

    Examples:
      | command              | replies                                         |
      | VRFY {{rcpt}}        | 250,251,252,502,504,550,551,553                 |
      | VRFY postmaster      | 250,251,252,502,504,550,551,553                 |
      | VRFY nobody-{{run}}  | 250,251,252,502,504,550,551,553                 |
      | EXPN staff-{{run}}   | 250,252,500,502,504,550                         |
      | HELP                 | 211,214,500,502,504                             |
      | HELP MAIL            | 211,214,500,502,504                             |

  @5321-4.3.2-12 @MUST-NOT
  Scenario Outline: a line within 512 octets is not too long: <octets> octets of <verb>
    When the client plays
      """
      @include ../session.smtp
      C: <verb> {{x*<x>}}
      S: <replies>
      @fence
      C: QUIT
      S: 221
      @eof
      """

    Examples: the octets are verb, space, argument, CRLF
      | verb | x   | octets | replies                             |
      | NOOP | 60  | 67     | 250,501                             |
      | NOOP | 504 | 511    | 250,501                             |
      | NOOP | 505 | 512    | 250,501                             |
      | VRFY | 504 | 511    | 250,251,252,501,502,504,550,551,553 |
      | VRFY | 505 | 512    | 250,251,252,501,502,504,550,551,553 |
      | RSET | 505 | 512    | 250,501                             |

  @5321-4.3.2-12 @MUST-NOT
  Scenario Outline: MAIL and RCPT of 511 octets are not too long: <spaces> spaces at their end
    When the client plays
      """
      @include ../session.smtp
      C: MAIL FROM:<sender@sender.example>{{ *<spaces>}}
      S: 250
      or S: 501,555 -> warn "space at the end of a line is not tolerated"
      C: QUIT
      S: 221
      @eof
      """

    Examples: 33 octets and CRLF
      | spaces |
      | 1      |
      | 476    |
      | 477    |

  @5321-4.3.2-13 @SHOULD
  Scenario Outline: <command> with an argument is 501
    When the client plays
      """
      @include ../session.smtp
      @include ../transaction.smtp
      C: <command> {{run}}
      S: 501
      or S: <lenient> -> warn "the argument was passed over"
      @fence
      # It was not obeyed: the transaction still stands.
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
      | command | lenient |
      | RSET    | 250     |
      | DATA    | 354     |
      | QUIT    | 221     |
