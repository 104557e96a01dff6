@SEC-SMUG
Feature: SMTP smuggling
  A message ends at CRLF, period, CRLF and at nothing else (RFC 5321 2.3.8, 4.1.1.4). A server that takes less for the end,
  behind or before one that does not, reads what was text as a second message from whomever the text says.

  @SEC-SMUG-01 @MUST-NOT
  Scenario Outline: a period between line feeds does not end the message: <sequence>
    When the client plays "eod/<sequence>.smtp"

    Examples:
      | sequence      |
      | lf-dot-lf     |
      | lflf-dot-lflf |

  @SEC-SMUG-02 @MUST-NOT
  Scenario Outline: a period between LF and CRLF does not end the message: <sequence>
    When the client plays "eod/<sequence>.smtp"

    Examples:
      | sequence    |
      | lf-dot-crlf |

  @SEC-SMUG-03 @MUST-NOT
  Scenario Outline: a period between CRLF and less than CRLF does not end the message: <sequence>
    When the client plays "eod/<sequence>.smtp"

    Examples:
      | sequence            |
      | crlf-dot-lf         |
      | crlf-dot-lfcrlf     |
      | crlf-dot-space-crlf |

  @SEC-SMUG-04 @MUST-NOT
  Scenario Outline: a period between other single octets does not end the message: <sequence>
    When the client plays "eod/<sequence>.smtp"

    Examples:
      | sequence       |
      | cr-dot-cr      |
      | cr-dot-lf      |
      | lf-dot-cr      |
      | lfcr-dot-lfcr  |
      | high-line-ends |

  @SEC-SMUG-05 @MUST-NOT
  Scenario Outline: a period between CR and CRLF does not end the message: <sequence>
    When the client plays "eod/<sequence>.smtp"

    Examples:
      | sequence    |
      | cr-dot-crlf |

  @SEC-SMUG-06 @MUST-NOT
  Scenario Outline: a period between CRLF and CR does not end the message: <sequence>
    When the client plays "eod/<sequence>.smtp"

    Examples:
      | sequence    |
      | crlf-dot-cr |

  @SEC-SMUG-07 @MUST-NOT
  Scenario Outline: an octet in front of the period makes it text: <sequence>
    When the client plays "eod/<sequence>.smtp"

    Examples:
      | sequence           |
      | crlf-nul-dot-crlf  |
      | crlf-high-dot-crlf |

  @SEC-SMUG-08 @MUST-NOT
  Scenario Outline: NUL between CR and LF makes no line end: <sequence>
    When the client plays "eod/<sequence>.smtp"

    Examples:
      | sequence           |
      | cr-nul-lf-dot-crlf |

  @SEC-SMUG-10 @MUST-NOT
  Scenario Outline: NUL behind the period makes it text: <sequence>
    When the client plays "eod/<sequence>.smtp"

    Examples:
      | sequence           |
      | crlf-dot-nul-crlf  |
      | crlf-dot-cr-nul-lf |

  @SEC-SMUG-12 @MUST-NOT
  Scenario Outline: CR CRLF behind the period does not end the message: <sequence>
    When the client plays "eod/<sequence>.smtp"

    Examples:
      | sequence        |
      | crlf-dot-crcrlf |

  @SEC-SMUG-13 @MUST-NOT
  Scenario Outline: CR CRLF on both sides does not end the message: <sequence>
    When the client plays "eod/<sequence>.smtp"

    Examples:
      | sequence          |
      | crcrlf-dot-crcrlf |

  @SEC-SMUG-14 @MUST-NOT
  Scenario Outline: two periods do not end the message: <sequence>
    When the client plays "eod/<sequence>.smtp"

    Examples:
      | sequence          |
      | crlf-dot-dot-crlf |

  @SEC-SMUG-14 @MUST
  Scenario Outline: what does not end a message does not end it octet by octet either: <sequence>
    When the client plays "eod/<sequence>-by-octet.smtp"

    Examples:
      | sequence            |
      | lf-dot-lf           |
      | lf-dot-crlf         |
      | crlf-dot-lf         |
      | cr-dot-cr           |
      | cr-dot-lf           |
      | lf-dot-cr           |
      | cr-dot-crlf         |
      | crlf-dot-cr         |
      | crlf-nul-dot-crlf   |
      | cr-nul-lf-dot-crlf  |
      | crlf-dot-nul-crlf   |
      | crlf-dot-cr-nul-lf  |
      | crlf-dot-crcrlf     |
      | crcrlf-dot-crcrlf   |
      | crlf-dot-lfcrlf     |
      | lfcr-dot-lfcr       |
      | crlf-dot-space-crlf |
      | crlf-dot-dot-crlf   |
      | lflf-dot-lflf       |
      | crlf-high-dot-crlf  |
      | high-line-ends      |

  @SEC-SMUG-01 @MUST-NOT @needs-mail
  Scenario Outline: no second message arrives: <sequence>
    When the client plays "eod/<sequence>.smtp"
    Then the client plays
      """
      # In the text it is written "from:"; so only an envelope has it.
      @mail count 0 id FROM:<smuggled-{{run}}@sender.example>
      """

    Examples:
      | sequence            |
      | lf-dot-lf           |
      | lf-dot-crlf         |
      | crlf-dot-lf         |
      | cr-dot-cr           |
      | cr-dot-lf           |
      | lf-dot-cr           |
      | cr-dot-crlf         |
      | crlf-dot-cr         |
      | crlf-nul-dot-crlf   |
      | cr-nul-lf-dot-crlf  |
      | crlf-dot-nul-crlf   |
      | crlf-dot-cr-nul-lf  |
      | crlf-dot-crcrlf     |
      | crcrlf-dot-crcrlf   |
      | crlf-dot-lfcrlf     |
      | lfcr-dot-lfcr       |
      | crlf-dot-space-crlf |
      | crlf-dot-dot-crlf   |
      | lflf-dot-lflf       |
      | crlf-high-dot-crlf  |
      | high-line-ends      |

  @SEC-SMUG-09 @MUST
  Scenario: a NUL in front of the end does not shift it
    When the client plays "eod/nul-before-the-end.smtp"

  @SEC-SMUG-11 @MUST
  Scenario: a NUL behind the end is a bad command, not text
    When the client plays "eod/nul-behind-the-end.smtp"

  @SEC-SMUG-13 @MUST-NOT
  Scenario: a CR in front of the end does not hide it
    When the client plays "eod/crcrlf-before-the-end.smtp"

  @SEC-SMUG-14 @MUST
  Scenario Outline: the end of data is known when it is torn behind <octets> octets, and not before
    When the client plays "eod/torn-behind-<octets>.smtp"

    Examples:
      | octets |
      | 0      |
      | 1      |
      | 2      |
      | 3      |
      | 4      |

  @SEC-SMUG-14 @MUST
  Scenario: a message sent octet by octet ends where it ends
    When the client plays "eod/octet-by-octet.smtp"

  @SEC-SMUG-14 @MUST
  Scenario: a message sent in pairs of octets ends where it ends
    When the client plays "eod/pairs-of-octets.smtp"

  @SEC-SMUG-15 @MUST
  Scenario Outline: the end of data is known around octet <octets>
    When the client plays "eod/true-around-<octets>.smtp"

    Examples:
      | octets |
      | 1024   |
      | 4096   |
      | 8192   |
      | 65536  |

  @SEC-SMUG-15 @MUST
  Scenario Outline: what does not end a message does not end it around octet <octets>
    When the client plays "eod/fake-around-<octets>.smtp"

    Examples:
      | octets |
      | 1024   |
      | 4096   |
      | 8192   |
      | 65536  |

  @SEC-SMUG-16 @MUST @gateway
  Scenario Outline: a message with a lone <what> is refused at its true end, and passed on to nobody
    Given an internal server that accepts everything
    When the client plays "lone-<what>.smtp"
    Then the internal server received 0 messages
    And the internal server never heard "MAIL *smuggled*"
    And the internal server never heard "DATA"

    Examples:
      | what          |
      | lf            |
      | cr            |
      | lf-in-header  |
      | cr-in-header  |
      | lf-at-the-end |
      | cr-at-the-end |
      | lf-very-late  |

  @SEC-SMUG-17 @SHOULD
  Scenario Outline: a message with a lone <what> is judged at its true end, not before
    When the client plays "waits-with-lone-<what>.smtp"

    Examples:
      | what |
      | lf   |
      | cr   |

  @SEC-SMUG-18 @MUST-NOT @gateway
  Scenario Outline: a client that is trusted smuggles nothing: <sequence>
    Given an internal server that accepts everything
    And the gateway verifies recipients
    And the verifier setting "65560" is '["127.0.0.1"]'
    When the client plays "eod/<sequence>.smtp"
    Then the internal server never heard "MAIL FROM:<smuggled-*"

    Examples:
      | sequence    |
      | lf-dot-lf   |
      | lf-dot-crlf |
      | crlf-dot-lf |
      | cr-dot-cr   |

  @SEC-SMUG-18 @RL-19 @MUST-NOT @gateway
  Scenario Outline: nothing is smuggled through a gateway that keeps mail: <sequence>
    Given the gateway keeps mail and brings it on its way
    # One after another: what was smuggled would come before the message behind it.
    And the gateway setting "Delivery:ConnectionsPerHost" is "1"
    And an internal server that accepts everything
    When the client plays "eod/<sequence>.smtp"
    And the client plays "../message.smtp"
    Then the internal server received <messages>
    And the internal server never heard "MAIL FROM:<smuggled-*"

    Examples:
      | sequence            | messages   |
      | lf-dot-lf           | 1 message  |
      | lf-dot-crlf         | 1 message  |
      | crlf-dot-lf         | 1 message  |
      | cr-dot-cr           | 1 message  |
      | cr-dot-lf           | 1 message  |
      | lf-dot-cr           | 1 message  |
      | cr-dot-crlf         | 1 message  |
      | crlf-dot-cr         | 1 message  |
      | crlf-nul-dot-crlf   | 2 messages |
      | cr-nul-lf-dot-crlf  | 1 message  |
      | crlf-dot-nul-crlf   | 2 messages |
      | crlf-dot-cr-nul-lf  | 1 message  |
      | crlf-dot-crcrlf     | 1 message  |
      | crcrlf-dot-crcrlf   | 1 message  |
      | crlf-dot-lfcrlf     | 1 message  |
      | lfcr-dot-lfcr       | 1 message  |
      | crlf-dot-space-crlf | 2 messages |
      | crlf-dot-dot-crlf   | 2 messages |
      | lflf-dot-lflf       | 1 message  |
      | crlf-high-dot-crlf  | 2 messages |
      | high-line-ends      | 2 messages |

  @SEC-SMUG-21 @MUST
  Scenario: a message sent before the 354 is one message, or refused
    When the client plays "before-354.smtp"

  @SEC-SMUG-21 @MUST
  Scenario: a message sent behind a DATA that is refused is no second transaction
    When the client plays "behind-refused-data.smtp"
