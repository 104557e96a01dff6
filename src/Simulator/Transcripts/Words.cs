using static SmtpSim.Transcripts.WordKinds;

namespace SmtpSim.Transcripts;

/// <summary>Every directive there is, as one table: the parser, the player and the documentation read it.</summary>
public static class Words
{
    public static readonly IReadOnlyList<Word> All =
    [
        // Time
        new("wait", "DURATION", Answers, "pause before going on"),
        new("within", "SOME-DURATION", Shapes, "the next expectation must be met in this time"),
        new("after", "DURATION", Shapes, "the next expectation must not be met before this time"),
        new("quiet", "DURATION", Expects | OnConnection, "nothing may be said for this long"),
        new("scale", "FACTOR", None, "multiplies all durations behind it"),

        // The wire
        new("chunk", "NUMBER [every DURATION]", Shapes | Answers, "the next line is sent in pieces of so many octets"),
        new("split", "SIZES", Shapes | Answers, "the next line is sent in pieces of these sizes, `rest` for what remains"),
        new("cut", "COUNT", Shapes | Answers, "only so many octets of the next line are sent"),
        new("rate", "RATE", Shapes | Answers, "the next line is sent no faster than this"),
        new("endless", "[every DURATION]", Shapes | Answers, "the next line is said again and again until the other side ends"),
        new("read", "stop|resume", OnConnection | Answers, "stops reading, so that the window closes"),
        new("rcvbuf", "NUMBER", OnConnection | Answers, "the size of the receive buffer"),
        new("nodelay", "on|off", OnConnection | Answers, "whether small writes are held back to be joined"),
        new("source", "TEXT", OnConnection, "the address that a client connects from"),
        new("shutdown", "write|read", OnConnection | Answers, "half-closes the connection"),
        new("close", "", OnConnection | Answers, "closes the connection (FIN)"),
        new("reset", "", OnConnection | Answers, "resets the connection (RST)"),
        new("eof", "", Expects | OnConnection, "the other side closes, having said nothing more"),
        new("rst", "", Expects | OnConnection, "the other side resets the connection"),

        // TLS
        new("tls", "start [REST] / stop / is REST / fail garbage|alert|close|reset|stall|plaintext [COUNT]",
            OnConnection | Answers, "the handshake, its failure, or what it came to"),
        new("inject", "QUOTED", Shapes | Answers, "octets in the same write as STARTTLS, before the handshake"),

        // Flow
        new("repeat", "NUMBER", Opens, "plays the lines up to @end so many times"),
        new("for", "NAME in LIST", Opens, "plays the lines up to @end for each value"),
        new("if", "cap NAME", Opens, "plays the lines up to @end if EHLO offered it"),
        new("include", "FILE", None, "plays another transcript's lines here"),
        new("unordered", "", Opens, "what is expected up to @end may come in any order"),
        new("never", "TEXT REST", OnConnection, "no line of the other side may be this from here on"),
        new("sync", "NAME", Answers, "waits for the other parts that name it"),
        new("fence", "", OnConnection, "NOOP and its reply: proof that nothing else was said"),

        // Bodies
        new("body", "[raw] FILE|any|<<END", OnConnection, "a message, dot-stuffed and ended by a line with one dot"),
        new("bdat", "COUNT|all [last] FILE|<<END / any", OnConnection, "a chunk of a message"),

        // Mail that arrived
        new("mail", "count COUNT [within DURATION] [id TEXT] / header REST / envelope REST"
            + " / raw QUOTED [within DURATION] [id TEXT] / content FILE|<<END [within DURATION] [id TEXT]",
            None, "what the next hop received"),

        // The parts of a choreography
        new("server", "NAME [at TEXT]", None, "what follows is played by a server of this name"),
        new("client", "NAME [to TEXT]", None, "what follows is played by a client of this name"),

        // The looping server
        new("listen", "after DURATION [for COUNT] / for COUNT / never / rcvbuf NUMBER", None,
            "when the server can be connected to, and the window that it offers then"),
        new("serve", "default [caps REST]", None, "a sane server for everything not scripted"),
    ];

    /// <summary>Words that only stand inside or close another's block.</summary>
    public static readonly IReadOnlyList<string> Closers = ["else", "end"];

    private static readonly Dictionary<string, Word> ByName = All.ToDictionary(w => w.Name);

    public static Word? Find(string name) => ByName.GetValueOrDefault(name);

    /// <summary>Every name that may stand behind an at sign.</summary>
    public static IEnumerable<string> Names => [.. All.Select(w => w.Name), .. Closers, "on"];
}
