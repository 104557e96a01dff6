@RFC5321-2.4
Feature: RFC 5321 2.4 General Syntax Principles and Transaction Model
  Verbs, keywords and parameters are recognised in upper and lower case; commands are made of ASCII characters; what has
  the high bit set in mail data may be refused but must not break the dialogue: 2.4.

  @5321-2.4-01 @MUST
  Scenario Outline: verbs and keywords are recognised in any case: <mail>
    When the client plays
      """
      S: 220
      C: <noop>
      S: 250
      C: <ehlo> {{client}}
      S: 250
      C: <mail>:<{{from}}>
      S: 250
      C: <rset>
      S: 250
      C: <mail>:<{{from}}>
      S: 250
      C: <rcpt>:<{{rcpt}}>
      S: 250
      C: <data>
      S: 354
      C: Subject: {{run}}
      C: .
      S: 250
      C: <quit>
      S: 221
      @eof
      """

    Examples:
      | ehlo | mail      | rcpt    | data | rset | noop | quit |
      | ehlo | mail from | rcpt to | data | rset | noop | quit |
      | EHLO | MAIL FROM | RCPT TO | DATA | RSET | NOOP | QUIT |
      | eHlO | mAiL fRoM | rCpT tO | dAtA | rSeT | nOoP | qUiT |
      | EhLo | MAIL from | rcpt TO | Data | Rset | Noop | Quit |

  @5321-2.4-01 @MUST
  Scenario: helo is recognised in lower case
    When the client plays
      """
      S: 220
      C: helo {{client}}
      S: 250
      @include goodbye.smtp
      """

  @5321-2.4-01 @MUST @offers-SIZE
  Scenario Outline: the parameter SIZE is recognised in any case: <size>
    When the client plays
      """
      @include ../session.smtp
      C: MAIL FROM:<{{from}}> <size>=100
      S: 250
      @include goodbye.smtp
      """

    Examples:
      | size |
      | SIZE |
      | size |
      | sIzE |

  @5321-2.4-01 @MUST @offers-8BITMIME
  Scenario Outline: the value of BODY is recognised in any case: <body>
    When the client plays
      """
      @include ../session.smtp
      C: MAIL FROM:<{{from}}> <body>
      S: 250
      @include goodbye.smtp
      """

    Examples:
      | body          |
      | BODY=8BITMIME |
      | body=8bitmime |
      | Body=7bit     |

  @5321-2.4-04 @MAY
  Scenario: mail data with the high bit set, not announced, are taken or refused with one reply
    When the client plays "octets/eight-bit-data.smtp"

  @5321-2.4-05 @SHOULD
  Scenario Outline: <what> is refused, and the session goes on
    When the client plays "octets/<file>.smtp"
    Then the client goes on
      """
      @fence
      @include goodbye.smtp
      """

    Examples:
      | what                                          | file             |
      | a verb that is not ASCII                      | eight-bit-verb   |
      | a sender that is not ASCII                    | eight-bit-sender |
      | a recipient that is not ASCII                 | eight-bit-recipient |

  @5321-2.4-06 @SHOULD
  Scenario: the server offers 8BITMIME
    When the client plays
      """
      S: 220
      C: EHLO {{client}}
      S: 250 has 8BITMIME
      or S: 250 -> warn "8BITMIME is not offered"
      @include goodbye.smtp
      """
