using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace SmtpSim.Control;

/// <summary>What the document says of itself.</summary>
internal sealed class ControlDocument : IOpenApiDocumentTransformer
{
    private static readonly OpenApiResponse Problem = new()
    {
        Description = "A problem document (RFC 9457): its detail says what is wrong and what to do.",
        Content = new Dictionary<string, OpenApiMediaType> { ["application/problem+json"] = new() },
    };

    public Task TransformAsync(
        OpenApiDocument document, OpenApiDocumentTransformerContext context, CancellationToken cancellationToken)
    {
        document.Info = new OpenApiInfo
        {
            Title = "smtpsim control interface",
            Version = "1",
            Description = "Fake SMTP servers on demand. What is wrong with a request is told by a problem document (RFC 9457).",
        };
        // Where it listens is for whoever asked to know.
        document.Servers = [];
        foreach (var operation in document.Paths.Values.SelectMany(p => p.Operations ?? []).Select(o => o.Value))
            operation.Responses?.TryAdd("default", Problem);
        return Task.CompletedTask;
    }
}
