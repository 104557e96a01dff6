using System.Text.RegularExpressions;
using SmtpSim.Embedding;

namespace Conformance.Tests;

/// <summary>docs/clients.md, held to its word: each row's script is served, and real clients send to it.</summary>
[Trait("Rows", "SM-02")]
public sealed partial class ClientsTests
{
    private static readonly string[][] Table = [.. File.ReadLines(Path.Combine(Repository.Folder("docs"), "clients.md"))
        .Where(line => line.StartsWith("| ", StringComparison.Ordinal))
        .Select(line => line.Split('|')[1..^1].Select(cell => cell.Trim()).ToArray())];

    public static TheoryData<int> Rows => [.. Enumerable.Range(1, Table.Length - 1)];

    [Theory]
    [MemberData(nameof(Rows))]
    public async Task A_client_does_what_the_table_says(int row)
    {
        var cells = Table[row];
        Assert.Equal(Table[0].Length, cells.Length);
        for (var column = 2; column < cells.Length; column++)
        {
            if (cells[column] != "–" && SendingClients.Of(Table[0][column]) is { } client)
                await HoldAsync(client, cells[0], cells[1], $"{Table[0][column]}: {cells[column]}");
        }
    }

    private static async Task HoldAsync(Func<int, string[], Task<string>> client, string script, string how, string told)
    {
        await using var server = ScriptedServer.Start(Script(script));
        var runs = how == "three times" ? 3 : 1;
        var said = new List<string>();
        for (var i = 0; i < runs; i++)
            said.Add(await client(server.Port, how.Split(' ', StringSplitOptions.RemoveEmptyEntries)));
        var cell = told[(told.IndexOf(':', StringComparison.Ordinal) + 2)..];
        Assert.Equal(
            (told, cell.Split(" (")[0]), (told, string.Join(", ", said.Select(s => s.Split(' ', '\n')[0]))));
        var all = string.Join('\n', said);
        Assert.All(Code().Matches(cell), m => Assert.Contains(m.Groups[1].Value, all, StringComparison.Ordinal));
    }

    private static string Script(string cell)
    {
        var lines = Code().Matches(cell).Select(m => m.Groups[1].Value).ToList();
        if (!lines[0].StartsWith("@serve", StringComparison.Ordinal))
            lines.Insert(0, "@serve default");
        return string.Join('\n', lines) + "\n";
    }

    [GeneratedRegex("`([^`]+)`")]
    private static partial Regex Code();
}
