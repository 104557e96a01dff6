using SmtpSim.Mutating;
using SmtpSim.Transcripts;
using SmtpSim.Wire;

namespace SmtpSim.Tests.Mutating;

/// <summary>Servers that keep to the letter, each in its own way, and servers that do not.</summary>
[Trait("Rows", "SM-13")]
public sealed class MannersTests
{
    private static readonly TimeSpan Moment = TimeSpan.FromMilliseconds(30);

    private const string Hello = "EHLO client.example\r\n";
    private const string From = "MAIL FROM:<a@b>\r\n";
    private const string To = "RCPT TO:<c@d>\r\n";

    private static readonly (string, Speech)[] Seeds =
    [
        ("plain", Speeches.Of(Hello, From, To, "DATA\r\n", "Subject: x\r\n\r\n..y\r\n.\r\n", "QUIT\r\n")),
        ("pipelined", Speeches.Of(Hello, From + To + "DATA\r\n", "Subject: x\r\n\r\ny\r\n.\r\nNOOP\r\nQUIT\r\n")),
        ("chunks", Speeches.Of(Hello, From + To + "BDAT 12\r\nSubject: x\r\nBDAT 5 LAST\r\n\r\ny\r\nQUIT\r\n")),
        ("login", Speeches.Of(Hello, "AUTH LOGIN\r\n", "YQ==\r\n", "Yg==\r\n", "RSET\r\nNOOP\r\n", "QUIT\r\n")),
    ];

    private static readonly string[] MistakenEnds = ["\n.\n", "\r\n.\n", "\n.\r\n", "\r.\r", "\r\n.\r", "\r.\r\n"];

    private static readonly string[] OddEnds = ["\r.\n", "\n.\r", "\r\n.\r\r\n", "\r\n\0.\r\n", "\r\n.\0\r\n"];

    private static readonly string[] FilledEnds = ["\r\n. \r\n", "\r\n.\t\r\n", "\r\n.\r\0\n", "\r\n..\r\n"];

    private static readonly Dictionary<string, Manners> Innocent = new()
    {
        ["lines with ends of their own are refused"] = new(),
        ["each piece is refused"] = new() { BareEnds = BareEnds.RefusesPieces },
        ["a piece is refused, what follows obeyed"] = new() { BareEnds = BareEnds.ReadsOn },
        ["a line is refused early, its rest passed over"] = new() { BareEnds = BareEnds.PassesOver },
        ["ends within a line close"] = new() { BareEnds = BareEnds.Closes },
        ["long lines are refused"] = new() { LongestLine = 510 },
        ["many refusals close"] = new() { MostRefusals = 2 },
        ["pieces, and many refusals"] = new() { BareEnds = BareEnds.RefusesPieces, MostRefusals = 3, LongestLine = 510 },
        ["nothing goes without EHLO"] = new() { NeedsHello = true },
        ["slow"] = new() { Pause = TimeSpan.FromMilliseconds(3), BareEnds = BareEnds.ReadsOn },
        ["mail comes late"] = new() { Transit = Moment },
        ["mail comes in bursts"] = new() { Transit = Moment * 3, IsInBursts = true },
    };

    private static readonly Dictionary<Misdeed, Manners[]> Guilty = new()
    {
        [Misdeed.Crash] = [new() { EndsAt = 0 }, new() { EndsBehind = 0 }, new() { EndsBehind = 0, EndWaits = Moment / 3 }],
        [Misdeed.Hang] =
        [
            new() { HangsAt = 0 },
            .. new[] { "HELP", "NOOP x", "QUIT x", "RSET x", "VRFY x" }.Select(c => new Manners { Mutes = c }),
        ],
        [Misdeed.TwoAnswers] =
        [
            new() { AnswersTwice = "RSET" }, new() { BareEnds = BareEnds.EndsLine },
            .. FilledEnds.Select(end => new Manners { EndsMessage = end }),
        ],
        [Misdeed.MessageCount] = [.. MistakenEnds.Concat(OddEnds).Select(end => new Manners { EndsMessage = end })],
        [Misdeed.Lost] = [new() { LosesOneOf = 7 }, new() { LosesOneOf = 1, Transit = Moment }],
        [Misdeed.Surplus] =
            [new() { DoublesOneOf = 1 }, new() { DoublesOneOf = 1, CopyWaits = Moment },
            new() { DoublesOneOf = 1, CopyWaits = Moment * 3 }],
    };

