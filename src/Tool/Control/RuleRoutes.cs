using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using SmtpSim.Serving;
using SmtpSim.Transcripts;

namespace SmtpSim.Control;

/// <summary>Rules that come and go while a server serves.</summary>
internal sealed class RuleRoutes(Servers servers)
{
    public void Map(IEndpointRouteBuilder all)
    {
        var routes = all.MapGroup("").WithTags("rules");
        routes.MapGet("/servers/{name}/rules", List).WithSummary("The rules in the order in which they are asked");
        routes.MapPost("/servers/{name}/rules", Add).WithSummary(
            "Rules to be asked before those that are there; all are taken, or none");
        routes.MapDelete("/servers/{name}/rules/{id:int}", Remove).WithSummary("Takes one rule away");
    }

    private Results<Ok<IEnumerable<RuleView>>, ProblemHttpResult> List(string name) =>
        servers.Find(name) is not { } server ? Problems.NoServer(name)
        : server.Now.Rules is not { } rules ? NoRules(name)
        : TypedResults.Ok(rules.Rules.Select(View));

    private Results<Ok<IEnumerable<RuleView>>, ProblemHttpResult> Add(string name, RuleTerms terms)
    {
        if (servers.Find(name) is not { } server)
            return Problems.NoServer(name);
        if (server.Now.Rules is not { } rules)
            return NoRules(name);
        try
        {
            var added = rules.Add(servers.Source(terms.Rules));
            if (added.Count == 0)
                return Problems.Wrong("there is no rule in this; a rule is a line like @on RCPT -> S: 452 4.2.2 Mailbox full");
            servers.Changes.Raise();
            return TypedResults.Ok(added.Select(View));
        }
        catch (UnusableFileException unusable)
        {
            return Problems.Unusable(unusable);
        }
    }

    private Results<NoContent, ProblemHttpResult> Remove(string name, int id)
    {
        if (servers.Find(name) is not { } server)
            return Problems.NoServer(name);
        if (server.Now.Rules?.Remove(id) is not true)
            return Problems.NoThing($"rule {id} on '{name}'", "GET its rules for their ids");
        servers.Changes.Raise();
        return TypedResults.NoContent();
    }

    private static ProblemHttpResult NoRules(string name) =>
        Problems.Clash($"'{name}' plays lines in order; a script with @serve or @on has rules");

    private static RuleView View(ArmedRule rule) => new(rule.Id, TranscriptWriter.Show(rule.Rule), rule.Seed);
}
