namespace SmtpGate.Files;

/// <summary>
/// Who changes a file changes it alone, from reading to writing, whichever process: held until it is disposed. A file beside
/// it, which stays, carries the lock.
/// </summary>
public sealed class ChangeLock : IDisposable
{
    // What the systems call it: ERROR_SHARING_VIOLATION, EWOULDBLOCK.
    private const int SharingViolation = unchecked((int)0x80070020);
    private const int WouldBlock = 11;
    private const int WouldBlockOnMac = 35;

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(10);

    private readonly FileStream _held;

    private ChangeLock(FileStream held) => _held = held;

    /// <summary>Waits until nobody else has it.</summary>
    /// <exception cref="IOException">Somebody had it all the time, or it cannot be made.</exception>
    public static ChangeLock Take(string path, TimeSpan patience)
    {
        var began = TimeProvider.System.GetTimestamp();
        while (true)
        {
            try
            {
                return new ChangeLock(new FileStream(Links.End(path) + ".lock", Terms()));
            }
            catch (IOException taken) when (IsHeld(taken))
            {
                if (TimeProvider.System.GetElapsedTime(began) >= patience)
                    throw new IOException($"somebody else is changing '{path}'", taken);
            }
            // The system tells nobody that a lock is free.
            Thread.Sleep(Pause);
        }
    }

    public void Dispose() => _held.Dispose();

    // Whatever else is wrong, a disk that only reads for one, is no better later.
    private static bool IsHeld(IOException refused) => refused.HResult == (
        OperatingSystem.IsWindows() ? SharingViolation : OperatingSystem.IsMacOS() ? WouldBlockOnMac : WouldBlock);

    // To read is enough for a lock, so that it does not matter who made the file.
    private static FileStreamOptions Terms()
    {
        var terms = new FileStreamOptions { Mode = FileMode.OpenOrCreate, Access = FileAccess.Read, Share = FileShare.None };
        if (!OperatingSystem.IsWindows())
            terms.UnixCreateMode =
                UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead;
        return terms;
    }
}
