@RFC5321-3.7.2
Feature: RFC 5321 3.7.2 Received Lines in Gatewaying
  Mail is not refused for the form of a trace field: what comes from elsewhere has traces of any form. 3.7.2, last
  paragraph.

  @5321-3.7.2-03 @MUST-NOT
  Scenario Outline: a trace field of any form is no reason to refuse: <trace>
    When the client plays
      """
      @include ../session.smtp
      @include ../transaction.smtp
      C: DATA
      S: 354
      C: <trace>
      C: From: {{from}}
      C: Subject: {{run}}
      C:
      C: hello
      C: .
      S: 250
      @include goodbye.smtp
      """

    Examples:
      | trace                                                    |
      | Received:                                                |
      | Received: nonsense                                       |
      | Received: from a by b; the day before yesterday          |
      | Received: (((; Fri, 99 Foo 2099 99:99:99 +9999           |
      | Return-Path: nobody                                      |
