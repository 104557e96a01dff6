using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using SmtpSim.Transcripts;

namespace SmtpSim.Playing;

/// <summary>A transcript and where it came from, so that the files it names are found beside it.</summary>
/// <param name="Folder">Where <c>@include</c> and <c>@body</c> look for files; empty: nowhere.</param>
/// <param name="Depth">How many includes led here.</param>
public sealed record TranscriptSource(Transcript Transcript, string File, string Folder, int Depth = 0)
{
    /// <summary>No file outside this folder is read; null: any may be.</summary>
    public string? Root { get; init; }

    private const string Certificate = "cert=";

    // Deep enough for any library of fragments, shallow enough to end a cycle at once.
    private const int DeepestInclude = 16;

    /// <exception cref="UnusableFileException">It does not exist or does not parse.</exception>
    public static TranscriptSource Load(string path, int depth = 0) =>
        Read(SourceFile.Read(path), path, Path.GetDirectoryName(Path.GetFullPath(path))!, depth);

    /// <summary>A transcript given as text: <paramref name="name"/> stands for the file in messages.</summary>
    /// <exception cref="UnusableFileException">It does not parse.</exception>
    public static TranscriptSource Read(string text, string name, string folder, int depth = 0)
    {
        var (transcript, diagnostics) = TranscriptParser.Parse(text, name);
        return new TranscriptSource(transcript ?? throw new UnusableFileException(diagnostics), name, folder, depth);
    }

    internal TranscriptSource Include(Directive directive, Inclusions inclusions)
    {
        var isTooDeep = Depth >= DeepestInclude;
        if (inclusions.TakeOne(isTooDeep))
            return Load(Existing(directive), Depth + 1) with { Root = Root };
        throw Wrong(directive, isTooDeep
            ? $"@include goes deeper than {DeepestInclude} files: does a file include itself?"
            : $"@include: one script takes in more than {Inclusions.Most} files");
    }

    /// <summary>The lines of a body's file, whatever its line ends.</summary>
    /// <exception cref="UnusableFileException">It is not there, or no text in UTF-8.</exception>
    public ValueList<string> ReadLines(Directive directive) => [.. SourceReader.LinesOf(SourceFile.Read(Existing(directive)))];

    /// <summary>
    /// The same; a certificate's file that it names with where that lies, and looked at before anybody waits for it.
    /// </summary>
    /// <exception cref="UnusableFileException">There is no certificate there, or none with its key.</exception>
    public Directive WithCertificate(Directive directive)
    {
        if (directive.Word != "tls" || directive.Arguments.FirstOrDefault(IsCertificateFile) is not { } named)
            return directive;
        if (named.Contains("{{", StringComparison.Ordinal))
            return Root is null && Folder.Length > 0
                ? directive
                : throw Wrong(directive, $"@tls: '{named}': here a certificate is named as it is, without a value");
        var path = Existing(directive, named[Certificate.Length..]);
        var pem = Encoding.Latin1.GetString(SourceFile.Octets(path).Span);
        try
        {
            X509Certificate2.CreateFromPem(pem, pem).Dispose();
        }
        catch (CryptographicException unusable)
        {
            throw Wrong(directive, $"@tls: '{path}' has no certificate with its key: {unusable.Message}");
        }
        return directive with { Arguments = [.. directive.Arguments.Select(a => a == named ? Certificate + path : a)] };
    }

    private static bool IsCertificateFile(string argument) =>
        argument.StartsWith(Certificate, StringComparison.Ordinal)
        && (argument.EndsWith(".pem", StringComparison.Ordinal) || argument.Contains("{{", StringComparison.Ordinal));

    private string Existing(Directive directive) => Existing(directive, directive.Arguments[^1]);

    private string Existing(Directive directive, string name)
    {
        if (Folder.Length == 0)
            throw Wrong(directive, $"@{directive.Word}: a script that came without a folder can name no files: "
                + "write here what they hold, or start control with --scripts DIR");
        var path = Path.Combine(Folder, name);
        if (Root is not null && !IsBelow(Root, path))
            throw Wrong(directive, $"@{directive.Word}: '{name}' lies outside the folder of the scripts");
        return System.IO.File.Exists(path)
            ? path
            : throw Wrong(directive, $"@{directive.Word}: there is no file '{name}' in {Folder}");
    }

    private static bool IsBelow(string root, string path) => Path.GetFullPath(path).StartsWith(
        Path.TrimEndingDirectorySeparator(Path.GetFullPath(root)) + Path.DirectorySeparatorChar, StringComparison.Ordinal);

    private UnusableFileException Wrong(Directive directive, string message) =>
        new(File, directive.At.Number, 1, message);
}
