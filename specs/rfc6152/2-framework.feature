@RFC6152-2
Feature: RFC 6152 2 Framework for the 8-bit MIME transport extension
  8BITMIME stands in the reply to EHLO without a parameter; MAIL then takes BODY=7BIT and BODY=8BITMIME, and nothing else
  in their place.

  @6152-2-01 @MUST @offers-8BITMIME
  Scenario: 8BITMIME is offered without a parameter
    When the client plays
      """
      S: 220
      C: EHLO {{client}}
      S: 250 {keyword:(?i:8BITMIME)}
      C: QUIT
      S: 221
      @eof
      """

  @6152-2-01 @MUST @offers-8BITMIME
  Scenario Outline: MAIL takes <parameter>
    When the client plays
      """
      @include ../session.smtp
      C: MAIL FROM:<{{from}}> <parameter>
      S: 250
      C: RCPT TO:<{{rcpt}}>
      S: 250,251
      C: DATA
      S: 354
      C: Subject: {{run}}
      C: .
      S: 250
      C: QUIT
      S: 221
      @eof
      """

    Examples:
      | parameter     |
      | BODY=7BIT     |
      | BODY=8BITMIME |
      | body=8bitmime |
      | Body=7Bit     |

  @6152-2-01 @MUST @offers-8BITMIME
  Scenario Outline: MAIL refuses <parameter>
    When the client plays
      """
      @include ../session.smtp
      C: MAIL FROM:<{{from}}> <parameter>
      S: 501,504,555
      or S: 500,553 -> warn "a wrong parameter is 501"
      @fence
      C: RCPT TO:<{{rcpt}}>
      S: 503
      C: QUIT
      S: 221
      @eof
      """

    Examples:
      | parameter      |
      | BODY=XXX       |
      | BODY=9BIT      |
      | BODY=8BIT      |
      | BODY=          |
      | BODY           |
      | BODY=8BITMIMES |

  @6152-2-01 @MUST @offers-8BITMIME
  Scenario: BODY stands once in a MAIL
    When the client plays
      """
      @include ../session.smtp
      C: MAIL FROM:<{{from}}> BODY=7BIT BODY=8BITMIME
      S: 501,555
      or S: 250 -> warn "which of two body types counts is anybody's guess"
      @fence
      C: QUIT
      S: 221
      @eof
      """

  @6152-2-01 @1870-6-01 @MUST @offers-8BITMIME @offers-SIZE
  Scenario Outline: BODY and SIZE stand in any order: <parameters>
    When the client plays
      """
      @include ../session.smtp
      C: MAIL FROM:<{{from}}> <parameters>
      S: 250
      C: RCPT TO:<{{rcpt}}>
      S: 250,251
      C: QUIT
      S: 221
      @eof
      """

    Examples:
      | parameters             |
      | BODY=8BITMIME SIZE=500 |
      | SIZE=500 BODY=8BITMIME |
