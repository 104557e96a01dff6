using System.Xml.Linq;
using SmtpSim.Conformance;

namespace SmtpSim.Reports;

/// <summary>A page that needs no other file, and its elements. Text goes in as text, whoever said it.</summary>
internal static class Html
{
    private static readonly Lazy<string> Style = new(() =>
    {
        using var stream = typeof(Html).Assembly.GetManifestResourceStream("report.css")!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    });

    public static string Page(string title, params object?[] body)
    {
        var page = Element(
            "html",
            new XAttribute("lang", "en"),
            Element(
                "head",
                new XElement("meta", new XAttribute("charset", "utf-8")),
                new XElement(
                    "meta", new XAttribute("name", "viewport"), new XAttribute("content", "width=device-width, initial-scale=1")),
                Element("title", title),
                Element("style", Style.Value)),
            Element("body", [Element("h1", title), .. body]));
        return $"<!doctype html>\n{page.ToString(SaveOptions.DisableFormatting)}\n";
    }

    /// <summary>Text, elements, attributes, or lists of them; null is nothing.</summary>
    // With an empty text in it even an empty element has an end of its own, which HTML asks for.
    public static XElement Element(string name, params object?[] content) =>
        new(name, [.. content.Select(c => c is string text ? Printable.Xml(text) : c), ""]);

    public static XElement Classed(string name, string classes, params object?[] content) =>
        Element(name, [new XAttribute("class", classes), .. content]);

    /// <summary>To a place of this page.</summary>
    public static XElement Jump(string id, string text) =>
        Element("a", new XAttribute("href", $"#{Uri.EscapeDataString(id)}"), text);

    /// <summary>The same in every report, so that it can be linked to. HTML allows all but white space in an id.</summary>
    public static string Id(string text) => string.Concat(Printable.Line(text).Select(c => char.IsWhiteSpace(c) ? '-' : c));

    public static string Class(CaseVerdict verdict) => $"{verdict}".ToLowerInvariant();
}
