Feature: The telnet sessions of the source documents
  What people really typed, as they wrote it down.

  @needs-mail
  Scenario: the session of the MailEnable thread
    When the client plays "mailenable-telnet.smtp"

  @offers-AUTH
  Scenario: the session of the article on the custom AUTH sink
    When the client plays "auth-login.smtp"
