using System.Reflection;
using SmtpSim.Transcripts;

namespace SmtpSim.Conformance;

/// <summary>Every sentence that a scenario may use, and what it does: a closed vocabulary.</summary>
public sealed class StepCatalogue
{
    private readonly List<Entry> _entries;

    public StepCatalogue(Assembly assembly)
    {
        _entries = [.. from type in assembly.GetTypes()
                       where type.GetCustomAttribute<BindingAttribute>() is not null
                       from method in type.GetMethods(BindingFlags.Public | BindingFlags.Instance)
                       from step in method.GetCustomAttributes<StepAttribute>()
                       select new Entry(step.Keyword, new CucumberExpression(step.Expression), method)];
    }

    /// <summary>The sentences, for documentation and for suggestions.</summary>
    public IEnumerable<string> Sentences => _entries.Select(e => $"{e.Keyword} {e.Expression.Source}");

    /// <summary>What a step does, its values filled in. Call it with the scenario's binding instances.</summary>
    /// <exception cref="UnusableFileException">No sentence fits, or its doc string is missing.</exception>
    public BoundStep Find(Scenario scenario, ScenarioStep step)
    {
        foreach (var entry in _entries)
        {
            if (entry.Keyword == step.Keyword && entry.Expression.Match(step.Text) is { } values
                && Arguments(entry.Method, values, step) is { } arguments)
                return new BoundStep(entry.Method, arguments);
        }
        var sentence = $"{step.Keyword} {step.Text}";
        throw new UnusableFileException(
            scenario.File, step.Line, 1, $"no step fits '{sentence}'{Suggestion.For(sentence, Sentences)}");
    }

    // A doc string is the last argument, as Reqnroll has it; a sentence without one is another step.
    private static object?[]? Arguments(MethodInfo method, object[] values, ScenarioStep step)
    {
        object?[] arguments = step.DocString is null ? values : [.. values, step.DocString];
        return method.GetParameters().Length == arguments.Length ? arguments : null;
    }

    private sealed record Entry(string Keyword, CucumberExpression Expression, MethodInfo Method);
}

/// <summary>A sentence tied to a method.</summary>
public sealed record BoundStep(MethodInfo Method, object?[] Arguments)
{
    /// <summary>The transcript in its doc string; null where it has none, or one of another kind.</summary>
    public string? Transcript =>
        Method.GetParameters().LastOrDefault()?.Name == "transcript" ? Arguments[^1] as string : null;

    public async Task RunAsync(object binding)
    {
        try
        {
            if (Method.Invoke(binding, Arguments) is Task task)
                await task;
        }
        catch (TargetInvocationException wrapped) when (wrapped.InnerException is { } inner)
        {
            System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(inner);
        }
    }
}
