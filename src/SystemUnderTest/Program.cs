using System.CommandLine;
using SmtpGate.Commands;

var root = new RootCommand("smtpgate: an SMTP gateway that verifies recipients against an internal server")
{
    RunCommand.Create(),
    SinkCommand.Create(),
    UserCommand.Create(),
    VerifyCommand.Create(),
    QueueCommand.Create(),
};
// The gateway sees to its own stop: it may take longer than the library would wait.
// No word is the name of a file with more words: a domain may be asked for as @a.example.
var parsed = root.Parse(args, new ParserConfiguration { ResponseFileTokenReplacer = null });
var code = await parsed.InvokeAsync(new InvocationConfiguration { ProcessTerminationTimeout = null });
return parsed.Errors.Count > 0 ? RunCommand.BadConfiguration : code;
