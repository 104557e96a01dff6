using System.Text;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Http.Features;

namespace SmtpGate.Administration;

/// <summary>What a request to the running gateway comes to.</summary>
/// <param name="Status">200: done; 409: not done, the text says why; 404: there is no such thing to ask for.</param>
public sealed record ControlAnswer(int Status, string Text);

/// <summary>Answers the command line's requests to a running gateway, on a socket that only its owner can use.</summary>
/// <param name="answer">By method and path: <c>POST /reload</c>.</param>
public sealed class ControlApplication(Func<string, ControlAnswer> answer) : IHttpApplication<IFeatureCollection>
{
    public IFeatureCollection CreateContext(IFeatureCollection contextFeatures) => contextFeatures;

    public async Task ProcessRequestAsync(IFeatureCollection context)
    {
        var request = context.GetRequiredFeature<IHttpRequestFeature>();
        var said = answer($"{request.Method} {request.Path}");
        context.GetRequiredFeature<IHttpResponseFeature>().StatusCode = said.Status;
        var body = context.GetRequiredFeature<IHttpResponseBodyFeature>();
        await body.Writer.WriteAsync(Encoding.UTF8.GetBytes(said.Text));
        await body.CompleteAsync();
    }

    public void DisposeContext(IFeatureCollection context, Exception? exception)
    {
    }
}
