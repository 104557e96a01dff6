using System.Text;
using SmtpGate.Configuration;

namespace SmtpGate.Tests.Configuration;

public sealed class SettingsFileTests : IDisposable
{
    private readonly string _path = Path.GetTempFileName();

    [Theory]
    [InlineData("A", 2, 8)]
    [InlineData("B", 3, 3)]
    [InlineData("B:0", 3, 5)]
    [InlineData("B:1", 4, 5)]
    [InlineData("B:1:C", 4, 12)]
    [InlineData("B:1:D", 4, 20)]
    [InlineData("B:1:D:0", 4, 21)]
    [InlineData("E:F:G", 6, 22)]
    public void A_value_stands_where_it_stands(string key, int line, int column)
    {
        const string text = "{\n  'A': 1, 'B':\n  [ 2, // two\n    { 'C': 3, 'D': [4] }\n  ],\n  'E': { 'F': { 'G': 5 } } }";
        Assert.Equal((line, column), Read(text.Replace('\'', '"')).Place(key));
    }

    [Theory]
    [InlineData("A:X", 2, 8)]
    [InlineData("A:X:Y", 2, 8)]
    [InlineData("X", 1, 1)]
    [InlineData("", 1, 1)]
    public void A_key_that_is_not_there_stands_where_its_section_does(string key, int line, int column) =>
        Assert.Equal((line, column), Read("{\n  \"A\": { } }").Place(key));

    [Fact]
    public void Columns_count_octets_from_one() => Assert.Equal((1, 17), Read("{ \"é\": 1, \"B\": 2 }").Place("B"));

    [Fact]
    public void Comments_and_a_comma_at_the_end_are_permitted() =>
        Assert.Equal(1, Read("/* a */ { \"A\": 1, /* b */ } // c").Root.GetProperty("A").GetInt32());

    [Theory]
    [InlineData("{ \"A\" 1 }", 1, 7)]
    [InlineData("{\n  \"A\": 1,\n  \"B\": tru\n}", 3, 11)]
    [InlineData("", 1, 1)]
    public void What_is_no_JSON_is_a_problem_with_its_place(string text, int line, int column)
    {
        var (file, problem) = Try(Encoding.UTF8.GetBytes(text));
        Assert.Null(file);
        Assert.StartsWith("this is no JSON: ", problem!.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("LineNumber", problem.Message, StringComparison.Ordinal);
        Assert.Equal((line, column), (problem.Line, problem.Column));
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("1")]
    [InlineData("null")]
    public void What_is_no_object_is_a_problem(string text) =>
        Assert.Contains("must be one JSON object", Try(Encoding.UTF8.GetBytes(text)).Problem!.Message, StringComparison.Ordinal);

    [Fact]
    public void A_problem_is_written_with_file_line_and_column()
    {
        Assert.Equal("a.json:3:14: no", new SettingsProblem("a.json", 3, 14, "no").ToString());
        Assert.Equal("a.json: no", new SettingsProblem("a.json", 0, 0, "no").ToString());
    }

    public void Dispose() => File.Delete(_path);

    private SettingsFile Read(string text) => Assert.IsType<SettingsFile>(Try(Encoding.UTF8.GetBytes(text)).File);

    private (SettingsFile? File, SettingsProblem? Problem) Try(byte[] octets)
    {
        File.WriteAllBytes(_path, octets);
        return SettingsFile.Read(_path);
    }

    [Fact]
    public void What_is_no_object_is_placed_where_it_stands()
    {
        var problem = Try("// settings\n\n  []"u8.ToArray()).Problem!;
        Assert.Equal((3, 3), (problem.Line, problem.Column));
    }

    [Fact]
    public void A_key_that_stands_there_twice_is_placed_where_its_value_is()
    {
        var file = Read("{\n  \"A\": 1,\n  \"A\": 2\n}");
        Assert.Equal(2, file.Root.GetProperty("A").GetInt32());
        Assert.Equal((3, 8), file.Place("A"));
    }

    // Editors on Windows put a byte order mark in front (RFC 8259 8.1: a parser may ignore it).
    [Fact]
    public void A_byte_order_mark_is_ignored() => Assert.NotNull(Try([0xEF, 0xBB, 0xBF, .. "{ }"u8]).File);
}
