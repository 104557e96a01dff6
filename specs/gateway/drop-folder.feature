@gateway @RL-15
Feature: Mail as files
  Mail for the gateway's own domain ends in a drop directory, a file for each message with its envelope on top; what is put into a
  pickup directory is sent.

  Background:
    Given the gateway has a drop and a pickup directory
    And the gateway setting "DefaultDomain" is "local.example"
    And the gateway setting "RelayFor" is "anyone"
    And an internal server that plays
      """
      @serve default caps PIPELINING
      """

  @5321-4.4-10 @SEC-INJ-02
  Scenario: mail for the own domain is put into the drop directory, its envelope on top
    When the client plays
      """
      @include ../session.smtp
      C: MAIL FROM:<{{from}}>
      S: 250
      C: RCPT TO:<joe@local.example>
      S: 250
      C: RCPT TO:<"x> y\"z"@local.example>
      S: 250
      C: RCPT TO:<Postmaster>
      S: 250
      C: DATA
      S: 354
      C: Subject: {{run}}
      C:
      C: ..dotted
      C: .
      S: 250
      @fence
      """
    Then the file dropped begins with the lines
      """
      x-sender: {{from}}
      x-receiver: joe@local.example
      x-receiver: "x> y\"z"@local.example
      x-receiver: Postmaster
      Return-Path: <{{from}}>
      Received: from client.example *
      *
      *
      Subject: {{run}}

      .dotted
      """
    And the internal server received 0 messages

  Scenario: of one message each recipient gets it where it belongs
    When the client plays
      """
      @include ../session.smtp
      C: MAIL FROM:<{{from}}>
      S: 250
      C: RCPT TO:<joe@local.example>
      S: 250
      C: RCPT TO:<jim@elsewhere.example>
      S: 250
      @include ../content.smtp
      """
    Then the file dropped begins with the lines
      """
      x-sender: {{from}}
      x-receiver: joe@local.example
      Return-Path: <{{from}}>
      """
    And the internal server received 1 message
    And the internal server heard "RCPT TO:<jim@elsewhere.example>" 1 time
    And the internal server never heard "RCPT TO:<joe@*"

  Scenario: a remote domain can end in a drop directory, too
    Given mail for the remote domain "alias.example" ends in the drop directory, too
    When the client plays
      """
      @include ../session.smtp
      C: MAIL FROM:<{{from}}>
      S: 250
      C: RCPT TO:<joe@alias.example>
      S: 250
      @include ../content.smtp
      """
    Then the file dropped begins with the lines
      """
      x-sender: {{from}}
      x-receiver: joe@alias.example
      """
    And the internal server received 0 messages

  @3461-5.2.1-02 @RL-18
  Scenario: whoever wants to hear of success hears that it was delivered
    When the client plays
      """
      @include ../session.smtp
      C: MAIL FROM:<{{from}}> ENVID=42
      S: 250
      C: RCPT TO:<joe@local.example> NOTIFY=SUCCESS
      S: 250
      @include ../content.smtp
      """
    Then the drop directory has 1 file
    And the internal server received 1 message
    And the message received has the lines
      """
      Original-Envelope-Id: 42
      Final-Recipient: rfc822; joe@local.example
      Action: delivered
      Status: 2.0.0
      """

  @5321-3.7.5-01
  Scenario: a file in the pickup directory is sent to those whom the lines on top name
    When the file "mail.eml" is put into the pickup directory
      """
      x-sender: back@elsewhere.example
      x-receiver: joe@elsewhere.example
      x-receiver: <jim@elsewhere.example>
      From: author@elsewhere.example
      To: list@elsewhere.example
      Bcc: secret@elsewhere.example
      Resent-Bcc: secret@elsewhere.example
      Subject: {{run}}

      .dotted
      """
    Then the internal server received 1 message
    And the internal server heard "MAIL FROM:<back@elsewhere.example>" 1 time
    And the internal server heard "RCPT TO:<joe@elsewhere.example>" 1 time
    And the internal server heard "RCPT TO:<jim@elsewhere.example>" 1 time
    And the internal server never heard "*secret*"
    And the internal server never heard "x-*"
    And the internal server heard "..dotted" 1 time
    And the pickup directory is empty

  Scenario: without such lines it is sent to those whom its header names
    When the file "mail.eml" is put into the pickup directory
      """
      From: The Author <author@elsewhere.example>
      To: "joe, the second" <joe@elsewhere.example>,
       jim@elsewhere.example
      Bcc: secret@elsewhere.example
      Subject: {{run}}

      hello
      """
    Then the internal server received 1 message
    And the internal server heard "RCPT TO:<secret@elsewhere.example>" 1 time
    And the internal server never heard "Bcc*"
    And the message received has the lines
      """
      Date: *
      Message-ID: <*@gateway.example>
      """

  Scenario: what is picked up for the own domain is dropped
    When the file "mail.eml" is put into the pickup directory
      """
      x-sender: <>
      x-receiver: joe@local.example
      Subject: {{run}}

      hello
      """
    Then the file dropped begins with the lines
      """
      x-sender: <>
      x-receiver: joe@local.example
      Return-Path: <>
      """
    And the pickup directory is empty

  @SEC-SMUG-19
  Scenario Outline: nothing is smuggled through a file: <what>
    When the file "mail.eml" is put into the pickup directory
      """
      x-sender: a@elsewhere.example
      x-receiver: joe@elsewhere.example
      Subject: {{run}}

      text<end>MAIL FROM:<smuggled@elsewhere.example>\r\nRCPT TO:<x@elsewhere.example>\r\nDATA\r\nSubject: {{run}}<end>
      """
    Then the internal server received 1 message
    And the internal server heard "MAIL FROM:<a@elsewhere.example>" 1 time
    And the internal server heard "RCPT *" 2 times
    And the internal server heard ".." <dots> times
    And the pickup directory is empty

    Examples:
      | what          | end               | dots |
      | CRLF.CRLF     | \r\x0A.\r\x0A     | 2    |
      | LF.LF         | \x0A.\x0A         | 2    |
      | LF.CRLF       | \x0A.\r\x0A       | 2    |
      | CRLF.LF       | \r\x0A.\x0A       | 2    |
      | CR.CR         | \r.\r             | 2    |
      | CR.CRLF       | \r.\r\x0A         | 2    |
      | CRLF.CR       | \r\x0A.\r         | 2    |
      | CR.LF         | \r.\x0A           | 2    |
      | LF.CR         | \x0A.\r           | 2    |
      | CRLF.CR CRLF  | \r\x0A.\r\r\x0A   | 2    |
      | CRLF CR.CRLF  | \r\x0A\r.\r\x0A   | 2    |
      | CRLF.NUL CRLF | \r\x0A.\x00\r\x0A | 0    |
      | CRLF NUL.CRLF | \r\x0A\x00.\r\x0A | 0    |

  @SEC-INJ-03 @RL-12
  Scenario Outline: a file that nobody can send lies in the badmail, and the next one flows: <what>
    When the file "1.eml" is put into the pickup directory
      """
      <lines>
      Subject: wrong

      hello
      """
    And the file "2.eml" is put into the pickup directory
      """
      x-sender: a@elsewhere.example
      x-receiver: joe@elsewhere.example
      Subject: {{run}}

      hello
      """
    Then the internal server received 1 message
    And the badmail has the reason "taken from the pickup directory, not sent: <reason>"
    And the pickup directory is empty

    Examples:
      | what                        | lines                                                                       | reason                                          |
      | nobody to send it to        | X-Other: 1                                                                  | nobody is named whom it is to*                  |
      | nobody who sent it          | x-receiver: joe@elsewhere.example                                           | nobody is named whom it is from*                |
      | a recipient with a CR       | x-sender: a@b.example\r\x0Ax-receiver: joe@b.example\rRCPT TO:<x@y.example> | 'joe@b.example?RCPT*' is no mailbox *           |
      | a recipient with a NUL      | x-sender: a@b.example\r\x0Ax-receiver: j\x00oe@b.example                    | 'j?oe@b.example' is no mailbox *                |
      | a recipient in two lines    | x-sender: a@b.example\r\x0Ax-receiver: joe@b.example\r\x0A jim@b.example    | the line behind its last * begins with a space* |
      | a first line that goes on   | \x20X-Lead: hi                                                              | its first line begins with a space*             |
      | a sender that is no mailbox | x-sender: nobody\r\x0Ax-receiver: joe@b.example                             | 'nobody' is no mailbox *                        |
