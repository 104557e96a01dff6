using System.CommandLine;
using SmtpSim.Commands;
using SmtpSim.Conformance;
using SmtpSim.Transcripts;

var root = new RootCommand("smtpsim: a test harness and simulator for SMTP")
{
    CheckCommand.Create(),
    PlayCommand.Create(),
    ServeCommand.Create(),
    LintCommand.Create(),
};
try
{
    return await root.Parse(args).InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false });
}
catch (UnusableFileException unusable)
{
    await Console.Error.WriteLineAsync(unusable.Message);
    return ExitCodes.BadScript;
}
catch (Exception unreachable) when (unreachable is UnreachableException or GatewayRefusedException)
{
    await Console.Error.WriteLineAsync(unreachable.Message);
    return ExitCodes.Unreachable;
}
