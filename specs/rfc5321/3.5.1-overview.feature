@RFC5321-3.5.1
Feature: RFC 5321 3.5.1 Commands for Debugging Addresses: Overview
  VRFY and EXPN are implemented; who does not want to tell may answer 252: 3.5.1 and 7.3.

  @5321-3.5.1-01 @SHOULD
  Scenario: VRFY is implemented
    When the client plays
      """
      @include ../session.smtp
      C: VRFY {{rcpt}}
      S: 250,251,252,450,451,550,551,553
      or S: 500 -> fail "VRFY is not recognised, though 4.5.1 asks for it"
      or S: 5xx -> warn "VRFY is switched off by another code than 252"
      @include goodbye.smtp
      """

  @5321-3.5.1-01 @SHOULD
  Scenario: VRFY without a name is a syntax error
    When the client plays
      """
      @include ../session.smtp
      C: VRFY
      S: 501
      or S: 252,5xx
      or S: 250,251 -> fail "nobody is verified"
      @fence
      @include goodbye.smtp
      """
