@RFC5321-4.1.3
Feature: RFC 5321 4.1.3 Address Literals
  An IPv4 literal is four numbers up to 255 in brackets, an IPv6 literal has the tag IPv6: in front: 4.1.3. A server need
  not look closely at the name in EHLO, but must take the right ones.

  @5321-4.1.3-01 @5321-4.1.3-02 @MUST
  Scenario Outline: <literal> is an address literal
    When the client plays
      """
      S: 220
      C: EHLO <literal>
      S: 250
      @include ../transaction.smtp
      @include goodbye.smtp
      """

    Examples:
      | literal                               |
      | [0.0.0.0]                             |
      | [255.255.255.255]                     |
      | [IPv6:2001:db8:0:1:2:3:4:5]           |
      | [IPv6:2001:DB8::]                     |
      | [IPv6:::]                             |
      | [IPv6:2001:db8::192.0.2.1]            |
      | [ipv6:2001:db8::1]                    |

  @5321-4.1.3-01 @5321-4.1.3-02 @MUST
  Scenario Outline: <literal> is no address literal
    When the client plays
      """
      S: 220
      C: EHLO <literal>
      S: 501
      or S: 500,504,550,553 -> warn "another code than 501"
      or S: 250 -> warn "the name is not looked at"
      """
    Then the client goes on
      """
      C: EHLO {{client}}
      S: 250
      @include goodbye.smtp
      """

    Examples:
      | literal                        |
      | [300.1.1.1]                    |
      | [192.0.2]                      |
      | [192.0.2.1                     |
      | [192.0.2.1.2]                  |
      | []                             |
      | [2001:db8::1]                  |
      | [IPv6:2001:db8::1::2]          |
      | [IPv6:12345::1]                |

  @5321-4.1.3-01 @5321-4.1.3-02 @MUST
  Scenario Outline: a sender at <literal> is a syntax error
    When the client plays
      """
      @include ../session.smtp
      C: MAIL FROM:<{{run}}@<literal>>
      S: 500,501,553
      or S: 5xx -> warn "another code than 501"
      or S: 250 -> warn "the literal is not looked at"
      """
    Then the client goes on
      """
      @fence
      @include goodbye.smtp
      """

    Examples:
      | literal                        |
      | [300.1.1.1]                    |
      | [192.0.2]                      |
      | [192.0.2.1                     |
      | []                             |
      | [2001:db8::1]                  |
      | [IPv6:2001:db8::1::2]          |
