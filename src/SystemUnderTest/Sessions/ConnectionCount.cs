using System.Net;

namespace SmtpGate.Sessions;

/// <summary>How many connections there are, in all and of each address.</summary>
public sealed class ConnectionCount
{
    private readonly Lock _lock = new();
    private readonly Dictionary<IPAddress, int> _byAddress = [];
    private int _all;

    /// <summary>False where there are as many as there may be. Who was let in must be let out.</summary>
    public bool Enter(IPAddress? client, SessionLimits limits)
    {
        lock (_lock)
        {
            var own = client is null ? 0 : _byAddress.GetValueOrDefault(client);
            if (_all >= limits.Connections || own >= limits.ConnectionsPerAddress)
                return false;
            _all++;
            if (client is not null)
                _byAddress[client] = own + 1;
            return true;
        }
    }

    public void Leave(IPAddress? client)
    {
        lock (_lock)
        {
            _all--;
            if (client is not null && --_byAddress[client] == 0)
                _byAddress.Remove(client);
        }
    }
}
