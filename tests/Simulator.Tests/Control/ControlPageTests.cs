using System.Net;
using Microsoft.Playwright;

namespace SmtpSim.Tests.Control;

/// <summary>The page in a real browser.</summary>
[Trait("Rows", "SM-12")]
public sealed class ControlPageTests
{
    [BrowserFact]
    public async Task A_server_is_started_watched_and_removed()
    {
        await using var control = await Controlled.StartAsync();
        using var playwright = await Playwright.CreateAsync();
        await using var browser = await OpenAsync(playwright);
        var page = await browser.NewPageAsync();
        var errors = new List<string>();
        page.PageError += (_, error) => errors.Add(error);
        await page.GotoAsync(control.Address.ToString());
        await Assertions.Expect(page.Locator("#live")).ToHaveTextAsync("live");

        await page.FillAsync("#script", "@serve default\n@fense\n");
        await page.ClickAsync("#create button");
        await Assertions.Expect(page.Locator("#wrong")).ToContainTextAsync("script:2:1: there is no directive '@fense'");

        await page.FillAsync("#script", "@serve default\n@on NOOP -> S: 250 <b>seen</b>\n");
        await page.FillAsync("#name", "shop");
        await page.ClickAsync("#create button");
        await Assertions.Expect(page.Locator("main h2").First).ToContainTextAsync("shop on 127.0.0.1:");

        var port = (await control.GetAsync("/servers/shop")).GetProperty("port").GetInt32();
        await Controlled.PlayAsync(new IPEndPoint(IPAddress.Loopback, port), "S: 220\nC: NOOP\nS: 250\n");
        // As it happens: nobody has touched the page since. What was said is text, whatever it looks like.
        await Assertions.Expect(page.Locator("#dialogue tr.client").First).ToContainTextAsync("NOOP\\r\\n");
        await Assertions.Expect(page.Locator("#dialogue")).ToContainTextAsync("250 <b>seen</b>\\r\\n");
        await Controlled.PlayAsync(new IPEndPoint(IPAddress.Loopback, port), Controlled.Send);
        await Assertions.Expect(page.Locator("#sessions li")).ToHaveCountAsync(2);
        await Assertions.Expect(page.Locator("main")).ToContainTextAsync("1: FROM:<a@b> TO:<c@d>");

        await page.ClickAsync("text=session 2");
        await Assertions.Expect(page.Locator("#dialogue")).ToContainTextAsync("MAIL FROM:<a@b>");
        await page.ClickAsync("text=Reset");
        await Assertions.Expect(page.Locator("main")).ToContainTextAsync("None yet.");
        await page.ClickAsync("text=Remove");
        await Assertions.Expect(page.Locator("#servers li")).ToHaveCountAsync(0);
        await Assertions.Expect(page.Locator("main")).ToHaveTextAsync("Choose a server, or start one.");
        Assert.Empty(errors);
    }

    // What is chosen while another is drawn is what is shown, and what its buttons act on.
    [BrowserFact]
    public async Task The_server_that_was_chosen_last_is_shown()
    {
        await using var control = await Controlled.StartAsync();
        foreach (var name in (string[])["slow", "fast"])
            await control.MakeAsync(name, "@serve default\n");
        using var playwright = await Playwright.CreateAsync();
        await using var browser = await OpenAsync(playwright);
        var page = await browser.NewPageAsync();
        var (asked, answer) = (new TaskCompletionSource(), new TaskCompletionSource());
        await page.RouteAsync("**/servers/slow/mail*", async route =>
        {
            asked.TrySetResult();
            await answer.Task;
            await route.ContinueAsync();
        });
        await page.GotoAsync(control.Address.ToString());
        await page.ClickAsync("#servers button:has-text('slow')");
        await asked.Task.WaitAsync(TimeSpan.FromSeconds(20));
        await page.ClickAsync("#servers button:has-text('fast')");
        answer.SetResult();
        await Assertions.Expect(page.Locator("main h2").First).ToContainTextAsync("fast on 127.0.0.1:");
        await page.ClickAsync("text=Remove");
        await Assertions.Expect(page.Locator("#servers li")).ToHaveCountAsync(1);
        await Assertions.Expect(page.Locator("#servers")).ToContainTextAsync("slow");
    }

    [BrowserFact]
    public async Task Rules_are_shown_as_they_come_and_go()
    {
        await using var control = await Controlled.StartAsync();
        await control.MakeAsync("shop", "@listen for 30\n");
        using var playwright = await Playwright.CreateAsync();
        await using var browser = await OpenAsync(playwright);
        var page = await browser.NewPageAsync();
        await page.GotoAsync(control.Address.ToString());
        await page.ClickAsync("#servers button");
        await control.AskAsync(HttpMethod.Post, "/servers/shop/rules", """{"rules": "@on NOOP -> S: 250 first"}""");
        await page.ClickAsync("summary:has-text('Rules')");
        await Assertions.Expect(page.Locator("#rules")).ToHaveTextAsync("1  @on NOOP -> S: 250 first");

        await control.AskAsync(HttpMethod.Post, "/servers/shop/rules", """{"rules": "@on NOOP -> S: 250 second"}""");
        await Assertions.Expect(page.Locator("#rules")).ToHaveTextAsync(
            "2  @on NOOP -> S: 250 second\n1  @on NOOP -> S: 250 first");
        await control.AskAsync(HttpMethod.Delete, "/servers/shop/rules/1");
        await Assertions.Expect(page.Locator("#rules")).ToHaveTextAsync("2  @on NOOP -> S: 250 second");
    }

    [BrowserFact]
    public async Task A_message_is_shown_when_it_is_opened()
    {
        await using var control = await Controlled.StartAsync();
        var at = await control.MakeAsync("shop", "@serve default\n");
        await Controlled.PlayAsync(at, Controlled.Send);
        using var playwright = await Playwright.CreateAsync();
        await using var browser = await OpenAsync(playwright);
        var page = await browser.NewPageAsync();
        await page.GotoAsync(control.Address.ToString());
        await page.ClickAsync("#servers button");
        await page.ClickAsync("summary:has-text('1: FROM:<a@b>')");
        await Assertions.Expect(page.Locator("main")).ToContainTextAsync("Subject: invoice 4711");
        // It stays open, and shown, when something else happens.
        await Controlled.PlayAsync(at, Controlled.Send);
        await Assertions.Expect(page.Locator("main")).ToContainTextAsync("2: FROM:<a@b>");
        await Assertions.Expect(page.Locator("main")).ToContainTextAsync("Subject: invoice 4711");
    }

    internal static Task<IBrowser> OpenAsync(IPlaywright playwright) => playwright.Chromium.LaunchAsync(
        new BrowserTypeLaunchOptions
        {
            ExecutablePath = BrowserFactAttribute.Chromium ?? throw new InvalidOperationException("CI has no Chromium"),
            Args = ["--no-sandbox"],
        });
}
