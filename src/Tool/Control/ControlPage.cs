using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace SmtpSim.Control;

/// <summary>The page over the interface: one file of plain HTML, in the program itself.</summary>
internal static class ControlPage
{
    private static readonly string Html = Read();

    /// <summary>In no frame of anybody else's: who clicks there would click here.</summary>
    public static ContentHttpResult Show(HttpResponse response)
    {
        response.Headers.ContentSecurityPolicy = "frame-ancestors 'none'";
        return TypedResults.Content(Html, "text/html; charset=utf-8");
    }

    private static string Read()
    {
        using var stream = typeof(ControlPage).Assembly.GetManifestResourceStream("page.html")!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
