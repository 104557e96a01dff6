using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace SmtpSim.Control;

/// <summary>The control interface: HTTP with JSON, described by /openapi.json, and a page over it at /.</summary>
public sealed class ControlHost : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly Servers _servers;

    private ControlHost(WebApplication app, Servers servers) => (_app, _servers) = (app, servers);

    /// <summary>Where it is: http://127.0.0.1:PORT.</summary>
    public Uri Address => new(
        _app.Services.GetRequiredService<IServer>().Features.GetRequiredFeature<IServerAddressesFeature>().Addresses.First());

    /// <exception cref="IOException">The address is taken or not there.</exception>
    public static async Task<ControlHost> StartAsync(ControlOptions options, CancellationToken cancel = default)
    {
        var servers = new Servers(options);
        var app = Build(options);
        app.UseExceptionHandler();
        app.UseStatusCodePages();
        app.Use(new Doorkeeper(options).InvokeAsync);
        Map(app, servers, options);
        try
        {
            await app.StartAsync(cancel);
        }
        catch
        {
            await app.DisposeAsync();
            throw;
        }
        return new ControlHost(app, servers);
    }

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        await _servers.DisposeAsync();
    }

    private static WebApplication Build(ControlOptions options)
    {
        var builder = WebApplication.CreateSlimBuilder(
            new WebApplicationOptions { Args = [], ContentRootPath = AppContext.BaseDirectory });
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.Listen(options.Listen);
            kestrel.Limits.MaxRequestBodySize = Limits.RequestOctets;
            kestrel.AddServerHeader = false;
        });
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = Limits.Shutdown);
        builder.Services.AddProblemDetails(problems => problems.CustomizeProblemDetails = Problems.Complete);
        builder.Services.AddSingleton<Readers>();
        builder.Services.AddExceptionHandler<WrongRequests>();
        builder.Services.Configure<RouteHandlerOptions>(routes => routes.ThrowOnBadRequest = true);
        builder.Services.Configure<JsonOptions>(json => Configure(json.SerializerOptions));
        builder.Services.AddOpenApi("v1", api => api.AddDocumentTransformer<ControlDocument>());
        return builder.Build();
    }

    // A slip in a member's name is told, not ignored.
    private static void Configure(JsonSerializerOptions json)
    {
        json.UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow;
        json.AllowDuplicateProperties = false;
        json.NumberHandling = JsonNumberHandling.Strict;
        json.RespectNullableAnnotations = true;
        json.RespectRequiredConstructorParameters = true;
        json.Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping;
    }

    private static void Map(WebApplication app, Servers servers, ControlOptions options)
    {
        var readers = app.Services.GetRequiredService<Readers>();
        var routes = app.MapGroup("").AddEndpointFilterFactory(QueryWords.Guard);
        new ServerRoutes(servers, options).Map(routes);
        new RuleRoutes(servers).Map(routes);
        new MailRoutes(servers, readers).Map(routes);
        new SessionRoutes(servers, readers).Map(routes);
        new EventRoutes(servers).Map(routes);
        app.MapOpenApi("/openapi.json");
        app.MapMethods("/", [HttpMethods.Get, HttpMethods.Head], ControlPage.Show).ExcludeFromDescription();
    }
}
