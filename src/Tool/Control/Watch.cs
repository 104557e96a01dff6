using SmtpSim.Serving;

namespace SmtpSim.Control;

/// <summary>Who watches: what was seen already, and what is new since.</summary>
internal sealed class Watch(Servers servers, string? only)
{
    private readonly Dictionary<string, Seen> _seen = [];

    public IReadOnlyList<EventView> Look()
    {
        var there = servers.All.Where(s => only is null || s.Name == only).ToList();
        var gone = _seen.Keys.Except(there.Select(s => s.Name)).ToList();
        foreach (var name in gone)
            _seen.Remove(name);
        return [.. gone.Select(name => new EventView("removed", name, null, null, null)), .. there.SelectMany(NewOf)];
    }

    private List<EventView> NewOf(NamedServer server)
    {
        var events = new List<EventView>();
        var now = server.Now;
        if (!_seen.TryGetValue(server.Name, out var seen) || seen.Server != now)
        {
            seen = _seen[server.Name] = new Seen(now);
            events.Add(new EventView("server", server.Name, null, null, null));
        }
        if (seen.HaveRulesChanged())
            events.Add(new EventView("rules", server.Name, null, null, null));
        events.AddRange(seen.Sessions().Select(s => new EventView("session", server.Name, s.Session, s.Entries, null)));
        events.AddRange(seen.Mail().Select(m => new EventView("mail", server.Name, null, null, m)));
        return events;
    }

    private sealed class Seen(FakeServer server)
    {
        private long _entry;
        private long _mail;
        private int _changes;

        public FakeServer Server => server;

        public IEnumerable<(string Session, int Entries)> Sessions() => server.Log.Since(_entry, out _entry)
            .Where(e => e.Connection.Length > 0)
            .GroupBy(e => e.Connection)
            .Select(g => (g.Key, g.Count()));

        public bool HaveRulesChanged()
        {
            var before = _changes;
            _changes = server.Rules?.Changes ?? 0;
            return _changes != before;
        }

        public long[] Mail()
        {
            long[] came = [.. server.Mail.NumbersSince(_mail)];
            _mail = came.Length > 0 ? came[^1] : _mail;
            return came;
        }
    }
}
