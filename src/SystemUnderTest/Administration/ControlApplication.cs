using System.Text;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Http.Features;

namespace SmtpGate.Administration;

/// <summary>A request to the running gateway.</summary>
/// <param name="What">Method and path: <c>POST /reload</c>.</param>
public sealed record ControlRequest(string What, ReadOnlyMemory<byte> Body);

/// <summary>What a request to the running gateway comes to.</summary>
/// <param name="Status">200: done; 409: not done, the body says why; 404: there is no such thing to ask for.</param>
/// <param name="WriteAsync">Writes the body.</param>
public sealed record ControlAnswer(int Status, Func<Stream, Task> WriteAsync)
{
    public ControlAnswer(int status, string text)
        : this(status, to => to.WriteAsync(Encoding.UTF8.GetBytes(text)).AsTask())
    {
    }
}

/// <summary>Answers the command line's requests to a running gateway, on a socket that only its owner can use.</summary>
public sealed class ControlApplication(Func<ControlRequest, Task<ControlAnswer>> answer) : IHttpApplication<IFeatureCollection>
{
    public IFeatureCollection CreateContext(IFeatureCollection contextFeatures) => contextFeatures;

    public async Task ProcessRequestAsync(IFeatureCollection context)
    {
        var request = context.GetRequiredFeature<IHttpRequestFeature>();
        // Kestrel refuses more than 30 MB.
        var question = new MemoryStream();
        await request.Body.CopyToAsync(question);
        var said = await answer(new ControlRequest($"{request.Method} {request.Path}", question.ToArray()));
        context.GetRequiredFeature<IHttpResponseFeature>().StatusCode = said.Status;
        var body = context.GetRequiredFeature<IHttpResponseBodyFeature>();
        await said.WriteAsync(body.Stream);
        await body.CompleteAsync();
    }

    public void DisposeContext(IFeatureCollection context, Exception? exception)
    {
    }
}
