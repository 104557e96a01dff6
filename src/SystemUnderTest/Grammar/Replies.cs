namespace SmtpGate.Grammar;

/// <summary>Every sentence the gateway says of itself. Texts never vary, so that a transcript can compare them.</summary>
public static class Replies
{
    // RFC 5321 3.8, 4.2.2: command by command
    public static readonly Reply Noop = new(250, "2.0.0", "OK");
    public static readonly Reply Reset = new(250, "2.0.0", "Forgotten");
    public static readonly Reply SenderAccepted = new(250, "2.1.0", "Sender accepted");
    public static readonly Reply StartData = new(354, null, "Start mail input; end with <CRLF>.<CRLF>");

    // RFC 5321 3.5.3: 252 where an address is not verified; 7.3: the same for every address
    public static readonly Reply NotVerified = new(252, "2.1.5", "Not verified here; send the message and see");

    public static readonly Reply Help = new(
        214, "2.0.0", ["HELO EHLO STARTTLS AUTH MAIL RCPT DATA BDAT RSET NOOP VRFY HELP QUIT", "See RFC 5321"]);

    // RFC 5321 4.2.4, 4.3.2: syntax
    public static readonly Reply Unknown = new(500, "5.5.1", "Command not recognised");
    public static readonly Reply NotImplemented = new(502, "5.5.1", "Command not implemented");
    public static readonly Reply LineTooLong = new(500, "5.5.2", "Line too long");
    public static readonly Reply BadOctets = new(500, "5.5.2", "Line holds octets that no command has");
    public static readonly Reply BadArgumentOctets = new(501, "5.5.2", "Argument holds control or 8-bit octets");
    public static readonly Reply NoArgument = new(501, "5.5.4", "This command takes no argument");
    public static readonly Reply BadDomain = new(501, "5.5.4", "A domain or an address literal is needed");
    public static readonly Reply BadMail = new(501, "5.5.4", "Syntax: MAIL FROM:<address> [parameters]");
    public static readonly Reply BadRcpt = new(501, "5.5.4", "Syntax: RCPT TO:<address> [parameters]");
    public static readonly Reply BadSender = new(501, "5.1.7", "Syntax error in the sender's address");
    public static readonly Reply BadRecipient = new(501, "5.1.3", "Syntax error in the recipient's address");
    public static readonly Reply BadParameter = new(501, "5.5.4", "Syntax error in the parameters");
    public static readonly Reply ArgumentNeeded = new(501, "5.5.4", "This command needs an argument");

    public static readonly Reply BadChunk = new(501, "5.5.4", "Syntax: BDAT octets [LAST]; closing, for what follows is unknown");
    public static readonly Reply BadAuth = new(501, "5.5.4", "Syntax: AUTH mechanism [initial response]");

    // RFC 3207 4, 4.1
    public static readonly Reply StartTls = new(220, "2.0.0", "Start TLS");
    public static readonly Reply TlsActive = new(503, "5.5.1", "TLS is active already");
    public static readonly Reply NotEnoughTls = new(554, "5.7.0", "A client certificate is needed; QUIT");
    public static readonly Reply TlsFirst = new(530, "5.7.0", "STARTTLS first");

    // RFC 5321 4.1.1.11: a parameter that was not offered
    public static readonly Reply UnknownParameter = new(555, "5.5.4", "Parameter not recognised");

    // RFC 6531 3.2: an address in UTF-8 without SMTPUTF8 on MAIL
    public static readonly Reply Utf8Needed = new(553, "5.6.7", "This address needs SMTPUTF8");

    // RFC 5321 4.1.4: order
    public static readonly Reply HelloFirst = new(503, "5.5.1", "EHLO or HELO first");
    public static readonly Reply MailFirst = new(503, "5.5.1", "MAIL first");
    public static readonly Reply RcptFirst = new(503, "5.5.1", "RCPT first");
    public static readonly Reply ChunksOpen = new(503, "5.5.1", "Chunks of the message have come; BDAT, or RSET");
    public static readonly Reply ChunksOnly = new(503, "5.5.1", "BODY=BINARYMIME needs BDAT");
    public static readonly Reply TransactionOpen = new(503, "5.5.1", "A transaction is open; RSET ends it");

    // RFC 5321 3.1: behind a 554 greeting only QUIT is answered otherwise
    public static readonly Reply Refused = new(503, "5.5.1", "No service for you; QUIT");

