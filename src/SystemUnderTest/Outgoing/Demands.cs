using SmtpGate.Grammar;

namespace SmtpGate.Outgoing;

/// <summary>What a message demands of the next host.</summary>
internal static class Demands
{
    /// <summary>What it says it needs, without what it can do without at this host.</summary>
    public static MailParameters Of(OutgoingMessage message, OutgoingSession host)
    {
        var with = message.Envelope.With;
        // RFC 6531 3.4: many clients say SMTPUTF8 always.
        if (with.Utf8 && !host.Offers("SMTPUTF8") && !International.Is(message))
            with = with with { Utf8 = false };
        // RFC 8689 5: a report is better told without than not at all.
        return with.RequiresTls && message.Envelope.From.Mailbox is null && !HoldsTls(host)
            ? with with { RequiresTls = false }
            : with;
    }

    /// <summary>Why the host cannot have it; null where it can.</summary>
    public static Reply? Unmet(MailParameters with, OutgoingSession host)
    {
        if (with.RequiresTls && !HoldsTls(host))
            return Replies.NextHostLacksTls;
        if (with.Utf8 && !host.Offers("SMTPUTF8"))
            return Replies.NextHostLacksUtf8;
        return with.Body switch
        {
            BodyKind.EightBit when !host.Offers("8BITMIME") => Replies.NextHostLacks8Bit,
            // RFC 3030 3: without BDAT there is no way for it.
            BodyKind.Binary when !host.Offers("BINARYMIME") || !host.TakesChunks => Replies.NextHostLacksBinary,
            _ => null,
        };
    }

    private static bool HoldsTls(OutgoingSession host) => host.IsSure && host.Offers("REQUIRETLS");

    /// <summary>The parameters of MAIL that say so, with a leading space each.</summary>
    public static string Parameters(MailParameters with)
    {
        var body = with.Body switch
        {
            BodyKind.EightBit => " BODY=8BITMIME",
            BodyKind.Binary => " BODY=BINARYMIME",
            _ => "",
        };
        return $"{body}{(with.Utf8 ? " SMTPUTF8" : "")}{(with.RequiresTls ? " REQUIRETLS" : "")}";
    }
}
