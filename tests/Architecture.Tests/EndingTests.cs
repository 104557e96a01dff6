using System.Text.RegularExpressions;

namespace Architecture.Tests;

/// <summary>What a test opens is closed behind it.</summary>
public sealed partial class EndingTests
{
    // xunit 2 calls IDisposable and IAsyncLifetime, and passes IAsyncDisposable over without a word.
    [Fact]
    public void A_test_class_that_ends_asynchronously_is_told_to() => Rule.Holds(
        from file in Sources.Below("tests")
        from head in File.ReadLines(file)
        where Ending().IsMatch(head) && !head.Contains("IAsyncLifetime", StringComparison.Ordinal)
        select $"{Sources.Relative(file)}: {head.Trim()}");

    [GeneratedRegex(@"^public .*\bclass\b.*\bIAsyncDisposable\b")]
    private static partial Regex Ending();
}
