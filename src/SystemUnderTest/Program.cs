using System.CommandLine;
using SmtpGate.Commands;

var root = new RootCommand("smtpgate: an SMTP gateway that verifies recipients against an internal server")
{
    RunCommand.Create(),
};
return await root.Parse(args).InvokeAsync();
