using System.Text.Json;
using SmtpSim.Conformance;
using SmtpSim.Reports;

namespace SmtpSim.Tests.Reports;

public sealed class JsonReportTests
{
    [Fact]
    public void The_report_is_one_object_with_its_counts()
    {
        var root = Written(Results.Mixed());
        Assert.Equal("a target", root.GetProperty("target").GetString());
        Assert.Equal(4, root.GetProperty("exitCode").GetInt32());
        Assert.Equal(2.5, root.GetProperty("seconds").GetDouble());
        Assert.Equal(JsonValueKind.Null, root.GetProperty("dead").ValueKind);
        Assert.Equal(2, root.GetProperty("counts").GetProperty("FAIL").GetInt32());
        Assert.Equal(1, root.GetProperty("counts").GetProperty("XPASS").GetInt32());
        Assert.Equal(9, root.GetProperty("cases").GetArrayLength());
    }

    [Fact]
    public void A_case_has_all_that_is_known_of_it()
    {
        var test = Written(Results.Run(Results.Of(CaseVerdict.Unsupported, "n", "ü \0 <", "e1", "e2"))).GetProperty("cases")[0];
        Assert.Equal("f/a.feature › n", test.GetProperty("id").GetString());
        Assert.Equal("UNSUPPORTED", test.GetProperty("verdict").GetString());
        Assert.Equal("ü \0 <", test.GetProperty("reason").GetString());
        Assert.Equal(7, test.GetProperty("line").GetInt32());
        Assert.Equal(["e1", "e2"], test.GetProperty("evidence").EnumerateArray().Select(e => e.GetString()));
        Assert.Equal(["@t1", "@RFC5321"], test.GetProperty("tags").EnumerateArray().Select(e => e.GetString()));
    }

    [Fact]
    public void A_run_of_nothing_is_JSON_too() =>
        Assert.Equal(0, Written(Results.Run(Array.Empty<CaseResult>())).GetProperty("cases").GetArrayLength());

    private static JsonElement Written(RunResult run)
    {
        using var folder = new TemporaryFolder();
        JsonReport.Write(folder.Path("run.json"), run);
        var text = File.ReadAllText(folder.Path("run.json"));
        Assert.EndsWith("}\n", text, StringComparison.Ordinal);
        return JsonDocument.Parse(text).RootElement;
    }
}
