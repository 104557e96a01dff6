using SmtpGate.Plugins;
using SmtpGate.Recipients;
using SmtpGate.Sinks;

namespace SmtpGate.VirtualServers;

/// <summary>One sink as it is registered.</summary>
/// <param name="Kind">One of <see cref="Kinds"/>; the settings of that kind are there, if it has any.</param>
public sealed record SinkOptions(
    string Name, string Kind, BindingTerms Terms, VerifierSettings? RcptProxy, RespondSettings? Respond)
{
    public static readonly IReadOnlyList<string> Kinds = ["RcptProxy", "Respond", "Relay", "Assembly"];

    /// <summary>The settings as they are written: what has not changed need not be taken anew.</summary>
    public string Text { get; init; } = "";

    /// <summary>Of the kind Assembly: which class.</summary>
    public SinkClass? Class { get; init; }
}
