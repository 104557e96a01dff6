@SEC-RELAY
Feature: Addresses that try to reach further
  An address of the server's own domain with another domain hidden in it is an address of the server's own domain. What the
  grammar does not know is refused (RFC 5321 4.1.2); the rest is passed on to the letter, never taken apart.

  @SEC-RELAY-01 @MUST-NOT
  Scenario Outline: a recipient that is no address is refused: <recipient>
    When the client plays
      """
      @include ../session.smtp
      C: MAIL FROM:<{{from}}>
      S: 250
      C: RCPT TO:<recipient>
      S: 5xx
      @fence
      C: DATA
      S: 503,554
      or S: 354 -> warn "DATA was taken without a recipient"
      C: QUIT
      S: 221
      @eof
      """

    Examples:
      | recipient                                        |
      | <user@ext.example@{{rcpt-domain}}>               |
      | <user@{{rcpt-domain}}@ext.example>               |
      | <user@ext.example,user@{{rcpt-domain}}>          |
      | <user@ext.example><user@{{rcpt-domain}}>         |
      | <user@ext.example> <user@{{rcpt-domain}}>        |
      | <<user@ext.example>@{{rcpt-domain}}>             |
      | <"user@{{rcpt-domain}}>                          |
      | <user"@{{rcpt-domain}}>                          |
      | <"user"@ext.example"@{{rcpt-domain}}>            |
      | <@ext.example:>                                  |
      | <user@[{{rcpt-domain}}]>                         |
      | <user@{{rcpt-domain}} ext.example>               |
      | <user@ext.example;@{{rcpt-domain}}>              |
      | <user@{{rcpt-domain}}:25>                        |

  @SEC-RELAY-01 @SEC-RELAY-03 @MUST-NOT
  Scenario Outline: a recipient that some servers tidy up is refused: <recipient>
    When the client plays
      """
      @include ../session.smtp
      C: MAIL FROM:<{{from}}>
      S: 250
      C: RCPT TO:<recipient>
      S: 5xx
      or S: 250,251 -> warn "this is no address"
      @fence
      C: QUIT
      S: 221
      @eof
      """

    Examples:
      | recipient                     |
      | <user@{{rcpt-domain}}.>       |
      | <user@.{{rcpt-domain}}>       |
      | <user@a..{{rcpt-domain}}>     |
      | <.user@{{rcpt-domain}}>       |
      | <user.@{{rcpt-domain}}>       |
      | <us..er@{{rcpt-domain}}>      |
      | <user name@{{rcpt-domain}}>   |
      | <user(comment)@{{rcpt-domain}}> |
      | <user@[127.0.0.1>             |

  @SEC-RELAY-01 @MUST-NOT @gateway
  Scenario Outline: an address with another in it is passed on to the letter: <recipient>
    Given an internal server that accepts everything
    And the gateway verifies recipients
    When the client plays
      """
      @include ../session.smtp
      C: MAIL FROM:<{{from}}>
      S: 250
      C: RCPT TO:<recipient>
      S: 250
      C: DATA
      S: 354
      C: Subject: {{run}}
      C: .
      S: 250
      C: QUIT
      S: 221
      @eof
      """
    Then the internal server received 1 message
    And the internal server heard "RCPT TO:<recipient>*" 2 times
    And the internal server heard "RCPT TO:*" 2 times

    Examples: heard from the verification and from the delivery
      | recipient                        |
      | <user%ext.example@local.example> |
      | <ext.example!user@local.example> |
      | <user/ext=example@local.example> |
      | <user+ext.example@local.example> |

  @SEC-RELAY-01 @MUST-NOT @gateway
  Scenario Outline: a route is not followed: <recipient>
    Given an internal server that accepts everything
    And the gateway verifies recipients
    When the client plays
      """
      @include ../session.smtp
      C: MAIL FROM:<{{from}}>
      S: 250
      C: RCPT TO:<recipient>
      S: 250
      C: DATA
      S: 354
      C: Subject: {{run}}
      C: .
      S: 250
      """
    Then the internal server received 1 message
    And the internal server heard "RCPT TO:<user@local.example>*" 2 times
    And the internal server never heard "RCPT TO:*ext.example*"

    Examples:
      | recipient                                      |
      | <@ext.example:user@local.example>              |
      | <@ext.example,@two.ext.example:user@local.example> |

  @SEC-RELAY-01 @MUST-NOT
  Scenario: a refused recipient is not among those of the message
    When the client plays
      """
      @include ../session.smtp
      @include ../transaction.smtp
      C: RCPT TO:<user@ext.example@{{rcpt-domain}}>
      S: 5xx
      C: DATA
      S: 354
      C: Subject: {{run}}
      C: .
      S: 250
      C: QUIT
      S: 221
      @eof
      """
