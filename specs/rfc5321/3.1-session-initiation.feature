@RFC5321-3.1
Feature: RFC 5321 3.1 Session Initiation
  The session begins when the client has connected and the server answers with its opening message, 220 or 554: 3.1.
  The client says nothing before.

  @MUST
  Scenario: the server greets a client that has said nothing, once
    When the client plays
      """
      S: 220
      @fence
      @include goodbye.smtp
      """
