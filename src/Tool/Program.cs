using System.CommandLine;
using SmtpSim.Commands;
using SmtpSim.Conformance;
using SmtpSim.Transcripts;

var root = new RootCommand("smtpsim: a test harness and simulator for SMTP")
{
    CheckCommand.Create(),
    MatrixCommand.Create(),
    PlayCommand.Create(),
    ServeCommand.Create(),
    ControlCommand.Create(),
    RecordCommand.Create(),
    ReplayCommand.Create(),
    ImportCommand.Create(),
    ExportCommand.Create(),
    DiffCommand.Create(),
    AcceptCommand.Create(),
    LintCommand.Create(),
    LoadCommand.Create(),
    SoakCommand.Create(),
    FuzzCommand.Create(),
};
try
{
    // Without response files: a tag begins with an at sign, too.
    var parsed = root.Parse(args, new ParserConfiguration { ResponseFileTokenReplacer = null });
    using var errors = new StringWriter();
    using var termination = new Termination();
    var code = await parsed.InvokeAsync(new InvocationConfiguration
    {
        EnableDefaultExceptionHandler = false,
        ProcessTerminationTimeout = null,
        Error = parsed.Errors.Count > 0 ? errors : Console.Error,
    }, termination.Token);
    await Console.Error.WriteAsync(PlainErrors.Of(errors.ToString()));
    return parsed.Errors.Count > 0 ? ExitCodes.BadScript : code;
}
catch (UnusableFileException unusable)
{
    await Console.Error.WriteLineAsync(unusable.Message);
    return ExitCodes.BadScript;
}
catch (IOException unwritable)
{
    // Where it names no file it is the output: a full disk, or nobody there to read.
    await Console.Error.WriteLineAsync($"this cannot be read or written: {unwritable.Message}");
    return ExitCodes.BadScript;
}
catch (OperationCanceledException)
{
    await Console.Error.WriteLineAsync("stopped before the end");
    return ExitCodes.Stopped;
}
catch (Exception unreachable) when (unreachable is UnreachableException or GatewayRefusedException)
{
    await Console.Error.WriteLineAsync(unreachable.Message);
    return ExitCodes.Unreachable;
}
