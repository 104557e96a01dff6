namespace Architecture.Tests;

/// <summary>A rule about files: broken where anything is found, and then all of it is said.</summary>
internal static class Rule
{
    public static void Holds(IEnumerable<string> breaches)
    {
        var found = breaches.ToList();
        Assert.True(found.Count == 0, $"{found.Count} breaches:\n{string.Join('\n', found)}");
    }
}
