namespace Conformance.Tests;

/// <summary>A test that needs a real HAProxy: skipped where there is none, but not in CI, which installs it.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class HaproxyTheoryAttribute : TheoryAttribute
{
    public HaproxyTheoryAttribute()
    {
        if (!File.Exists(Program) && Environment.GetEnvironmentVariable("CI") is null)
            Skip = "there is no HAProxy on this machine: apt install haproxy";
    }

    public static string Program => "/usr/sbin/haproxy";
}
