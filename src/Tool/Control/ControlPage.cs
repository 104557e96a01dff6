namespace SmtpSim.Control;

/// <summary>The page over the interface: one file of plain HTML, in the program itself.</summary>
internal static class ControlPage
{
    public static string Html { get; } = Read();

    private static string Read()
    {
        using var stream = typeof(ControlPage).Assembly.GetManifestResourceStream("page.html")!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
