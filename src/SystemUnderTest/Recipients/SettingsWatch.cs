namespace SmtpGate.Recipients;

/// <summary>
/// When a sink's settings count that have changed while it runs. As documented: three keys are looked at for each recipient.
/// The others are read when a connection is opened, when the internal server is another one, or when somebody asks for it.
/// </summary>
/// <param name="adopt">Goes by settings from now on.</param>
internal sealed class SettingsWatch(string sink, IVerifierSource source, Action<VerifierSettings> adopt, ILogger logger)
{
    private readonly Lock _reading = new();
    private volatile bool _isStale;

    /// <summary>It goes by settings that it has read by itself.</summary>
    public bool WasReadAnew { get; set; }

    /// <summary>For each recipient.</summary>
    /// <param name="current">What the sink goes by.</param>
    public void Glance(VerifierSettings current)
    {
        if (source.Look() is not { } seen)
            return;
        _isStale = true;
        if (seen.Refresh != 0)
            ReadAnew("it was asked for");
        else if (!Equals(seen.Server, current.Server))
            ReadAnew("the internal server is another one");
    }

    /// <summary>For each new connection.</summary>
    public void ReadIfStale()
    {
        if (_isStale)
            ReadAnew("a new connection is opened");
    }

    private void ReadAnew(string why)
    {
        lock (_reading)
        {
            if (!_isStale)
                return;
            _isStale = false;
            var (settings, problem) = source.Read();
            if (settings is null)
            {
                Log.SettingsKept(logger, sink, problem!);
                return;
            }
            adopt(settings);
            WasReadAnew = true;
            Log.ReadAnew(logger, sink, why);
            if (settings.Refresh != 0 && source.ClearRefresh() is { } obstacle)
                Log.RefreshStays(logger, sink, obstacle);
        }
    }
}
