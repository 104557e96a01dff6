using SmtpSim.Transcripts;

namespace SmtpSim.Commands;

/// <summary>Values from the command line, and those that every script may use.</summary>
internal static class Values
{
    public static Variables Parse(IEnumerable<string> given)
    {
        var run = $"r{DateTimeOffset.UtcNow.ToUnixTimeMilliseconds():x}";
        var values = new Variables([new("run", run), new("client", "client.example"), new("from", $"{run}@sender.example")]);
        foreach (var pair in given)
        {
            var equals = pair.IndexOf('=', StringComparison.Ordinal);
            if (equals <= 0)
                throw new UnusableFileException("--set", 0, 0, $"'{pair}' is not NAME=VALUE");
            values.Set(pair[..equals], pair[(equals + 1)..]);
        }
        return values;
    }
}
