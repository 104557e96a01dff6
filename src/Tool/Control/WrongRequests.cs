using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http;

namespace SmtpSim.Control;

/// <summary>What the framework could not read of a request, with the place in its JSON.</summary>
internal sealed partial class WrongRequests : IExceptionHandler
{
    public async ValueTask<bool> TryHandleAsync(HttpContext context, Exception exception, CancellationToken cancellationToken)
    {
        if (exception is not BadHttpRequestException wrong)
            return false;
        var detail = wrong.InnerException is JsonException json ? Explain(json)
            : wrong.Message.StartsWith("Implicit body", StringComparison.Ordinal) ? "the request has no JSON object for a body"
            : wrong.Message;
        context.Response.StatusCode = wrong.StatusCode;
        await TypedProblem(detail, wrong.StatusCode).ExecuteAsync(context);
        return true;
    }

    private static string Explain(JsonException json) => json.LineNumber is { } line
        ? $"the JSON is wrong at line {line + 1}, byte {json.BytePositionInLine + 1}: {Plain(json.Message)}"
        : $"the JSON is wrong: {json.Message}";

    // What the framework says names types of this program, which nobody outside knows.
    private static string Plain(string message) => UnknownMember().Match(message) is { Success: true } unknown
        ? $"there is no member '{unknown.Groups[1].Value}'; /openapi.json lists them"
        : InType().Replace(message.Split(" Path:")[0], "");

    [GeneratedRegex("^The JSON property '(.*)' could not be mapped")]
    private static partial Regex UnknownMember();

    [GeneratedRegex(" (on|for|to|in) (the )?(type )?'?(SmtpSim|System)[^ ]*")]
    private static partial Regex InType();

    private static Microsoft.AspNetCore.Http.HttpResults.ProblemHttpResult TypedProblem(string detail, int status) =>
        TypedResults.Problem(detail, statusCode: status, type: "/problems/wrong-request");
}
