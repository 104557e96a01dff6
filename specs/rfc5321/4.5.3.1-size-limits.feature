@RFC5321-4.5.3.1
Feature: RFC 5321 4.5.3.1 Size limits and minimums
  What every server must be able to take: local parts of 64 octets, domains of 255, paths of 256, command lines of 512,
  text lines of 1000, messages of 64 KiB, 100 recipients. More may be refused, with 500, 501, 452 or 552, and what was
  accepted before stays accepted. No reply line is longer than 512 octets.

  @5321-4.5.3.1.1-01 @MUST
  Scenario: a sender's local part of 64 octets is taken
    When the client plays
      """
      @include ../session.smtp
      C: MAIL FROM:<{{a*64}}@sender.example>
      S: 250
      C: RCPT TO:<{{rcpt}}>
      S: 250,251
      C: QUIT
      S: 221
      @eof
      """

  @5321-4.5.3.1.1-01 @MUST
  Scenario: a recipient's local part of 64 octets is not refused for its length
    When the client plays
      """
      @include ../session.smtp
      C: MAIL FROM:<{{from}}>
      S: 250
      C: RCPT TO:<{{a*64}}@{{rcpt-domain}}>
      # Whether there is such a mailbox is another matter.
      S: 250,251,450,451,550,551
      @fence
      C: QUIT
      S: 221
      @eof
      """

  @5321-4.5.3.1.1-01 @MUST
  Scenario: a quoted local part of 64 octets is taken
    When the client plays
      """
      @include ../session.smtp
      C: MAIL FROM:<"{{a*30}} {{b*31}}"@sender.example>
      S: 250
      C: QUIT
      S: 221
      @eof
      """

  @5321-4.5.3.1.2-01 @MUST
  Scenario Outline: a domain of <octets> octets is taken in EHLO
    When the client plays
      """
      S: 220
      C: EHLO {{a*63}}.{{b*63}}.{{c*63}}.{{d*<last>}}
      S: 250
      @include ../transaction.smtp
      C: QUIT
      S: 221
      @eof
      """

    Examples: DNS itself holds 253
      | octets | last |
      | 200    | 8    |
      | 253    | 61   |

  @5321-4.5.3.1.2-01 @MUST
  Scenario: a domain of 255 octets is taken in EHLO
    When the client plays
      """
      S: 220
      C: EHLO {{a*63}}.{{b*63}}.{{c*63}}.{{d*63}}
      S: 250
      or S: 501 -> warn "255 octets are allowed here, though DNS holds only 253"
      C: QUIT
      S: 221
      @eof
      """

  @5321-4.5.3.1.3-01 @MUST
  Scenario Outline: a path of 256 octets is taken: <path>
    When the client plays
      """
      @include ../session.smtp
      C: MAIL FROM:<path>
      S: 250
      C: RCPT TO:<{{rcpt}}>
      S: 250,251
      C: QUIT
      S: 221
      @eof
      """

    Examples: punctuation included
      | path                                            |
      | <s@{{a*63}}.{{b*63}}.{{c*63}}.{{d*60}}>         |
      | <{{s*64}}@{{a*63}}.{{b*63}}.{{c*61}}>           |
      | <"{{s*62}}"@{{a*63}}.{{b*63}}.{{c*61}}>         |
      | <@{{a*63}}.{{b*63}}:{{s*63}}@{{c*63}}>          |

  @5321-4.5.3.1.3-01 @MUST @needs-mail
  Scenario: a message from the longest path there is arrives
    When the client plays
      """
      @include ../session.smtp
      C: MAIL FROM:<{{s*64}}@{{a*63}}.{{b*63}}.{{c*61}}>
      S: 250
      C: RCPT TO:<{{rcpt}}>
      S: 250,251
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

  @5321-4.5.3.1.4-01 @MUST
  Scenario: command lines of 512 octets are taken
    When the client plays
      """
      @include ../session.smtp
      C: NOOP {{x*505}}
      S: 250
      or S: 501 -> warn "NOOP's argument is to be ignored"
      C: MAIL FROM:<sender@sender.example>{{ *477}}
      S: 250
      or S: 501,555 -> warn "space at the end of a line is not tolerated"
      C: QUIT
      S: 221
      @eof
      """

  @5321-4.5.3.1.5-01 @MUST-NOT
  Scenario Outline: no reply line is longer than 512 octets: <command>
    When the client plays
      """
      @include ../session.smtp
      C: <command>
      S~ ^\d{3}( .{0,506})?$
      or S~ ^\d{3}-.{0,506}$ -> pass
      @fence
      C: QUIT
      S: 221
      @eof
      """

    Examples: the reply may repeat what was said
      | command                                                     |
      | {{x*510}}                                                   |
      | NOOP {{x*505}}                                              |
      | VRFY {{x*505}}                                              |
      | EXPN {{x*505}}                                              |
      | HELP {{x*505}}                                              |
      | HELO {{x*505}}                                              |
      | MAIL FROM:{{x*500}}                                         |
      | MAIL FROM:<{{x*498}}>                                       |
      | MAIL FROM:<{{from}}> {{x*400}}=1                            |
      | MAIL FROM:<{{s*64}}@{{a*63}}.{{b*63}}.{{c*61}}> {{x*200}}=1 |

  @5321-4.5.3.1.5-01 @MUST-NOT
  Scenario: no reply line about a recipient is longer than 512 octets
    When the client plays
      """
      @include ../session.smtp
      C: MAIL FROM:<{{from}}>
      S: 250
      @repeat 2
      C: RCPT TO:<{{s*64}}@{{a*63}}.{{b*63}}.{{c*61}}>
      S~ ^\d{3}( .{0,506})?$
      or S~ ^\d{3}-.{0,506}$ -> pass
      C: RCPT TO:<{{s*490}}@x>
      S~ ^\d{3}( .{0,506})?$
      or S~ ^\d{3}-.{0,506}$ -> pass
      @end
      @fence
      C: QUIT
      S: 221
      @eof
      """

  @5321-4.5.3.1.6-01 @MUST
  Scenario: text lines of 1000 octets are taken
    When the client plays
      """
      @include ../session.smtp
      @include ../transaction.smtp
      C: DATA
      S: 354
      C: Subject: {{run}}
      C: X-Long: {{h*990}}
      C:
      C: {{x*998}}
      # One period more for the stuffing does not count.
      C: ..{{y*997}}
      C: {{.*999}}
      C: .
      S: 250
      C: QUIT
      S: 221
      @eof
      """

  @5321-4.5.3.1.7-01 @MUST
  Scenario: a message of nearly 64 KiB is taken
    When the client plays
      """
      @include ../session.smtp
      @include ../transaction.smtp
      C: DATA
      S: 354
      C: Subject: {{run}}
      C:
      @repeat 65
      C: {{x*998}}
      @end
      C: {{x*470}}
      C: .
      S: 250
      C: QUIT
      S: 221
      @eof
      """

  @5321-4.5.3.1.7-01 @MUST @gateway
  Scenario Outline: at a limit of 64 KiB a message of <octets> octets is <what>
    Given an internal server that accepts everything
    And the gateway setting "Limits:MessageKilobytes" is "64"
    When the client plays
      """
      @include ../session.smtp
      @include ../transaction.smtp
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
      C: QUIT
      S: 221
      @eof
      """
    Then the internal server received <messages> messages

    Examples: 1000 and 2 and 64 times 1000 and the last line
      | octets | last | reply | messages | what    |
      | 65535  | 531  | 250   | 1        | taken   |
      | 65536  | 532  | 250   | 1        | taken   |
      | 65537  | 533  | 552   | 0        | refused |

  @5321-4.5.3.1.7-01 @MUST @gateway
  Scenario: what stuffing adds does not count as size
    Given an internal server that accepts everything
    And the gateway setting "Limits:MessageKilobytes" is "64"
    When the client plays
      """
      @include ../session.smtp
      @include ../transaction.smtp
      C: DATA
      S: 354
      C: Subject: {{x*989}}
      C:
      @repeat 64
      C: ..{{x*997}}
      @end
      C: ..{{x*531}}
      C: .
      S: 250
      C: QUIT
      S: 221
      @eof
      """
    Then the internal server received 1 message

  @5321-4.5.3.1.7-02 @SHOULD @gateway
  Scenario: a size limit is announced
    Given the gateway setting "Limits:MessageKilobytes" is "64"
    When the client plays
      """
      S: 220
      C: EHLO {{client}}
      S: 250 has SIZE 65536
      C: QUIT
      S: 221
      @eof
      """

  @5321-4.5.3.1.8-01 @MUST
  Scenario: 100 recipients are taken, and the message for them
    When the client plays
      """
      @include ../session.smtp
      C: MAIL FROM:<{{from}}>
      S: 250
      @repeat 100
      C: RCPT TO:<{{rcpt}}>
      S: 250,251
      @end
      C: DATA
      S: 354
      C: Subject: {{run}}
      C: .
      S: 250
      C: QUIT
      S: 221
      @eof
      """

  @5321-4.5.3.1.8-02 @5321-4.5.3.1.10-01 @5321-4.5.3.1.9-01 @MUST
  Scenario: recipients over the limit are refused with 452, and those accepted stay
    When the client plays
      """
      @include ../session.smtp
      C: MAIL FROM:<{{from}}>
      S: 250
      @repeat 100
      C: RCPT TO:<{{rcpt}}>
      S: 250,251
      @end
      @repeat 10
      C: RCPT TO:<{{rcpt}}>
      S: 250,251,452
      @end
      C: DATA
      S: 354
      C: Subject: {{run}}
      C: .
      S: 250
      C: QUIT
      S: 221
      @eof
      """

  @5321-4.5.3.1.8-02 @5321-4.5.3.1.10-01 @MUST @gateway
  Scenario: each recipient up to the limit gets the message, and none beyond
    Given an internal server that accepts everything
    And the gateway setting "Limits:Recipients" is "100"
    When the client plays
      """
      @include ../session.smtp
      C: MAIL FROM:<{{from}}>
      S: 250
      @repeat 100
      C: RCPT TO:<in-{{run}}@local.example>
      S: 250
      @end
      @repeat 5
      C: RCPT TO:<out-{{run}}@local.example>
      S: 452 4.5.3
      @end
      C: DATA
      S: 354
      C: Subject: news
      C: .
      S: 250
      @include ../transaction.smtp
      C: QUIT
      S: 221
      @eof
      """
    Then the internal server received 1 message
    And the internal server heard "RCPT TO:<in-{{run}}@local.example>" 100 times
    And the internal server never heard "RCPT TO:<out-{{run}}@local.example>"

  @5321-4.5.3.1.8-03 @SHOULD-NOT
  Scenario: 500 addresses in a header field are no reason to refuse
    When the client plays
      """
      @include ../session.smtp
      @include ../transaction.smtp
      C: DATA
      S: 354
      C: Subject: {{run}}
      C: To: first@{{client}},
      @repeat 166
      C: {{ *8}}one@sender.example, two@sender.example, three@sender.example,
      @end
      C: {{ *8}}last@sender.example
      C:
      C: text
      C: .
      S: 250
      C: QUIT
      S: 221
      @eof
      """

  @5321-4.5.3.1.9-01 @MAY
  Scenario Outline: what is longer than it need be is taken or refused, and the session goes on: <command>
    When the client plays
      """
      @include ../session.smtp
      C: <command>
      S: 250,500,501,550,552,553,555
      @fence
      C: RSET
      S: 250
      @include ../transaction.smtp
      C: QUIT
      S: 221
      @eof
      """

    Examples:
      | command                                             |
      | MAIL FROM:<{{a*65}}@sender.example>                 |
      | MAIL FROM:<{{a*250}}@sender.example>                |
      | MAIL FROM:<sender@{{a*64}}.example>                 |
      | MAIL FROM:<sender@{{a*63}}.{{b*63}}.{{c*63}}.{{d*63}}.{{e*63}}> |
      | MAIL FROM:<sender@{{a*63}}.{{b*63}}.{{c*63}}.{{d*63}}> |
      | EHLO {{a*63}}.{{b*63}}.{{c*63}}.{{d*63}}.{{e*63}}   |
      | EHLO {{a*64}}.example                               |
