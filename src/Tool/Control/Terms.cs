using System.ComponentModel;

namespace SmtpSim.Control;

/// <summary>What a server is to play.</summary>
/// <param name="Script">A transcript, or rules; without one everything is answered well.</param>
/// <param name="Values">What {{name}} stands for in the script.</param>
/// <param name="Seed">What chances are drawn from; a random one, published, if none is given.</param>
/// <param name="Explain">Note, for each command that no rule answered, which rules nearly did.</param>
public sealed record ScriptTerms(
    [property: Description("A transcript, or rules; without one everything is answered well.")] string? Script = null,
    [property: Description("What {{name}} stands for in the script.")] Dictionary<string, string>? Values = null,
    [property: Description("What chances are drawn from; a random one, published, if none is given.")] int? Seed = null,
    [property: Description("Note, for each command no rule answered, which rules nearly did.")] bool Explain = false);

/// <summary>A server to be made.</summary>
/// <param name="Name">1 to 64 letters, digits, hyphens and underscores; one is made up if it is missing.</param>
/// <param name="Listen">ADDRESS:PORT; port 0, the default, lets the system choose.</param>
/// <inheritdoc cref="ScriptTerms"/>
public sealed record ServerTerms(
    [property: Description("1 to 64 letters, digits, hyphens, underscores; made up if missing.")] string? Name = null,
    [property: Description("ADDRESS:PORT; 127.0.0.1:0 if missing, where 0 lets the system choose.")] string? Listen = null,
    [property: Description("A transcript, or rules; without one everything is answered well.")] string? Script = null,
    [property: Description("What {{name}} stands for in the script.")] Dictionary<string, string>? Values = null,
    [property: Description("What chances are drawn from; a random one, published, if none is given.")] int? Seed = null,
    [property: Description("Note, for each command no rule answered, which rules nearly did.")] bool Explain = false)
{
    /// <summary>What it is to play.</summary>
    internal ScriptTerms ForScript() => new(Script, Values, Seed, Explain);
}

/// <summary>Rules to be asked before those that are there.</summary>
public sealed record RuleTerms([property: Description("Lines of @on … -> …")] string Rules);
