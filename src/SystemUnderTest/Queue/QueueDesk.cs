using System.Text.Json;

namespace SmtpGate.Queue;

/// <summary>Answers what the command line asks of queues: a verb and JSON in, JSON or a message's octets out.</summary>
/// <param name="queues">Of the virtual servers.</param>
public sealed class QueueDesk(IReadOnlyList<MailQueue> queues)
{
    /// <summary>What writes the answer. Null: there is no such verb, or nothing of the kind.</summary>
    /// <param name="verb">list, ways, content, or what <see cref="HandlingVerb"/> has.</param>
    /// <param name="question">A <see cref="Selection"/>.</param>
    public async Task<Func<Stream, Task>?> AnswerAsync(string verb, ReadOnlyMemory<byte> question)
    {
        if (Selected(question.Span) is not { } selection)
            return null;
        await Task.WhenAll(queues.Select(q => q.Loading));
        return verb switch
        {
            // As it is made: a hundred thousand messages never lie here as one text.
            "list" => to => JsonSerializer.SerializeAsync(
                to, queues.SelectMany(q => q.Handling.List(selection)), QueueJson.Default.IEnumerableQueueEntry),
            "ways" => to => JsonSerializer.SerializeAsync(
                to, queues.SelectMany(q => q.Handling.Ways()), QueueJson.Default.IEnumerableQueueWay),
            "content" => Content(selection),
            _ => Enum.TryParse<HandlingVerb>(verb, ignoreCase: true, out var handling) && Enum.IsDefined(handling)
                ? Handled(await HandleAsync(handling, selection))
                : null,
        };
    }

    private static Selection? Selected(ReadOnlySpan<byte> question)
    {
        try
        {
            return JsonSerializer.Deserialize(question, QueueJson.Default.Selection);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static Func<Stream, Task> Handled(IEnumerable<Handled> handled) =>
        to => JsonSerializer.SerializeAsync(to, handled, QueueJson.Default.IEnumerableHandled);

    private async Task<IEnumerable<Handled>> HandleAsync(HandlingVerb verb, Selection selection)
    {
        var handled = new List<Handled>();
        foreach (var queue in queues)
            handled.AddRange(await queue.Handling.HandleAsync(verb, selection));
        return handled;
    }

    private Func<Stream, Task>? Content(Selection selection)
    {
        var id = selection.Ids is [var one, ..] ? one : "";
        if (queues.Select(q => q.Handling.Read(id)).FirstOrDefault(c => c is not null) is not { } content)
            return null;
        return async to =>
        {
            await using (content)
                await content.CopyToAsync(to);
        };
    }
}
