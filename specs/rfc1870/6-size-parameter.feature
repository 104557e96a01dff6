@RFC1870-6
Feature: RFC 1870 6 The size declared and the size received
  A client declares at MAIL how large the message will be, in up to 20 digits. A size over the limit is refused there
  with 552 (6.1). What is really sent may differ: it ends where it ends, never where the declaration said, and a message
  over the limit is read to its end before it is refused (6.3).

  @1870-6-01 @MUST @offers-SIZE
  Scenario Outline: what is no size is refused: MAIL <parameter>
    When the client plays
      """
      @include ../session.smtp
      C: MAIL FROM:<{{from}}> <parameter>
      S: 501
      or S: 500,553,555 -> warn "a wrong parameter is 501"
      @fence
      # MAIL was not accepted.
      C: RCPT TO:<{{rcpt}}>
      S: 503
      C: QUIT
      S: 221
      @eof
      """

    Examples:
      | parameter  |
      | SIZE=abc   |
      | SIZE=-1    |
      | SIZE=+1    |
      | SIZE=1.5   |
      | SIZE=0x10  |
      | SIZE=1k    |
      | SIZE=      |
      | SIZE=1,000 |

  @1870-6-01 @MUST @offers-SIZE
  Scenario Outline: a size that no machine word holds is not taken for a small one: SIZE=<size>
    When the client plays
      """
      @include ../session.smtp
      C: MAIL FROM:<{{from}}> SIZE=<size>
      S: 552,452
      or S: 501 -> warn "a size has up to 20 digits"
      or S: 250 -> warn "a size that no server can take was taken"
      @fence
      C: QUIT
      S: 221
      @eof
      """

    Examples: 2 to the power of 63 and of 64, and more
      | size                 |
      | 9223372036854775807  |
      | 9223372036854775808  |
      | 18446744073709551615 |
      | 99999999999999999999 |

  @1870-6-01 @MUST @gateway
  Scenario Outline: a size that wraps to a small one is refused as too large: <size>
    When the client plays
      """
      @include ../session.smtp
      C: MAIL FROM:<{{from}}> SIZE=<size>
      S: 552 5.3.4
      C: QUIT
      S: 221
      @eof
      """

    Examples: 100 and 2 to the power of 32, 63, 64
      | size                 |
      | 4294967396           |
      | 9223372036854775908  |
      | 18446744073709551716 |
      | 99999999999999999999 |

  @1870-6-01 @MUST @offers-SIZE
  Scenario: a size of more than 20 digits is refused
    When the client plays
      """
      @include ../session.smtp
      C: MAIL FROM:<{{from}}> SIZE=100000000000000000000
      S: 501,552
      or S: 500,553,555 -> warn "a wrong parameter is 501"
      C: QUIT
      S: 221
      @eof
      """

  @1870-6-01 @MUST @offers-SIZE
  Scenario: SIZE stands once in a MAIL
    When the client plays
      """
      @include ../session.smtp
      C: MAIL FROM:<{{from}}> SIZE=1 SIZE=2
      S: 501,555
      or S: 250 -> warn "which of two sizes counts is anybody's guess"
      @fence
      C: QUIT
      S: 221
      @eof
      """

  @1870-6-01 @MUST @offers-SIZE
  Scenario Outline: a size is taken in any case, and with 0 for not known: <parameter>
    When the client plays
      """
      @include ../session.smtp
      C: MAIL FROM:<{{from}}> <parameter>
      S: 250
      C: RCPT TO:<{{rcpt}}>
      S: 250,251
      C: QUIT
      S: 221
      @eof
      """

    Examples:
      | parameter |
      | SIZE=500  |
      | size=500  |
      | Size=0    |

  @1870-6-02 @1870-6.1-03 @MUST-NOT @offers-SIZE
  Scenario Outline: the message ends at its period, whatever size was declared: <declared>
    When the client plays
      """
      @include ../session.smtp
      C: MAIL FROM:<{{from}}> SIZE=<declared>
      S: 250
      C: RCPT TO:<{{rcpt}}>
      S: 250,251
      C: DATA
      S: 354
      C: Subject: {{run}}
      C:
      C: some text of some length
      C: RSET
      C: QUIT
      C: {{x*400}}
      C: .
      S: 250,552
      @fence
      C: QUIT
      S: 221
      @eof
      """

    Examples:
      | declared |
      | 0        |
      | 1        |
      | 10       |
      | 40       |
      | 60000    |

  @1870-6-02 @MUST-NOT @gateway
  Scenario Outline: a message of another size than declared arrives whole: <declared>
    Given an internal server that accepts everything
    When the client plays
      """
      @include ../session.smtp
      C: MAIL FROM:<{{from}}> SIZE=<declared>
      S: 250
      C: RCPT TO:<{{rcpt}}>
      S: 250
      C: DATA
      S: 354
      C: Subject: {{run}}
      C:
      C: {{x*400}}
      C: the end
      C: .
      S: 250
      C: QUIT
      S: 221
      @eof
      """
    Then the internal server received 1 message
    And the message received has the lines
      """
      Subject: {{run}}
      {{x*400}}
      the end
      """

    Examples:
      | declared |
      | 0        |
      | 10       |
      | 60000    |

  @1870-6.1-01 @SHOULD @offers-SIZE
  Scenario: the limit may be declared, ten times as much is refused at MAIL
    When the client plays
      """
      S: 220
      C: EHLO {{client}}
      S: 250 {keyword:(?i:SIZE)} {limit:[1-9][0-9]*}
      or S: 250 -> pass
      C: MAIL FROM:<{{from}}> SIZE={{limit}}
      S: 250
      C: RSET
      S: 250
      C: MAIL FROM:<{{from}}> SIZE={{limit}}0
      S: 552
      or S: 452 -> warn "more than the fixed limit is for ever too much"
      or S: 250 -> warn "a size over the limit is not refused at MAIL"
      @fence
      C: RCPT TO:<{{rcpt}}>
      S: 503
      C: MAIL FROM:<{{from}}> SIZE=1
      S: 250
      C: QUIT
      S: 221
      @eof
      """

  @1870-6.3-01 @SHOULD-NOT @gateway
  Scenario Outline: of a limit of 64 KiB <declared> are declared and <sent> sent: <reply>
    Given an internal server that accepts everything
    And the gateway setting "Limits:MessageKilobytes" is "64"
    When the client plays
      """
      @include ../session.smtp
      C: MAIL FROM:<{{from}}> SIZE=<declared>
      S: 250
      C: RCPT TO:<{{rcpt}}>
      S: 250
      C: DATA
      S: 354
      C: Subject: {{x*989}}
      C:
      @repeat 64
      C: {{x*998}}
      @end
      C: {{x*<last>}}
      C: .
      S: <reply>
      @fence
      C: QUIT
      S: 221
      @eof
      """
    Then the internal server received <messages> messages

    Examples: 1000 and 2 and 64 times 1000 and the last line
      | declared | sent  | last | reply | messages |
      | 65536    | 65536 | 532  | 250   | 1        |
      | 1000     | 65536 | 532  | 250   | 1        |
      | 65536    | 65537 | 533  | 552   | 0        |
      | 1000     | 65537 | 533  | 552   | 0        |

  @1870-6.3-02 @MUST @gateway
  Scenario: a message over the limit is read to its end, then refused, and the session goes on
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
      @repeat 200
      C: {{x*998}}
      @end
      # All this is still the message.
      C: RSET
      C: QUIT
      @quiet 30ms
      C: .
      S: 552 5.3.4
      @fence
      # The next one is judged by its own size.
      @include ../transaction.smtp
      C: DATA
      S: 354
      C: Subject: a small one
      C: .
      S: 250
      C: QUIT
      S: 221
      @eof
      """
    Then the internal server received 1 message
