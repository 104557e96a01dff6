namespace SmtpGate.Spool;

/// <summary>What a record of the spool says.</summary>
public enum RecordKind
{
    /// <summary>Where a segment begins: the layout's version.</summary>
    Segment,

    /// <summary>A part of a message's content, written while the rest was still to come.</summary>
    Piece,

    /// <summary>A message: which pieces it has, its envelope, the rest of its content. With it the message is there.</summary>
    Message,

    /// <summary>What has become of the message so far; the last one counts.</summary>
    State,

    /// <summary>The message need not be kept any more.</summary>
    Gone,
}
