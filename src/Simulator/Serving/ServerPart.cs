using System.Globalization;
using SmtpSim.Playing;
using SmtpSim.Wire;

namespace SmtpSim.Serving;

/// <summary>What a fake server plays to those who connect.</summary>
internal abstract class ServerPart(FakeServer server)
{
    protected FakeServer Server => server;

    /// <summary>True where one play takes all connections there will be.</summary>
    public virtual bool IsPlayedOnce => false;

    /// <summary>Plays one connection, the server's <paramref name="number"/>th. Null: nothing is to be said of its end.</summary>
    public abstract Task<Outcome?> PlayAsync(Transport transport, int number, CancellationToken stop);

    protected static string NameOf(int number) => number.ToString(CultureInfo.InvariantCulture);
}
