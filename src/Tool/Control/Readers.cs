using Microsoft.AspNetCore.Http;

namespace SmtpSim.Control;

/// <summary>
/// Answers with what was said are large, and whoever does not read holds what was written for them: so many are given out at a
/// time, and each is cut off when its time is over.
/// </summary>
internal sealed class Readers : IDisposable
{
    private readonly SemaphoreSlim _places = new(Limits.Readers);

    /// <summary>A filter: the answer takes a place only when it is there, not while it is waited for.</summary>
    public async ValueTask<object?> GuardAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next) =>
        await next(context) is IResult answer
            ? Given(answer) is IStatusCodeHttpResult { StatusCode: >= 400 } ? answer : new InPlace(answer, _places)
            : null;

    // A problem is short, and must not wait.
    private static IResult Given(IResult answer) => answer is INestedHttpResult several ? several.Result : answer;

    public void Dispose() => _places.Dispose();

    private sealed class InPlace(IResult answer, SemaphoreSlim places) : IResult
    {
        public async Task ExecuteAsync(HttpContext http)
        {
            if (!await places.WaitAsync(Limits.Reading, http.RequestAborted))
            {
                await Problems.Busy().ExecuteAsync(http);
                return;
            }
            try
            {
                using var limit = new CancellationTokenSource(Limits.Reading);
                using var late = limit.Token.Register(http.Abort);
                await answer.ExecuteAsync(http);
            }
            finally
            {
                places.Release();
            }
        }
    }
}
