using System.Text;
using System.Text.Json;
using SmtpGate.Configuration;

namespace SmtpGate.Tests.Configuration;

public sealed class SettingsTextTests
{
    private const string File = """
        // The house's gateway.
        {
          "Name": "a", // its name
          "Sinks": [
            { "Sink": "Respond", "Settings": { "1": 5 } }, /* the first */
            { "Sink": "RcptProxy" },
          ],
          "None": []
        }
        """;

    [Theory]
    [InlineData("Name", "\"b\"", "\"Name\": \"b\", // its name")]
    [InlineData("Sinks:0:Settings:1", "0", "\"1\": 0 } }, /* the first */")]
    [InlineData("Sinks:1", "{}", "{},\n  ],")]
    public void A_value_is_replaced_where_it_stands_and_all_else_stays(string key, string json, string there)
    {
        var changed = Text(Parse(File).Replace(key, json));
        Assert.Contains(there, changed, StringComparison.Ordinal);
        Assert.Contains("// The house's gateway.", changed, StringComparison.Ordinal);
        Assert.InRange(changed.Length, File.Length - 25, File.Length + 25);
    }

    [Fact]
    public void What_is_added_stands_where_its_neighbour_stands() => Assert.Equal(
        "{ \"a\": [\n    {},\n    {\n      \"b\": 1\n    }\n] }",
        Text(Parse("{ \"a\": [\n    {}\n] }").Append("a", "{\n  \"b\": 1\n}")));

    [Fact]
    public void A_list_gets_one_more_or_loses_one()
    {
        var text = Parse(File).Append("Sinks", """{ "Sink": "Relay" }""");
        Assert.Equal(["Respond", "RcptProxy", "Relay"], Sinks(text));
        Assert.Equal(["Respond", "Relay"], Sinks(text.Remove("Sinks", 1)));
        Assert.Equal(["RcptProxy", "Relay"], Sinks(text.Remove("Sinks", 0)));
        Assert.Equal(["Respond", "RcptProxy"], Sinks(text.Remove("Sinks", 2)));
        Assert.Equal([], Sinks(text.Remove("Sinks", 0).Remove("Sinks", 0).Remove("Sinks", 0)));
        Assert.Equal("[\n1\n]", Root(Parse(File).Append("None", "1")).GetProperty("None").GetRawText());
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("{ \"a\": 1 }")]
    [InlineData("// x\n{ /* nothing */ }")]
    public void A_section_gets_a_key(string section)
    {
        var changed = Parse(section).Insert("", "Sinks", "[]");
        Assert.Equal("[]", Root(changed).GetProperty("Sinks").GetRawText());
        Assert.True(changed.Has("Sinks"));
    }

    [Fact]
    public void A_key_that_is_not_there_cannot_be_changed() =>
        Assert.Throws<KeyNotFoundException>(() => Parse(File).Replace("Nowhere", "1"));

    [Fact]
    public void It_is_written_as_it_stands()
    {
        using var folder = new TestFolder();
        Parse(File).Write(folder["a"]);
        Assert.Equal(File, System.IO.File.ReadAllText(folder["a"]));
    }

    private static SettingsText Parse(string text) => new(Encoding.UTF8.GetBytes(text));

    private static string Text(SettingsText text) => Encoding.UTF8.GetString(text.Octets.Span);

    private static JsonElement Root(SettingsText text)
    {
        var lenient = new JsonDocumentOptions { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true };
        return JsonDocument.Parse(Text(text), lenient).RootElement;
    }

    private static IEnumerable<string> Sinks(SettingsText text) =>
        Root(text).GetProperty("Sinks").EnumerateArray().Select(s => s.GetProperty("Sink").GetString()!);
}
