namespace SmtpSim.Embedding;

/// <summary>
/// A server for all tests of a class, as xunit's <c>IClassFixture</c> takes it (and NUnit's and MSTest's set-up): started when
/// the first test wants it, ended after the last. It needs no test framework to be referenced.
/// </summary>
/// <example><code>
/// public sealed class OrderMails(ScriptedServerFixture smtp) : IClassFixture&lt;ScriptedServerFixture>
/// {
///     [Fact]
///     public async Task An_order_is_confirmed()
///     {
///         var server = await smtp.BeginAsync();
///         …
/// </code></example>
public sealed class ScriptedServerFixture : IDisposable, IAsyncDisposable
{
    private bool _disposed;

    /// <summary>Answers everything well until a test says otherwise.</summary>
    public ScriptedServer Server { get; } = ScriptedServer.Start();

    /// <summary>The server as new, for one test: on its port, without what tests before have left.</summary>
    /// <param name="script">What it plays in this test; null: it answers everything well.</param>
    public async Task<ScriptedServer> BeginAsync(string? script = null)
    {
        await (script is null ? Server.LoadAsync() : Server.LoadAsync(script));
        return Server;
    }

    public void Dispose() => DisposeAsync().AsTask().GetAwaiter().GetResult();

    public async ValueTask DisposeAsync()
    {
        if (!_disposed)
            await Server.DisposeAsync();
        _disposed = true;
    }
}
