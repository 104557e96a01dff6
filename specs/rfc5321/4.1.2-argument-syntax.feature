@RFC5321-4.1.2
Feature: RFC 5321 4.1.2 Command Argument Syntax
  The grammar of paths and parameters: source routes, quoted local parts and address literals are part of it; control
  characters are not, and get 501: 4.1.2. A mailbox may be refused by policy, but not as a syntax error.

  @5321-4.1.2-01 @MUST
  Scenario Outline: a source route in MAIL is understood: <route>
    When the client plays
      """
      @include ../session.smtp
      C: MAIL FROM:<<route>:{{from}}>
      S: 250
      or S: 4xx,550,553,554 -> pass
      or S: 5xx -> fail "the source route is taken for a syntax error"
      @include goodbye.smtp
      """

    Examples:
      | route                        |
      | @relay.example               |
      | @one.example,@two.example    |

  @5321-4.1.2-02 @MUST
  Scenario Outline: <what> is refused
    When the client plays "octets/<file>.smtp"
    Then the client goes on
      """
      @fence
      @include goodbye.smtp
      """

    Examples:
      | what                                  | file                |
      | a control character in the sender     | control-sender      |
      | NUL in the sender                     | nul-sender          |
      | a control character in the recipient  | control-recipient   |
      | NUL in the recipient                  | nul-recipient       |
      | DEL in the sender                     | del-sender          |

  @5321-4.1.2-02 @MUST
  Scenario Outline: a sender's domain that can be none is refused: "<domain>"
    When the client plays
      """
      @include ../session.smtp
      C: MAIL FROM:<{{run}}@<domain>>
      S: 500,501,553
      or S: 5xx -> warn "another code than 501"
      or S: 250 -> warn "the domain is not looked at"
      """
    Then the client goes on
      """
      @fence
      @include goodbye.smtp
      """

    Examples:
      | domain               |
      | under_score.example  |
      | sender!.example      |
      | -sender.example      |
      | sender-.example      |
      | sender..example      |
      | .sender.example      |

  @5321-4.1.2-04 @MUST
  Scenario Outline: a quoted local part is understood: <local>
    When the client plays
      """
      @include ../session.smtp
      C: MAIL FROM:<<local>@sender.example>
      S: 250
      or S: 550,553,554 -> warn "the sender is refused"
      """
    Then the client goes on
      """
      @fence
      @include goodbye.smtp
      """

    Examples:
      | local            |
      | "{{run}}"        |
      | "{{run}} x"      |
      | "{{run}}@x"      |
      | "{{run}}>x"      |
      | "{{run}}<x"      |
      | "{{run}},x"      |
      | "{{run}}:x"      |
      | "{{run}}..x"     |
      | ".{{run}}."      |
      | ""               |

  @5321-4.1.2-04 @MUST
  Scenario: a quoted pair in a local part is understood
    When the client plays
      """
      @include ../session.smtp
      C: MAIL FROM:<"{{run}}\"x"@sender.example>
      S: 250
      or S: 550,553,554 -> warn "the sender is refused"
      C: RSET
      S: 250
      C: MAIL FROM:<"{{run}}\\"@sender.example>
      S: 250
      or S: 550,553,554 -> warn "the sender is refused"
      C: RSET
      S: 250
      C: MAIL FROM:<"{{run}}\x"@sender.example>
      S: 250
      or S: 550,553,554 -> warn "the sender is refused"
      @include goodbye.smtp
      """

  @5321-4.1.2-04 @MUST
  Scenario Outline: a quoted local part of a recipient is no syntax error: <local>
    When the client plays
      """
      @include ../session.smtp
      C: MAIL FROM:<{{from}}>
      S: 250
      C: RCPT TO:<<local>@{{rcpt-domain}}>
      S: 250,251,252,450,451,550,551,554
      or S: 553 -> warn "the recipient is refused as not allowed"
      @fence
      @include goodbye.smtp
      """

    Examples:
      | local            |
      | "{{run}} x"      |
      | "{{run}}@x"      |
      | "{{run}}>x"      |

  @5321-4.1.2-04 @MUST
  Scenario: all characters of an atom are taken
    When the client plays
      """
      @include ../session.smtp
      C: MAIL FROM:<{{run}}!#$%&'{{*}}+-/=?^_`{|}~.x@sender.example>
      S: 250
      or S: 550,553,554 -> warn "the sender is refused"
      @include goodbye.smtp
      """

  @5321-4.1.2-08 @MUST
  Scenario Outline: an address literal is a domain: <literal>
    When the client plays
      """
      @include ../session.smtp
      C: MAIL FROM:<{{run}}@<literal>>
      S: 250
      or S: 4xx,550,553,554 -> warn "the sender is refused"
      C: RCPT TO:<{{run}}@<literal>>
      S: 250,251,4xx,550,551,553,554
      @fence
      @include goodbye.smtp
      """

    Examples:
      | literal                    |
      | [192.0.2.1]                |
      | [IPv6:2001:db8::1]         |
      | [IPv6:::ffff:192.0.2.1]    |

  @5321-4.1.2-09 @MUST
  Scenario Outline: a malformed parameter is a syntax error: "<parameter>"
    When the client plays
      """
      @include ../session.smtp
      C: MAIL FROM:<{{from}}> <parameter>
      S: 500,501,504,555
      or S: 5xx -> warn "another code than for a syntax error"
      """
    Then the client goes on
      """
      C: MAIL FROM:<{{from}}>
      S: 250
      @include goodbye.smtp
      """

    Examples:
      | parameter |
      | =x        |
      | =         |
      | -X=1      |
      | SIZE=     |
      | SIZE=1=2  |

  @5321-4.1.2-09 @MUST
  Scenario: a parameter that no extension has is refused
    When the client plays
      """
      @include ../session.smtp
      C: MAIL FROM:<{{from}}> X-{{run}}=1
      S: 555
      or S: 5xx -> warn "another code than 555"
      """
    Then the client goes on
      """
      C: MAIL FROM:<{{from}}>
      S: 250
      C: RCPT TO:<{{rcpt}}> X-{{run}}=1
      S: 555
      or S: 5xx -> warn "another code than 555"
      """
    And the client goes on
      """
      C: RCPT TO:<{{rcpt}}>
      S: 250
      @include message.smtp
      @include goodbye.smtp
      """
