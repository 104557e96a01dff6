namespace SmtpSim.Tests.Control;

/// <summary>Needs the system's Chromium. CI has it; elsewhere the test is skipped where it is missing, and says so.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class BrowserFactAttribute : FactAttribute
{
    private static readonly string[] Places = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];

    public BrowserFactAttribute()
    {
        if (Chromium is null && Environment.GetEnvironmentVariable("CI") is null)
            Skip = "there is no Chromium on this machine: apt install chromium";
    }

    public static string? Chromium { get; } = Array.Find(Places, File.Exists);
}
