using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using SmtpSim.Transcripts;

namespace SmtpSim.Control;

/// <summary>What can be wrong with a request, as problem documents (RFC 9457). The texts name the thing and the remedy.</summary>
internal static class Problems
{
    public static ProblemHttpResult NoServer(string name) =>
        Of(404, "no-such-server", $"there is no server '{name}'; GET /servers lists them");

    public static ProblemHttpResult NoThing(string what, string remedy) =>
        Of(404, "no-such-thing", $"there is no {what}; {remedy}");

    public static ProblemHttpResult NotYet(string what, TimeSpan within) =>
        Of(404, "not-in-time", $"{what} within {Durations.Show(within)}");

    public static ProblemHttpResult Wrong(string what) => Of(400, "wrong-request", what);

    public static ProblemHttpResult Clash(string what) => Of(409, "clash", what);

    public static ProblemHttpResult Busy() => Of(
        503, "busy", $"{Limits.Readers} other answers are being read, and too slowly; read them to their ends, and ask again");

    public static ProblemHttpResult Forbidden(string what) => Of(403, "forbidden", what);

    /// <summary>What the framework itself answers says which thing and what to do, too.</summary>
    public static void Complete(ProblemDetailsContext answer)
    {
        var (request, problem) = (answer.HttpContext.Request, answer.ProblemDetails);
        if (problem.Type?.StartsWith("/problems/", StringComparison.Ordinal) ?? false)
            return;
        (problem.Type, problem.Detail) = problem.Status switch
        {
            404 => ("/problems/no-such-thing", $"there is nothing at '{request.Path}'; /openapi.json lists what there is"),
            405 => ("/problems/wrong-method",
                $"'{request.Path}' takes {answer.HttpContext.Response.Headers.Allow}, and not {request.Method}"),
            413 => ("/problems/too-large", $"the request is larger than {Limits.RequestOctets} octets"),
            415 => ("/problems/wrong-request", "the body is to be JSON in UTF-8: send Content-Type: application/json with it"),
            _ => ("/problems/fault", "the interface has met a fault of its own; its servers go on"),
        };
    }

    /// <summary>A script with what is wrong in it, by line and column.</summary>
    public static ProblemHttpResult Unusable(UnusableFileException script) => TypedResults.Problem(
        script.Message, statusCode: 422, title: "the script cannot be used", type: "/problems/unusable-script",
        extensions: new Dictionary<string, object?>
        {
            ["errors"] = script.Diagnostics.Select(d => new { d.Line, d.Column, d.Message }).ToArray(),
        });

    private static ProblemHttpResult Of(int status, string type, string detail) =>
        TypedResults.Problem(detail, statusCode: status, type: $"/problems/{type}");
}
