namespace SmtpGate.Sinks;

/// <summary>
/// What a sink makes of an event, by the values the event system of IIS gave them; they combine by OR.
/// </summary>
[Flags]
public enum SinkStatus : uint
{
    /// <summary>Zero, and so a part of every combination.</summary>
    Success = 0x00000000,

    /// <summary>The reply may wait for those of the commands behind it.</summary>
    Pipelined = 0x00000001,

    /// <summary>Of sessions that go out: the command is said once more. On the way in it has no effect.</summary>
    RepeatCommand = 0x00000002,

    /// <summary>The callback takes the input that follows.</summary>
    BlobReady = 0x00000004,

    /// <summary>The callback has had all it wanted: the session goes on with commands.</summary>
    BlobDone = 0x00000008,

    /// <summary>The connection ends after the reply.</summary>
    DropSession = 0x00010000,

    /// <summary>Of sessions that go out: the next state is the sink's. On the way in it has no effect.</summary>
    ChangeState = 0x00020000,

    /// <summary>The command is not obeyed; the client may try again.</summary>
    TransientFailure = 0x00040000,

    /// <summary>The command is not obeyed, now or later.</summary>
    CompleteFailure = 0x00080000,
}
