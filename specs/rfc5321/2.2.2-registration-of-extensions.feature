@RFC5321-2.2.2
Feature: RFC 5321 2.2.2 Definition and Registration of Extensions
  A keyword in the reply to EHLO that does not begin with X belongs to a registered extension: 2.2.2, last paragraph.
  VRFY may be listed though it is none (3.5.2).

  @5321-2.2.2-01 @MUST-NOT
  Scenario: EHLO offers registered extensions and private ones that begin with X, no others
    When the client plays "keywords-registered.smtp"
