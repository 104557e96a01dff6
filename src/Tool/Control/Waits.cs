using Microsoft.AspNetCore.Http.HttpResults;
using SmtpSim.Transcripts;

namespace SmtpSim.Control;

/// <summary>How long a request may wait, and for how much.</summary>
internal static class Waits
{
    private static readonly TimeSpan Usual = TimeSpan.FromSeconds(5);

    /// <summary>Null where both can be heeded.</summary>
    /// <param name="name">What says how many, in the query.</param>
    public static ProblemHttpResult? Misfit(int? count, string? within, out TimeSpan time, string name = "count")
    {
        var given = within is null ? Usual : Durations.TryParse(within);
        time = given ?? Usual;
        if (given is null)
            return Problems.Wrong($"within: '{within}' is no duration like 500ms, 3s or 2m");
        if (time > Limits.Wait)
            return Problems.Wrong($"within: '{within}' is longer than a request may wait, {Durations.Show(Limits.Wait)}");
        return count < 0 ? Problems.Wrong($"{name}: {count} is less than none") : null;
    }
}
