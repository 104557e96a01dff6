using SmtpSim.Conformance;

namespace SmtpSim.Tests.Conformance;

/// <summary>Scenarios from a feature's text.</summary>
internal static class Features
{
    public static IReadOnlyList<Scenario> Of(string text)
    {
        using var folder = new TemporaryFolder();
        folder.Write("x/a.feature", text);
        return FeatureFiles.Load(folder.Root, [folder.Root]);
    }

    /// <summary>One scenario of these steps.</summary>
    public static Scenario One(string steps, string tags = "") => Of($"Feature: f\n{tags}\nScenario: s\n{steps}\n")[0];

    /// <summary>A step with a doc string below it.</summary>
    public static string With(string step, string document) => $"{step}\n\"\"\"\n{document}\n\"\"\"\n";
}
