namespace SmtpGate.Files;

/// <summary>How much the system lets the process have open at the same time, files and connections alike.</summary>
public static class DescriptorLimit
{
    // An eighth of what there is, and at least what a quiet gateway has open.
    private const int LeastReserve = 64;

    /// <summary>Null where the system does not tell.</summary>
    public static int? OfProcess()
    {
        const string name = "Max open files";
        try
        {
            var line = File.ReadLines("/proc/self/limits").FirstOrDefault(l => l.StartsWith(name, StringComparison.Ordinal));
            var soft = line?[name.Length..].Split(' ', StringSplitOptions.RemoveEmptyEntries).FirstOrDefault();
            return int.TryParse(soft, out var limit) ? limit : null;
        }
        catch (IOException)
        {
            return null;
        }
    }

    /// <summary>What is not for clients: the spool, connections to other hosts, whoever asks at the control socket.</summary>
    public static int Reserve(int limit) => Math.Max(LeastReserve, limit / 8);
}
