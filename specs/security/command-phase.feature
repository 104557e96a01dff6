@SEC-COMMANDS
Feature: Octets in commands that are no text
  A command ends at CRLF and at nothing else, and has no NUL in it (RFC 5321 2.3.8, 4.1.1). What a client writes into an
  address comes back in replies that are still one reply, of printable characters.

  @SEC-SMUG-22 @MUST
  Scenario Outline: a lone <octet> between two commands makes them one wrong command: <first>
    When the client plays "commands/<first>-and-lone-<octet>.smtp"

    Examples:
      | first | octet |
      | noop  | lf    |
      | noop  | cr    |
      | rset  | lf    |
      | rset  | cr    |
      | ehlo  | lf    |
      | ehlo  | cr    |
      | quit  | lf    |
      | quit  | cr    |
      | mail  | lf    |
      | mail  | cr    |
      | rcpt  | lf    |
      | rcpt  | cr    |
      | data  | lf    |
      | data  | cr    |

  @SEC-SMUG-22 @MUST
  Scenario: a line that ends in a lone LF is not obeyed before its CRLF
    When the client plays "commands/waits-behind-lf.smtp"

  @SEC-SMUG-22 @MUST @needs-mail
  Scenario: a recipient hidden behind a lone LF gets no mail
    When the client plays "commands/hidden-recipient.smtp"

  @SEC-SMUG-23 @MUST
  Scenario Outline: a NUL <where> is refused
    When the client plays "commands/nul-<file>.smtp"

    Examples:
      | where                      | file           |
      | inside a verb              | in-verb        |
      | behind a verb              | behind-verb    |
      | in front of a verb         | before-verb    |
      | in a sender                | in-sender      |
      | behind a sender            | behind-sender  |
      | in a recipient             | in-recipient   |
      | behind a recipient         | behind-recipient |
      | in EHLO's name             | in-hello       |
      | in place of a command      | alone          |

  @SEC-INJ-06 @MUST
  Scenario Outline: a reply about an address with <what> is one reply of printable characters
    When the client plays "commands/recipient-with-<file>.smtp"

    Examples:
      | what                       | file         |
      | LF inside quotes           | lf           |
      | CR inside quotes           | cr           |
      | a quoted LF inside quotes  | quoted-lf    |
      | a tab                      | tab          |
      | escape sequences           | escapes      |
      | DEL                        | del          |
      | octets above 127           | high         |
      | overlong UTF-8             | overlong     |

  @SEC-INJ-06 @MUST @gateway
  Scenario Outline: a configured refusal cannot be broken by the recipient it names: <recipient>
    Given an internal server that plays
      """
      @serve default
      @on RCPT -> S: 550 5.1.1 No such mailbox
      """
    And the gateway verifies recipients
    And the verifier setting "65557" is "0"
    And the verifier setting "65561" is "Nobody is called @ here; nobody at all is called @"
    When the client plays
      """
      @include ../session.smtp
      C: MAIL FROM:<{{from}}>
      S: 250
      C: RCPT TO:<recipient>
      S~ ^5\d\d [ -~]{1,506}$
      @fence
      C: QUIT
      S: 221
      @eof
      """

    Examples:
      | recipient                                         |
      | <"a b"@local.example>                             |
      | <"250 2.1.5 OK"@local.example>                    |
      | <"a\"b"@local.example>                            |
      | <"@"@local.example>                               |
      | <{0}{run}%s%n$x@local.example>                    |
      | <{{s*64}}@{{a*63}}.{{b*63}}.{{c*61}}>             |

  @SEC-INJ-06 @MUST @gateway
  Scenario: what the internal server says cannot break the gateway's reply
    Given an internal server that plays "commands/internal-says-odd.smtp"
    When the client plays
      """
      @include ../session.smtp
      @include ../transaction.smtp
      C: DATA
      S: 354
      C: Subject: {{run}}
      C: .
      S~ ^[45]\d\d [ -~]{1,506}$
      or S~ ^[45]\d\d-[ -~]{1,506}$ -> pass
      @fence
      C: QUIT
      S: 221
      @eof
      """

  @SEC-LIM-12 @SHOULD
  Scenario Outline: who speaks <what> is not listened to any further
    When the client plays
      """
      S: 220
      C> "<first>"
      S: 221,421
      or @eof
      @within 5s
      @eof
      or @rst
      """

    Examples:
      | what         | first                                                                                     |
      | HTTP         | GET / HTTP/1.1\r\x0AHost: x.example\r\x0A\r\x0A                                           |
      | HTTP to SMTP | POST /a?b=c HTTP/1.1\r\x0AHost: x\r\x0A\r\x0AEHLO x\r\x0AMAIL FROM:<a@b.example>\r\x0A      |
      | a long path  | POST /{{a*3000}} HTTP/1.1\r\x0AHost: x\r\x0A\r\x0AEHLO x\r\x0AMAIL FROM:<a@b.example>\r\x0A |
      | a proxy's    | CONNECT mail.example:25 HTTP/1.0\r\x0A\r\x0A                                             |
      | HTTP/2       | PRI * HTTP/2.0\r\x0A\r\x0ASM\r\x0A\r\x0A                                                   |
      | SSH          | SSH-2.0-OpenSSH_9.2\r\x0A                                                                 |
      | TLS          | \x16\x03\x01\x02\x00\x01\x00\x01\xFC\x03\x03                                             |

  @SEC-INJ-01 @SEC-AUTH-06 @MUST
  Scenario Outline: a line end hidden in xtext is refused: <parameter> of MAIL
    When the client plays
      """
      @include ../session.smtp
      C: MAIL FROM:<{{from}}> <parameter>
      S: 501,555
      @fence
      """

    Examples:
      | parameter                |
      | ENVID=x+0D+0AEvil:+20x   |
      | ENVID=x+0A               |
      | ENVID=x+00               |
      | AUTH=x+0D+0Ay@c.example  |
      | AUTH=x+00                |

  @SEC-INJ-01 @SEC-INJ-02 @MUST @gateway
  Scenario Outline: nothing of a refused ORCPT reaches the message: <value>
    Given an internal server that accepts everything
    When the client plays
      """
      @include ../session.smtp
      C: MAIL FROM:<{{from}}>
      S: 250
      C: RCPT TO:<{{rcpt}}> ORCPT=<value>
      S: 501,555
      C: RCPT TO:<{{rcpt}}>
      S: 250,251
      C: DATA
      S: 354
      C: Subject: {{run}}
      C: .
      S: 250
      """
    Then the internal server received 1 message
    And the internal server never heard "Recipient*"

    Examples:
      | value                                         |
      | rfc822;a+0D+0ARecipient:+20evil@x.example     |
      | rfc822;a+0ARecipient:evil                     |
      | rfc822;a+00b                                  |

  @SEC-INJ-02 @SEC-INJ-04 @MUST-NOT
  Scenario Outline: <what> in an address is refused
    When the client plays
      """
      @include ../session.smtp
      C> "MAIL FROM:<address>\r\n"
      S: 5xx
      C: MAIL FROM:<{{from}}>
      S: 250
      C> "RCPT TO:<address>\r\n"
      S: 5xx
      @fence
      """

    Examples:
      | what                  | address                            |
      | a quoted tab          | <\"a\tb\"@d.example>               |
      | an escaped tab        | <\"a\\\\\tb\"@d.example>             |
      | an escaped CR         | <\"a\\\\\rb\"@d.example>             |
      | an escaped LF         | <\"a\\\\\x0Ab\"@d.example>           |
      | an escape sequence    | <\"a\x1B[31mb\"@d.example>         |
      | DEL                   | <\"a\x7Fb\"@d.example>             |
      | a command of a shell  | <;id;@x.example>                   |
      | a substitution        | <$(id)@x.example>                  |
