using System.Net;
using System.Security.Cryptography;
using System.Text;

namespace SmtpGate.Authentication;

/// <summary>How many failures are too many, and for how long.</summary>
/// <param name="PerAddress">Of one client address, or of one IPv6 network of 64 bits; null: no limit.</param>
/// <param name="PerUser">For one user's name, whoever tried; null: no limit.</param>
/// <param name="Memory">How long a failure is remembered, and so how long a block lasts.</param>
public sealed record FailureLimits(int? PerAddress, int? PerUser, TimeSpan Memory);

/// <summary>Failures to authenticate, over all sessions: by address and by user.</summary>
public sealed class FailureLedger(TimeProvider clock)
{
    // Who tries under ever other names must not fill the memory; then the oldest are forgotten first.
    private const int MostKeys = 100_000;
    private const int LongestName = 64;

    private readonly Lock _lock = new();
    private readonly Dictionary<string, Queue<long>> _failures = new(StringComparer.Ordinal);
    private readonly Dictionary<string, UnderWay> _underWay = new(StringComparer.Ordinal);

    /// <summary>
    /// False where the address has failed too often. While so much is under way from there that it would have if all of that
    /// failed, too, the next waits. Who began must end.
    /// </summary>
    public async ValueTask<bool> BeginAsync(IPAddress? client, FailureLimits limits, CancellationToken cancel)
    {
        if (AddressKey(client) is not { } key)
            return true;
        while (true)
        {
            Task ended;
            lock (_lock)
            {
                var failed = Count(key, limits);
                if (failed >= limits.PerAddress)
                    return false;
                var underWay = _underWay.TryGetValue(key, out var known) ? known : _underWay[key] = new UnderWay();
                if (limits.PerAddress is null || underWay.Count + failed < limits.PerAddress)
                {
                    underWay.Count++;
                    return true;
                }
                ended = underWay.Ended.Task;
            }
            await ended.WaitAsync(cancel);
        }
    }

    public void End(IPAddress? client)
    {
        if (AddressKey(client) is not { } key)
            return;
        lock (_lock)
        {
            var underWay = _underWay[key];
            if (--underWay.Count == 0)
                _underWay.Remove(key);
            underWay.Ended.SetResult();
            underWay.Ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
        }
    }

    public void Add(IPAddress? client, string user, FailureLimits limits)
    {
        lock (_lock)
        {
            foreach (var (key, limit) in Keys(client, user, limits))
            {
                if (_failures.Count >= MostKeys && !_failures.ContainsKey(key))
                    MakeRoom(limits);
                var times = _failures.TryGetValue(key, out var known) ? known : _failures[key] = new Queue<long>();
                times.Enqueue(clock.GetTimestamp());
                // More than the limit need not be known.
                if (times.Count > limit)
                    times.Dequeue();
            }
        }
    }

    public bool IsBlocked(IPAddress? client, FailureLimits limits) =>
        AddressKey(client) is { } key && IsFull(key, limits.PerAddress, limits);

    public bool IsBlocked(string user, FailureLimits limits) => user.Length > 0 && IsFull(UserKey(user), limits.PerUser, limits);

    private bool IsFull(string key, int? limit, FailureLimits limits)
    {
        lock (_lock)
            return Count(key, limits) >= limit;
    }

    private int Count(string key, FailureLimits limits)
    {
        if (!_failures.TryGetValue(key, out var times))
            return 0;
        Forget(key, times, limits.Memory);
        return times.Count;
    }

    private void Forget(string key, Queue<long> times, TimeSpan memory)
    {
        while (times.TryPeek(out var oldest) && clock.GetElapsedTime(oldest) >= memory)
            times.Dequeue();
        if (times.Count == 0)
            _failures.Remove(key);
    }

    private void MakeRoom(FailureLimits limits)
    {
        foreach (var (key, times) in _failures.ToList())
            Forget(key, times, limits.Memory);
        if (_failures.Count < MostKeys)
            return;
        foreach (var oldest in _failures.OrderBy(f => f.Value.Last()).Take(MostKeys / 10).Select(f => f.Key).ToList())
            _failures.Remove(oldest);
    }

    private static IEnumerable<(string Key, int Limit)> Keys(IPAddress? client, string user, FailureLimits limits)
    {
        if (limits.PerAddress is { } perAddress && AddressKey(client) is { } address)
            yield return (address, perAddress);
        if (limits.PerUser is { } perUser && user.Length > 0)
            yield return (UserKey(user), perUser);
    }

    // Names of any length are all the same length here.
    private static string UserKey(string user) => "u " + (user.Length <= LongestName
        ? user
        : Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(user))));

    // A host of IPv6 has a whole network to come from (RFC 4291 2.5.4).
    private static string? AddressKey(IPAddress? client)
    {
        if (client is null)
            return null;
        var plain = client.IsIPv4MappedToIPv6 ? client.MapToIPv4() : client;
        var octets = plain.GetAddressBytes();
        return "a " + Convert.ToHexString(octets.AsSpan(0, Math.Min(octets.Length, 8)));
    }
    /// <summary>What is judged just now of one address.</summary>
    private sealed class UnderWay
    {
        public int Count { get; set; }

        /// <summary>One of them ends.</summary>
        public TaskCompletionSource Ended { get; set; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
