@gateway
Feature: Several sessions at once
  What one session waits for is no other session's business.

  @SM-11
  Scenario: while the internal server stalls on one message, another is delivered
    When the choreography plays
      """
      @server internal
      @serve default
      @on MAIL <{{run}}-slow@*> -> @sync the-other-is-delivered, S: 250 2.1.0 At last

      @client slow
      @include ../session.smtp
      C: MAIL FROM:<{{run}}-slow@sender.example>
      S: 250
      C: RCPT TO:<{{rcpt}}>
      S: 250
      C: DATA
      S: 354
      @body <<END
      Subject: {{run}} slow
      END
      S: 250
      @mail count 2

      @client quick
      @include ../session.smtp
      @include ../transaction.smtp
      C: DATA
      S: 354
      @body <<END
      Subject: {{run}} quick
      END
      S: 250
      @mail count 1
      @sync the-other-is-delivered
      """
