using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using SmtpSim.Control;
using SmtpSim.Embedding;
using SmtpSim.Playing;

namespace SmtpSim.Tests.Control;

/// <summary>A control interface and a client of it, as a test in any language would be one.</summary>
internal sealed class Controlled(ControlHost host) : IAsyncDisposable
{
    public const string Send =
        "S: 220\nC: HELO x\nS: 250\nC: MAIL FROM:<a@b>\nS: 250\nC: RCPT TO:<c@d>\nS: 250\nC: DATA\nS: 354\n"
        + "@body <<E\nSubject: invoice 4711\nE\nS: 250\n";

    public Uri Address => host.Address;

    public HttpClient Http { get; } = new() { BaseAddress = host.Address };

    public static async Task<Controlled> StartAsync(bool remote = false, string? scripts = null) =>
        new(await ControlHost.StartAsync(
            new ControlOptions(new IPEndPoint(IPAddress.Loopback, 0), remote, scripts, WalkOptions.Default)));

    /// <summary>Sends JSON as it stands, or nothing; the status and what was answered.</summary>
    public async Task<(HttpStatusCode Status, JsonElement Said)> AskAsync(HttpMethod method, string path, string? json = null)
    {
        using var request = new HttpRequestMessage(method, path)
        {
            Content = json is null ? null : new StringContent(json, Encoding.UTF8, "application/json"),
        };
        using var response = await Http.SendAsync(request);
        var body = await response.Content.ReadAsStringAsync();
        var isProblem = response.Content.Headers.ContentType?.MediaType == "application/problem+json";
        Assert.Equal((int)response.StatusCode >= 400, isProblem);
        return (response.StatusCode, body.Length == 0 ? default : JsonSerializer.Deserialize<JsonElement>(body));
    }

    public async Task<JsonElement> GetAsync(string path)
    {
        var (status, said) = await AskAsync(HttpMethod.Get, path);
        Assert.Equal(HttpStatusCode.OK, status);
        return said;
    }

    /// <summary>Makes a server; where it is.</summary>
    public async Task<IPEndPoint> MakeAsync(string name, string script)
    {
        using var made = await Http.PostAsJsonAsync("/servers", new { name, script });
        Assert.Equal(HttpStatusCode.Created, made.StatusCode);
        var view = await made.Content.ReadFromJsonAsync<JsonElement>();
        return new IPEndPoint(IPAddress.Parse(view.GetProperty("host").GetString()!), view.GetProperty("port").GetInt32());
    }

    public static Task PlayAsync(IPEndPoint server, string script) => ScriptedClient.PlayAsync(server, script);

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await host.DisposeAsync();
    }
}
