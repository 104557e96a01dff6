@RFC3030-3
Feature: RFC 3030 3 The BINARYMIME extension
  Who says BODY=BINARYMIME sends any octets, and sends them in chunks.

  @3030-3-01 @MUST @offers-BINARYMIME
  Scenario: binary content cannot come behind DATA
    When the client plays
      """
      @include ../session.smtp
      C: MAIL FROM:<{{from}}> BODY=BINARYMIME
      S: 250
      C: RCPT TO:<{{rcpt}}>
      S: 250,251
      C: DATA
      S: 503
      or S: 5xx -> warn "another code than 503"
      @fence
      """

  @3030-3-01 @MUST
  Scenario: BINARYMIME is offered with CHUNKING only
    When the client plays
      """
      S: 220
      C: EHLO {{client}}
      S: 250 lacks BINARYMIME
      or S: 250 has CHUNKING -> pass
      """

  @3030-3-02 @MUST @offers-BINARYMIME
  Scenario: binary content is taken
    When the client plays "binary.smtp"

  @3030-3-04 @MUST @offers-CHUNKING
  Scenario: a part that says it is binary is taken all the same where it is text
    When the client plays
      """
      @include ../session.smtp
      @include ../transaction.smtp
      @bdat all last <<END
      Subject: {{run}}
      MIME-Version: 1.0
      Content-Type: text/plain
      Content-Transfer-Encoding: binary

      text, really
      END
      S: 250
      @fence
      """
