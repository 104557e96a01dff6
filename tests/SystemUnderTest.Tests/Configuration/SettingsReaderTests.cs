using System.Net;
using SmtpGate.Configuration;

namespace SmtpGate.Tests.Configuration;

public sealed class SettingsReaderTests : IDisposable
{
    private readonly string _path = Path.GetTempFileName();

    [Fact]
    public void What_is_absent_or_null_is_its_default()
    {
        var reader = Read("""{ "B": null }""");
        Assert.Equal("x", reader.Text("A", "x"));
        Assert.Equal(7, reader.Number("B", 7, 0, 9));
        Assert.True(reader.Flag("C", true));
        Assert.True(reader.RegistryFlag("C", true));
        Assert.Equal(DayOfWeek.Friday, reader.Choice("D", DayOfWeek.Friday));
        Assert.Equal(IPAddress.Loopback, reader.Address("E", IPAddress.Loopback));
        Assert.Null(reader.List("F", "", text => text));
        Assert.Empty(reader.Sections("G"));
        Assert.Empty(reader.Problems);
    }

    [Theory]
    [InlineData("0", 0)]
    [InlineData("9", 9)]
    [InlineData("-1", null)]
    [InlineData("10", null)]
    [InlineData("5.0", null)]
    [InlineData("\"5\"", null)]
    [InlineData("true", null)]
    [InlineData("[5]", null)]
    [InlineData("99999999999", null)]
    public void A_number_is_whole_and_in_its_range(string value, int? read)
    {
        var reader = Read($$"""{ "A": {{value}} }""");
        Assert.Equal(read ?? 3, reader.Number("A", 3, 0, 9));
        Assert.Equal(read is null ? [$"A is {value}; permitted: a whole number from 0 to 9"] : [], Messages(reader));
    }

    [Theory]
    [InlineData("true", true)]
    [InlineData("-1", true)]
    [InlineData("false", false)]
    [InlineData("0", false)]
    [InlineData("1", null)]
    [InlineData("\"true\"", null)]
    [InlineData("-1.0", null)]
    public void A_truth_value_is_spelt_as_the_registry_had_it(string value, bool? read)
    {
        var reader = Read($$"""{ "A": {{value}} }""");
        Assert.Equal(read ?? true, reader.RegistryFlag("A", true));
        Assert.Equal(read is null ? ["A is " + value + "; permitted: true or -1, false or 0"] : [], Messages(reader));
    }

    [Theory]
    [InlineData("\"friday\"", true)]
    [InlineData("\"FRIDAY\"", true)]
    [InlineData("\"5\"", false)]
    [InlineData("5", false)]
    [InlineData("\"Friday, Monday\"", false)]
    public void A_choice_is_a_name_in_any_case_and_never_a_number(string value, bool isOne)
    {
        var reader = Read($$"""{ "A": {{value}} }""");
        Assert.Equal(isOne ? DayOfWeek.Friday : DayOfWeek.Monday, reader.Choice("A", DayOfWeek.Monday));
        Assert.Equal(isOne ? 0 : 1, reader.Problems.Count);
    }

    [Fact]
    public void Sections_name_their_keys_by_the_whole_path()
    {
        var reader = Read("""{ "A": { "B": [ { }, { "C": 1 } ] } }""");
        var section = reader.Section("A").Sections("B")[1];
        section.Text("C", "");
        section.Report("C", "no");
        Assert.Equal(["A:B:1:C is 1; permitted: a text", "no"], Messages(reader));
        Assert.Equal((1, 29), (reader.Problems[1].Line, reader.Problems[1].Column));
    }

    [Theory]
    [InlineData("port", "; did you mean 'Port'?")]
    [InlineData("Adress", "; did you mean 'Address'?")]
    [InlineData("Addresses", "; did you mean 'Address'?")]
    [InlineData("X", "")]
    [InlineData("Else", "")]
    public void A_key_that_nobody_asked_for_is_refused_with_the_nearest_one(string key, string hint)
    {
        var reader = Read($$"""{ "Port": 1, "{{key}}": 2 }""");
        reader.Number("Port", 1, 0, 9);
        reader.Has("Address");
        reader.RefuseOthers();
        Assert.Equal([$"{key} is no setting{hint}; there are Port, Address"], Messages(reader));
    }

    [Fact]
    public void A_long_value_is_cut_in_its_message()
    {
        var reader = Read($$"""{ "A": "{{new string('x', 500)}}" }""");
        reader.Number("A", 1, 0, 9);
        Assert.InRange(Assert.Single(Messages(reader)).Length, 60, 130);
    }

    public void Dispose() => File.Delete(_path);

    private static IEnumerable<string> Messages(SettingsReader reader) => reader.Problems.Select(p => p.Message);

    private SettingsReader Read(string text)
    {
        File.WriteAllText(_path, text);
        return new SettingsReader(Assert.IsType<SettingsFile>(SettingsFile.Read(_path).File));
    }

    [Theory]
    [InlineData("\"\\xFF\"")]
    [InlineData("\"\\x5CuD800\"")]
    public void A_text_that_is_no_Unicode_is_a_problem(string value)
    {
        byte[] octets = [.. "{ \"Listeners\": [{ \"Name\": "u8, .. Fixtures.Octets(value), .. " }] }"u8];
        Assert.Single(Loaded.Try(octets).Problems);
    }
}
