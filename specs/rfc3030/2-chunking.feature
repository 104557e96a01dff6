@RFC3030-2 @offers-CHUNKING
Feature: RFC 3030 2 The CHUNKING extension
  BDAT brings so many octets of the message, whatever they are. What is refused is read first: none of it is ever a command.

  @3030-2-01 @3030-2-02 @MUST
  Scenario: a message in one chunk is taken, and the next octet begins a command
    When the client plays
      """
      @include ../session.smtp
      @include ../transaction.smtp
      @bdat all last <<END
      Subject: {{run}}

      in one chunk
      END
      S: 250
      @fence
      C: QUIT
      S: 221
      @eof
      """

  @3030-2-01 @MUST
  Scenario: DATA still works where CHUNKING is offered
    When the client plays
      """
      @include ../message.smtp
      """

  @3030-2-02 @MUST
  Scenario Outline: chunks may end <where>
    When the client plays
      """
      @include ../session.smtp
      @include ../transaction.smtp
      C> <first>
      S: 250
      C> <second>
      S: 250
      @fence
      """

    Examples:
      | where                 | first                                   | second                                                       |
      | at the end of a line  | "BDAT 20\r\x0ASubject: in chunks\r\x0A" | "BDAT 9 LAST\r\x0A\r\x0Ahello\r\x0A"                         |
      | within a line         | "BDAT 14\r\x0ASubject: in ch"           | "BDAT 15 LAST\r\x0Aunks\r\x0A\r\x0Ahello\r\x0A"              |
      | within a CRLF         | "BDAT 19\r\x0ASubject: in chunks\r"     | "BDAT 10 LAST\r\x0A\x0A\r\x0Ahello\r\x0A"                    |
      | behind a single octet | "BDAT 1\r\x0AS"                         | "BDAT 28 LAST\r\x0Aubject: in chunks\r\x0A\r\x0Ahello\r\x0A" |

  @3030-2-03 @MUST
  Scenario: an empty chunk can be the last
    When the client plays
      """
      @include ../session.smtp
      @include ../transaction.smtp
      C> "BDAT 29\r\nSubject: in chunks\r\n\r\nhello\r\n"
      S: 250
      C: BDAT 0 LAST
      S: 250
      @fence
      """

  @3030-2-02 @2920-3.1-01 @MUST @offers-PIPELINING
  Scenario: a whole transaction with its chunks in one write
    When the client plays
      """
      @include ../session.smtp
      C> "MAIL FROM:<{{from}}>\r\nRCPT TO:<{{rcpt}}>\r\nBDAT 12\r\nSubject: x\r\nBDAT 9 LAST\r\n\r\nhello\r\nNOOP\r\n"
      S: 250
      S: 250,251
      S: 250
      S: 250
      S: 250
      @fence
      """

  @3030-2-04 @MUST
  Scenario: a chunk behind the last one is read, then refused
    When the client plays
      """
      @include ../session.smtp
      @include ../transaction.smtp
      C> "BDAT 29 LAST\r\nSubject: in chunks\r\n\r\nhello\r\n"
      S: 250
      C> "BDAT 6\r\nQUIT\r\n"
      S: 503
      or S: 5xx -> warn "another code than 503"
      @fence
      """

  @3030-2-05 @3030-2-14 @MUST
  Scenario Outline: a chunk <when> is read, then refused
    When the client plays
      """
      @include ../session.smtp
      @include <before>
      C> "BDAT 6 <last>\r\nQUIT\r\n"
      S: 503
      or S: 5xx -> warn "another code than 503"
      @fence
      """

    Examples:
      | when                            | before       | last |
      | without MAIL                    | nothing.smtp |      |
      | without MAIL, the last at once, | nothing.smtp | LAST |
      | without RCPT                    | mail.smtp    |      |
      | without RCPT, the last at once, | mail.smtp    | LAST |

  @3030-2-07 @MUST
  Scenario: chunks that are on their way behind one that is refused are read and refused
    When the client plays
      """
      @include ../session.smtp
      @include mail.smtp
      C> "BDAT 6\r\nQUIT\r\nBDAT 6\r\nRSET\r\nBDAT 6 LAST\r\nNOOP\r\n"
      S: 5xx
      S: 5xx
      S: 5xx
      C: RSET
      S: 250
      @include ../transaction.smtp
      @include ../content.smtp
      """

  @3030-2-08 @MUST
  Scenario: DATA behind a chunk is refused
    When the client plays
      """
      @include ../session.smtp
      @include ../transaction.smtp
      C> "BDAT 12\r\nSubject: x\r\n"
      S: 250
      C: DATA
      S: 503
      or S: 5xx -> warn "another code than 503"
      C: RSET
      S: 250
      @fence
      """

  @3030-2-09 @MUST
  Scenario Outline: <what> forgets the chunks that have come
    When the client plays
      """
      @include ../session.smtp
      @include ../transaction.smtp
      C> "BDAT 12\r\nSubject: x\r\n"
      S: 250
      C: <what>
      S: 250
      C> "BDAT 6 LAST\r\nQUIT\r\n"
      S: 503
      or S: 5xx -> warn "another code than 503"
      @include ../transaction.smtp
      @include ../content.smtp
      """

    Examples:
      | what            |
      | RSET            |
      | EHLO {{client}} |

  @3030-2-12 @MUST
  Scenario Outline: <argument> is no size
    When the client plays
      """
      @include ../session.smtp
      @include ../transaction.smtp
      C: BDAT <argument>
      S: 501
      or S: 421 -> pass
      or S: 5xx -> warn "another code than 501"
      """

    Examples:
      | argument             |
      | x                    |
      | -1                   |
      | 1.5                  |
      | 0x10                 |
      | LAST                 |
      | 99999999999999999999 |

  @3030-2-12 @MUST
  Scenario: BDAT needs a size
    When the client plays
      """
      @include ../session.smtp
      @include ../transaction.smtp
      C: BDAT
      S: 501
      or S: 421 -> pass
      or S: 5xx -> warn "another code than 501"
      """

  @3030-2-13 @MUST
  Scenario: a line with a dot ends nothing
    When the client plays
      """
      @include ../session.smtp
      @include ../transaction.smtp
      C> "BDAT 28 LAST\r\nSubject: x\r\n\r\none\r\n.\r\nQUIT\r\n"
      S: 250
      @fence
      """
