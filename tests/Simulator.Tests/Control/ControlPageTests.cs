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
        Assert.Empty(errors);
    }

    private static Task<IBrowser> OpenAsync(IPlaywright playwright) => playwright.Chromium.LaunchAsync(
        new BrowserTypeLaunchOptions
        {
            ExecutablePath = BrowserFactAttribute.Chromium ?? throw new InvalidOperationException("CI has no Chromium"),
            Args = ["--no-sandbox"],
        });
}
