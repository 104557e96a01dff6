@RFC1870-3
Feature: RFC 1870 3 Framework for the size declaration extension
  SIZE stands in the reply to EHLO, with the largest message the server takes as its one parameter, or without; 0 is no
  fixed limit. MAIL may be 26 octets longer than before.

  @1870-3-01 @MUST @offers-SIZE
  Scenario: SIZE is offered with a decimal number or with nothing
    When the client plays
      """
      S: 220
      C: EHLO {{client}}
      S: 250 {offer:(?i:SIZE)( [0-9]+)?}
      C: QUIT
      S: 221
      @eof
      """

  @1870-3-01 @MUST @offers-SIZE
  Scenario: SIZE is offered once, and not in HELO's reply
    When the client plays
      """
      S: 220
      C: EHLO {{client}}
      S: 250 {offer:(?i:SIZE)( [0-9]+)?}
      # The same again: it does not depend on what went before.
      C: EHLO {{client}}
      S: 250 {offer}
      C: HELO {{client}}
      S~ ^250 .*
      @fence
      C: QUIT
      S: 221
      @eof
      """

  @1870-3-01 @MUST @gateway
  Scenario Outline: the limit offered is the limit configured: <kilobytes> KiB
    Given the gateway setting "Limits:MessageKilobytes" is "<kilobytes>"
    When the client plays
      """
      S: 220
      C: EHLO {{client}}
      S: 250 has SIZE <octets>
      C: MAIL FROM:<{{from}}> SIZE=<octets>
      S: 250
      C: RSET
      S: 250
      C: MAIL FROM:<{{from}}> SIZE=<more>
      S: 552 5.3.4
      C: QUIT
      S: 221
      @eof
      """

    Examples:
      | kilobytes | octets     | more       |
      | 64        | 65536      | 65537      |
      | 128       | 131072     | 131073     |
      | 2000000   | 2048000000 | 2048000001 |

  @1870-3-02 @MUST @offers-SIZE
  Scenario Outline: MAIL with SIZE may have 538 octets: <octets>
    When the client plays
      """
      @include ../session.smtp
      C: MAIL FROM:<{{s*64}}@{{a*63}}.{{b*63}}.{{c*61}}> SIZE=100{{ *<spaces>}}
      S: 250
      or S: 501,555 -> warn "space at the end of a line is not tolerated"
      @fence
      C: QUIT
      S: 221
      @eof
      """

    Examples: 275 octets, spaces, CRLF
      | spaces | octets |
      | 235    | 512    |
      | 236    | 513    |
      | 261    | 538    |

  @1870-3-02 @MUST @offers-SIZE
  Scenario: the longest path and the longest size fit one line
    When the client plays
      """
      @include ../session.smtp
      C: MAIL FROM:<{{s*64}}@{{a*63}}.{{b*63}}.{{c*61}}> SIZE=00000000000000000100
      S: 250
      or S: 501,555 -> warn "a size with leading zeros is a size"
      C: QUIT
      S: 221
      @eof
      """
