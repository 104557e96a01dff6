using System.ComponentModel;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using SmtpSim.Messages;
using SmtpSim.Wire;

namespace SmtpSim.Control;

/// <summary>The mail that arrived, and waiting for it.</summary>
internal sealed class MailRoutes(Servers servers, Readers readers)
{
    public void Map(IEndpointRouteBuilder all)
    {
        var routes = all.MapGroup("").WithTags("mail");
        routes.MapGet("/servers/{name}/mail", ListAsync).WithSummary(
            "What arrived, the newest last; with a count it waits for so many").AddEndpointFilter(readers.GuardAsync);
        routes.MapDelete("/servers/{name}/mail", Clear).WithSummary("Forgets all mail; sessions and counters of rules stay");
        routes.MapGet("/servers/{name}/mail/{number:long}", Show).WithSummary("One message")
            .AddEndpointFilter(readers.GuardAsync);
        routes.MapGet("/servers/{name}/mail/{number:long}/raw", Raw).WithSummary("The octets of its content")
            .AddEndpointFilter(readers.GuardAsync).Produces<Stream>(200, "message/rfc822");
    }

    private async Task<Results<Ok<IEnumerable<MailView>>, ProblemHttpResult>> ListAsync(
        string name,
        [Description("Only messages with this text in their envelope or content.")] string? mark,
        [Description("Wait for so many.")] int? count,
        [Description("How long at most, like 500ms or 5s; 5s if missing.")] string? within,
        [Description("Without what they say, where it is false.")] bool? content,
        CancellationToken cancel)
    {
        if (servers.Find(name) is not { } server)
            return Problems.NoServer(name);
        if (Waits.Misfit(count, within, out var time) is { } misfit)
            return misfit;
        var came = count is null ? 0 : await CountAsync(server, count.Value, mark, time, cancel);
        if (!servers.IsThere(server))
            return Problems.NoServer(name);
        return came < count
            ? Problems.NotYet($"{came} of {count} messages{(mark is null ? "" : $" with '{mark}'")} came", time)
            : TypedResults.Ok(server.Now.Mail.With(mark).Select(m => View(m, content ?? true)));
    }

    private async Task<int> CountAsync(NamedServer server, int count, string? mark, TimeSpan within, CancellationToken cancel)
    {
        int Came() => mark is null ? (int)server.Now.Mail.Received : server.Now.Mail.With(mark).Count;
        await servers.UntilAsync(server, () => Came() >= count, within, cancel);
        return Came();
    }

    private Results<NoContent, ProblemHttpResult> Clear(string name)
    {
        if (servers.Find(name) is not { } server)
            return Problems.NoServer(name);
        server.Now.Mail.Clear();
        return TypedResults.NoContent();
    }

    private Results<Ok<MailView>, ProblemHttpResult> Show(string name, long number) =>
        servers.Find(name) is not { } server ? Problems.NoServer(name)
        : server.Now.Mail.Numbered(number) is { } mail ? TypedResults.Ok(View(mail, hasContent: true)) : NoMail(name, number);

    private Results<FileStreamHttpResult, ProblemHttpResult> Raw(string name, long number) =>
        servers.Find(name) is not { } server ? Problems.NoServer(name)
        : server.Now.Mail.Numbered(number) is { } mail
            ? TypedResults.Stream(mail.Content.ToStream(), "message/rfc822", $"{name}-{number}.eml")
            : NoMail(name, number);

    private static ProblemHttpResult NoMail(string name, long number) =>
        Problems.NoThing($"message {number} on '{name}'", "GET its mail for their numbers; old ones are forgotten");

    private static MailView View(Mail mail, bool hasContent) => new(
        mail.Number, OctetText.Shown(mail.From), [.. mail.Recipients.Select(OctetText.Shown)],
        mail.At.TotalSeconds, mail.Content.Length,
        hasContent && mail.Content.Length <= Limits.ShownOctets ? mail.Content.Text : null);
}
