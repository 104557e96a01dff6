@RFC2034-4
Feature: RFC 2034 4 Enhanced error codes in replies
  A server that offers ENHANCEDSTATUSCODES begins the text of each 2yz, 4yz and 5yz reply with an enhanced code of the same
  class, on every line of it. The greeting, the replies to HELO and EHLO, and 3yz replies have none.

  @2034-3-01 @MUST @offers-ENHANCEDSTATUSCODES
  Scenario: ENHANCEDSTATUSCODES is offered without a parameter
    When the client plays
      """
      S: 220
      C: EHLO {{client}}
      S: 250 {keyword:(?i:ENHANCEDSTATUSCODES)}
      C: QUIT
      S: 221
      @eof
      """

  @2034-4-01 @2034-4-03 @2034-4-04 @MUST @offers-ENHANCEDSTATUSCODES
  Scenario: each reply of a good session begins with an enhanced code of its class
    When the client plays
      """
      @include ../session.smtp
      C: NOOP
      S: 250 2.x.x
      C: RSET
      S: 250 2.x.x
      C: MAIL FROM:<{{from}}>
      S: 250 2.x.x
      C: RCPT TO:<{{rcpt}}>
      S: 250,251 2.x.x
      C: DATA
      S: 354
      C: Subject: {{run}}
      C: .
      S: 250 2.x.x
      C: QUIT
      S: 221 2.x.x
      @eof
      """

  @2034-4-01 @2034-4-03 @2034-4-04 @MUST @offers-ENHANCEDSTATUSCODES
  Scenario Outline: a refusal begins with an enhanced code of class 5: <command>
    When the client plays
      """
      @include ../session.smtp
      C: <command>
      S: 5xx 5.x.x
      or S: 4xx 4.x.x
      @fence
      C: QUIT
      S: 221
      @eof
      """

    Examples:
      | command                                |
      | FOOBAR                                 |
      | MAIL                                   |
      | MAIL FROM:                             |
      | MAIL FROM:<{{from}}> NOSUCHPARAMETER=1 |
      | MAIL FROM:<@>                          |
      | RCPT TO:<{{rcpt}}>                     |
      | RCPT TO:                               |
      | {{x*505}}                              |

  @2034-4-01 @2034-4-03 @2034-4-04 @MUST @offers-ENHANCEDSTATUSCODES
  Scenario Outline: whatever the reply to <command>, its enhanced code is of its class
    When the client plays
      """
      @include ../session.smtp
      C: <command>
      S: 2xx 2.x.x
      or S: 5xx 5.x.x
      or S: 4xx 4.x.x
      or S: 354 -> pass
      @fence
      C: QUIT
      S: 221
      @eof
      """

    Examples:
      | command                          |
      | VRFY {{rcpt}}                    |
      | VRFY nobody-{{run}}              |
      | VRFY                             |
      | EXPN staff                       |
      | HELP                             |
      | HELP MAIL                        |
      | NOOP with words                  |
      | DATA                             |
      | RSET now                         |
      | ETRN sender.example              |
      | MAIL FROM:<{{a*65}}@sender.example> |

  @2034-4-01 @2034-4-03 @MUST @offers-ENHANCEDSTATUSCODES
  Scenario: refusals inside a transaction have enhanced codes
    When the client plays
      """
      @include ../session.smtp
      C: MAIL FROM:<{{from}}>
      S: 250 2.x.x
      C: MAIL FROM:<{{from}}>
      S: 5xx 5.x.x
      or S: 250 2.x.x -> pass
      C: RCPT TO:<>
      S: 5xx 5.x.x
      C: RCPT TO:
      S: 5xx 5.x.x
      C: DATA
      S: 5xx 5.x.x
      or S: 354 -> pass
      C: QUIT
      S: 221
      @eof
      """

  @2034-4-01 @2034-4-03 @MUST @offers-ENHANCEDSTATUSCODES @needs-unknown
  Scenario: an unknown recipient is refused with an enhanced code about addresses or policy
    When the client plays
      """
      @include ../session.smtp
      C: MAIL FROM:<{{from}}>
      S: 250 2.x.x
      C: RCPT TO:<{{unknown}}>
      S: 5xx 5.x.x
      @fence
      C: QUIT
      S: 221
      @eof
      """

  @2034-4-02 @MUST-NOT @offers-ENHANCEDSTATUSCODES
  Scenario: 354 has no enhanced code
    When the client plays
      """
      @include ../session.smtp
      @include ../transaction.smtp
      C: DATA
      S~ ^354($| (?!\d\.\d+\.\d+))
      C: Subject: {{run}}
      C: .
      S: 250 2.x.x
      C: QUIT
      S: 221
      @eof
      """

  @2034-4-05 @MUST @offers-ENHANCEDSTATUSCODES
  Scenario: a client that said HELO gets enhanced codes too
    When the client plays
      """
      S: 220
      C: HELO {{client}}
      S: 250
      C: MAIL FROM:<{{from}}>
      S: 250 2.x.x
      C: RCPT TO:
      S: 5xx 5.x.x
      C: RCPT TO:<{{rcpt}}>
      S: 250,251 2.x.x
      C: DATA
      S: 354
      C: Subject: {{run}}
      C: .
      S: 250 2.x.x
      C: FOOBAR
      S: 5xx 5.x.x
      C: QUIT
      S: 221 2.x.x
      @eof
      """

  @2034-4-06 @MUST @offers-ENHANCEDSTATUSCODES
  Scenario: the greeting and the replies to HELO and EHLO have no enhanced code
    When the client plays
      """
      S~ ^220($| (?!\d\.\d+\.\d+( |$)))
      C: HELO {{client}}
      S~ ^250($| (?!\d\.\d+\.\d+( |$)))
      C: EHLO {{client}}
      S~ ^250-(?!\d\.\d+\.\d+( |$))
      # The other lines
      S: 250 {keyword:(?i:ENHANCEDSTATUSCODES)}
      C: QUIT
      S: 221
      @eof
      """

  @2034-4-01 @2034-4-03 @MUST @gateway
  Scenario Outline: a reply of the internal server without an enhanced code gets one of its class: <stage> <internal>
    Given an internal server that plays
      """
      @serve default
      @on <stage> -> S: <internal>
      """
    When the client plays
      """
      @include ../session.smtp
      @include ../transaction.smtp
      C: DATA
      S: 354
      C: Subject: {{run}}
      C: .
      S: <client>
      C: QUIT
      S: 221
      @eof
      """

    Examples:
      | stage | internal               | client    |
      | DOT   | 550 No                 | 550 5.x.x |
      | DOT   | 550 2.0.0 Contradicted | 550 5.x.x |
      | DOT   | 451 5.1.1 Contradicted | 451 4.x.x |
      | DOT   | 452 Full               | 452 4.x.x |
      | RCPT  | 450 Busy               | 450 4.x.x |
      | MAIL  | 553 4.1.1.1 Odd        | 553 5.x.x |
      | DOT   | 250 Fine               | 250 2.x.x |
