using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http;

namespace SmtpSim.Control;

/// <summary>What the framework could not read of a request, with the place in its JSON.</summary>
internal sealed partial class WrongRequests : IExceptionHandler
{
    private const string NotOfKind = "The JSON value could not be converted";

    public async ValueTask<bool> TryHandleAsync(HttpContext context, Exception exception, CancellationToken cancellationToken)
    {
        if (exception is not BadHttpRequestException wrong)
            return false;
        var detail = wrong.InnerException is JsonException json ? Explain(json)
            : wrong.Message.StartsWith("Implicit body", StringComparison.Ordinal) ? "the request has no JSON object for a body"
            : Unbound().Replace(
                wrong.Message, m => $"{m.Groups["name"]}: '{m.Groups["value"]}' is no {Kind(m.Groups["type"].Value)}");
        context.Response.StatusCode = wrong.StatusCode;
        await TypedProblem(detail, wrong.StatusCode).ExecuteAsync(context);
        return true;
    }

    private static string Explain(JsonException json) => json.LineNumber is { } line
        ? $"the JSON is wrong at line {line + 1}, byte {json.BytePositionInLine + 1}{Member(json.Path)}: {Plain(json)}"
        : $"the JSON is wrong: {json.Message}";

    // What the framework says names types of this program, which nobody outside knows.
    private static string Plain(JsonException json) => json.GetBaseException() is DecoderFallbackException
        ? "there are octets that are no UTF-8"
        : Plain(json.Message);

    private static string Plain(string message) => UnknownMember().Match(message) is { Success: true } unknown
        ? $"there is no member '{unknown.Groups[1].Value}'; /openapi.json lists them"
        : Missing().Match(message) is { Success: true } missing ? $"the member {missing.Groups[1].Value} is missing"
        : Duplicate().Match(message) is { Success: true } twice ? $"the member {twice.Groups[1].Value} stands there twice"
        : message.Contains("doesn't allow null", StringComparison.Ordinal) ? "it may be missing, or have a value, but not be null"
        : message.StartsWith(NotOfKind, StringComparison.Ordinal)
            ? "it is not the kind of value that is expected; see /openapi.json"
        : InType().Replace(message.Split(" Path:")[0], "");

    private static string Member(string? path) =>
        path?.StartsWith("$.", StringComparison.Ordinal) ?? false ? $", at '{path[2..]}'" : "";

    private static string Kind(string type) =>
        type.Contains("int", StringComparison.Ordinal) ? "whole number" : "value of that kind";

    [GeneratedRegex("missing required properties including: ('[^']*')")]
    private static partial Regex Missing();

    [GeneratedRegex("^Duplicate property ('[^']*') encountered")]
    private static partial Regex Duplicate();

    [GeneratedRegex("^Failed to bind parameter \"(?<type>[^ ]*) (?<name>[^ ]*)\" from \"(?<value>.*)\"\\.$")]
    private static partial Regex Unbound();

    [GeneratedRegex("^The JSON property '(.*)' could not be mapped")]
    private static partial Regex UnknownMember();

    [GeneratedRegex(" (on|for|to|in) (the )?(type )?'?(SmtpSim|System)[^ ]*")]
    private static partial Regex InType();

    private static Microsoft.AspNetCore.Http.HttpResults.ProblemHttpResult TypedProblem(string detail, int status) =>
        TypedResults.Problem(detail, statusCode: status, type: "/problems/wrong-request");
}
