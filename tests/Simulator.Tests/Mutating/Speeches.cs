using SmtpSim.Mutating;
using SmtpSim.Wire;

namespace SmtpSim.Tests.Mutating;

internal static class Speeches
{
    public static Speech Of(params string[] writes) => new([.. writes.Select(Octets.Of)]);

    public static TrialTerms Terms(System.Net.EndPoint target, int storm = 1000, int within = 5000, int settle = 0) =>
        new(target, TimeSpan.FromMilliseconds(within), storm, TimeProvider.System)
        {
            Settle = TimeSpan.FromMilliseconds(settle),
        };
}
