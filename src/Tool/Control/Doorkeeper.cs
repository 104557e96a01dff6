using System.Net;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace SmtpSim.Control;

/// <summary>
/// Keeps web pages of others out: whoever reads one on this machine must not thereby drive the interface. A page's requests name
/// its own origin, and a name that was made to point here (DNS rebinding) is no name of this machine.
/// </summary>
internal sealed class Doorkeeper(ControlOptions options)
{
    public async Task InvokeAsync(HttpContext context, RequestDelegate next)
    {
        if (Misfit(context.Request) is { } misfit)
            await Problems.Forbidden(misfit).ExecuteAsync(context);
        else if (IsUnreadable(context.Request.ContentType))
            context.Response.StatusCode = StatusCodes.Status415UnsupportedMediaType;
        else
            await next(context);
    }

    // In letters that nobody knows.
    private static bool IsUnreadable(string? contentType) =>
        contentType is not null
        && (!MediaTypeHeaderValue.TryParse(contentType, out var type) || type is { Charset.HasValue: true, Encoding: null });

    private string? Misfit(HttpRequest request)
    {
        if (request.Headers.Origin.FirstOrDefault() is { } origin && origin != $"{request.Scheme}://{request.Host}")
            return $"requests of pages from '{origin}' are not answered";
        return options.Remote || IsLoopback(request.Host.Host)
            ? null
            : $"'{request.Host}' is no name of this machine's loopback; use localhost, or start with --remote";
    }

    private static bool IsLoopback(string host) =>
        host.Equals("localhost", StringComparison.OrdinalIgnoreCase)
        || (IPAddress.TryParse(host.Trim('[', ']'), out var at) && IPAddress.IsLoopback(at));
}
