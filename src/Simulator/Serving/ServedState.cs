using System.Collections.Immutable;

namespace SmtpSim.Serving;

/// <summary>What a served client has said so far.</summary>
/// <param name="Greeted">HELO or EHLO was accepted.</param>
/// <param name="From">The open transaction's MAIL argument, null between transactions.</param>
/// <param name="Tls">TLS is on.</param>
/// <param name="HasChunks">A chunk of the open transaction's message was accepted.</param>
/// <param name="PerRecipient">LHLO was said, so that each recipient has a reply to its message (RFC 2033).</param>
/// <param name="HasLostChunk">A chunk of it was refused: nothing more of it is taken.</param>
/// <param name="OffersAnything">A rule has answered EHLO: what it offered by that is not known.</param>
/// <param name="Identity">Who the client has authenticated as, null where it has not.</param>
public sealed record ServedState(
    bool Greeted, string? From, ImmutableList<string> Recipients, bool Tls = false, string? Identity = null,
    bool PerRecipient = false, bool HasChunks = false, bool HasLostChunk = false, bool OffersAnything = false)
{
    public static readonly ServedState Connected = new(false, null, []);

    public ServedState WithoutTransaction => this with { From = null, Recipients = [], HasChunks = false, HasLostChunk = false };

    /// <summary>One of <see cref="Transcripts.RuleConditions.States"/>.</summary>
    public string Name => this switch
    {
        { Greeted: false } => "connected",
        { From: null } => "greeted",
        { Recipients.IsEmpty: true } => "mail",
        _ => "rcpt",
    };
}
