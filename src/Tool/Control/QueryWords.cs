using System.Reflection;
using Microsoft.AspNetCore.Http;

namespace SmtpSim.Control;

/// <summary>A word in a query that nobody reads is a slip, and told: <c>?cuont=3</c> would not wait for anything.</summary>
internal static class QueryWords
{
    /// <summary>For a group of routes: each knows the words that its handler takes.</summary>
    public static EndpointFilterDelegate Guard(EndpointFilterFactoryContext route, EndpointFilterDelegate next)
    {
        string[] known = [.. route.MethodInfo.GetParameters().Where(IsSimple).Select(p => p.Name!)];
        return context =>
        {
            var request = context.HttpContext.Request;
            string[] here = [.. known.Where(k => !request.RouteValues.ContainsKey(k))];
            return request.Query.Keys.FirstOrDefault(k => !here.Contains(k, StringComparer.OrdinalIgnoreCase)) is { } unknown
                ? ValueTask.FromResult<object?>(Problems.Wrong(Misfit(unknown, here)))
                : next(context);
        };
    }

    private static bool IsSimple(ParameterInfo parameter) =>
        parameter.ParameterType == typeof(string) || Nullable.GetUnderlyingType(parameter.ParameterType) is not null;

    private static string Misfit(string unknown, string[] known) => known.Length == 0
        ? $"the query has '{unknown}', and nothing may stand there"
        : $"the query has '{unknown}'; what may stand there: {string.Join(", ", known)}";
}