    public static TheoryData<string> InnocentNames => [.. Innocent.Keys];

    public static IEnumerable<object[]> GuiltyNumbers =>
        Guilty.SelectMany(g => g.Value.Select((_, i) => new object[] { g.Key, i }));

    [Theory]
    [MemberData(nameof(InnocentNames))]
    public async Task Who_keeps_to_the_letter_is_never_blamed(string name)
    {
        var manners = Innocent[name];
        var isLong = manners.IsOfMail || manners.Pause > TimeSpan.Zero;
        var found = await RunAsync(manners, new FuzzPlan(21, 1, isLong ? 120 : 1000, null, 1), 1500, _ => false);
        Assert.True(found.Count == 0, found.FirstOrDefault()?.Transcript);
    }

    // Who has one fault shows others.
    [Theory]
    [MemberData(nameof(GuiltyNumbers))]
    public async Task Who_does_not_is_found(Misdeed misdeed, int which)
    {
        var manners = Guilty[misdeed][which];
        // Where mail is looked at, it is waited for in every session. Odd ends are rarer.
        var plan = new FuzzPlan(21, 1, OddEnds.Contains(manners.EndsMessage) ? 2000 : 1000, null, 10);
        var found = await RunAsync(manners, plan, manners.IsOfMail ? 120 : 500, IsIt);
        Assert.True(found.Exists(IsIt), found.FirstOrDefault()?.Transcript ?? "nothing was found");
        // Nobody else is blamed.
        Assert.All(found.Where(f => f.Finding.Misdeed == Misdeed.Crash), f => Assert.True(IsIt(f), f.Transcript));

        // What it comes from is in it.
        bool IsIt(Find find) => find.Finding.Misdeed == misdeed
            && Octets.Join(find.Speech.Writes).Text.Contains(Cause(misdeed, manners), StringComparison.Ordinal);
    }

    private static string Cause(Misdeed misdeed, Manners manners) => misdeed switch
    {
        Misdeed.Crash or Misdeed.Hang => manners.Mutes ?? "\0",
        Misdeed.TwoAnswers => manners.EndsMessage ?? "",
        _ => "",
    };

    // A long line that is no command is spelt another way each time.
    [Fact]
    public async Task All_that_are_no_commands_are_one()
    {
        var found = await RunAsync(new() { DropsBeyond = 600 }, new FuzzPlan(21, 1, 1000, null, 20), 500, _ => false);
        Assert.Single(
            found, f => f.Finding.Misdeed == Misdeed.Dropped
                && !RuleConditions.Triggers.Any(t => f.Finding.Text.Contains($"'{t}", StringComparison.OrdinalIgnoreCase)));
    }

    private static async Task<List<Find>> RunAsync(Manners manners, FuzzPlan plan, int within, Func<Find, bool> isEnough)
    {
        await using var target = new MannerlyTarget(manners);
        using var enough = new CancellationTokenSource();
        var found = new List<Find>();
        var nextHop = manners.IsOfMail ? target.NextHop : null;
        // Who ends has that time four times to do so, on a busy machine, too; else a wait in each session makes a run longer.
        var settle = manners.EndsAt is null && manners.EndsBehind is null ? 20 : 50;
        await new FuzzRun(Speeches.Terms(target.EndPoint, within: within, settle: settle), nextHop, _ => target.ReviveAsync())
            .RunAsync(new Mutator(Seeds, plan.Seed), plan, Hear, _ => { }, enough.Token);
        return found;

        void Hear(Find find)
        {
            found.Add(find);
            if (isEnough(find))
                enough.Cancel();
        }
    }
}