    // RFC 5321 4.5.3.1.10, RFC 1870 6
    public static readonly Reply TooManyRecipients = new(452, "4.5.3", "Too many recipients");
    public static readonly Reply Looping = new(554, "5.4.6", "The message has come through too many hosts: it goes in circles");
    public static readonly Reply TooLarge = new(552, "5.3.4", "Message larger than the limit announced with SIZE");

    // RFC 5321 3.8 lets a server end a session that it cannot go on with; each of these may be tried again at once.
    public static readonly Reply NotSmtp = new(421, "4.7.0", "This is an SMTP server, closing");
    public static readonly Reply TooManyErrors = new(421, "4.7.0", "Too many errors, closing");
    public static readonly Reply TooManyMessages = new(421, "4.7.0", "Enough messages on this connection; open another");
    public static readonly Reply SessionTooLarge = new(421, "4.3.4", "Enough data on this connection; open another");
    public static readonly Reply TooManyConnections = new(421, "4.7.0", "Too many connections, try again later");
    public static readonly Reply TooSlow = new(421, "4.4.2", "The message comes too slowly, closing");

    // A sink that failed a command without words of its own
    public static readonly Reply SinkFailed = new(550, "5.0.0", "Not here");
    public static readonly Reply SinkFailedForNow = new(451, "4.0.0", "Not now, try again later");

    // RFC 5321 2.3.8, 4.1.1.4: only CRLF ends a line
    public static readonly Reply BareLineEnd = new(
        550, "5.6.0", "Bare CR or LF in the message; every line ends with CRLF");

    // RFC 5321 3.8, 4.5.3.2.7
    public static readonly Reply TooLate = new(421, "4.4.2", "Idle for too long, closing");
    public static readonly Reply Stopping = new(421, "4.3.2", "Service stopping, closing");
    public static readonly Reply Fault = new(421, "4.3.0", "Internal fault, closing");

    // RFC 5321 4.1.1.10: a message cut off is a message that failed for now
    public static readonly Reply Incomplete = new(451, "4.4.2", "The connection ended inside the message");

    // Cut-through delivery: the next host's word, or why there is none
    public static readonly Reply NextHostUnreachable = new(451, "4.4.1", "The next host cannot be reached");
    public static readonly Reply NextHostLost = new(451, "4.4.2", "The next host broke off");
    public static readonly Reply NextHostNonsense = new(451, "4.5.0", "The next host answered nonsense");
    public static readonly Reply NextHostLacks8Bit = new(554, "5.6.3", "The next host takes 7-bit messages only");
    public static readonly Reply NextHostLacksBinary = new(554, "5.6.3", "The next host does not take binary messages");
    public static readonly Reply NextHostTakesLess = new(552, "5.3.4", "The next host takes smaller messages only");
    public static readonly Reply NextHostLacksUtf8 = new(553, "5.6.7", "The next host does not take SMTPUTF8");

    // RFC 8689 4.2.1
    public static readonly Reply NextHostLacksTls = new(550, "5.7.30", "The next host gives no promise of TLS (REQUIRETLS)");

    // What the gateway itself says of a recipient whose domain has no host (RFC 7505 4.2, RFC 3463 3.2, 3.5)
    public static readonly Reply NoSuchDomain = new(550, "5.1.2", "There is no such domain");
    public static readonly Reply DomainTakesNoMail = new(556, "5.1.10", "The domain takes no mail");
    public static readonly Reply DomainHasNoHost = new(550, "5.4.4", "No host of the domain has an address");
    public static readonly Reply MailComesBack = new(554, "5.4.6", "Mail for the domain would come back here");

    // RFC 3463 3.4: the queue
    public static readonly Reply NoRoom = new(452, "4.3.1", "No room to keep messages; try again later");

    // RFC 5321 4.3.1: the host's name is the first word
    public static Reply Greeting(string host) => new(220, null, $"{host} ESMTP");

    public static Reply Hello(string host) => new(250, null, host);

    public static Reply Closing(string host) => new(221, "2.0.0", $"{host} closing");

    public static Reply RecipientAccepted(Mailbox recipient) => new(250, "2.1.5", $"{recipient} recipient accepted");

    public static Reply ChunkTaken(ulong octets) => new(250, "2.0.0", $"{octets} octets received");

    public static Reply MessageQueued(string id) => new(250, "2.0.0", $"{id} queued");

    /// <summary>What the gateway says to itself of a message that it has put into a folder.</summary>
    public static readonly Reply Dropped = new(250, "2.0.0", "put into the drop directory");

    public static Reply MessageTaken(string id) => new(250, "2.0.0", $"{id} taken by the next host");
}
