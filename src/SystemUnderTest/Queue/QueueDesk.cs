using System.Text.Json;

namespace SmtpGate.Queue;

/// <summary>Answers what the command line asks of queues: a verb and JSON in, JSON or a message's octets out.</summary>
/// <param name="queues">Of the virtual servers.</param>
public sealed class QueueDesk(IReadOnlyList<MailQueue> queues)
{
    /// <summary>Null: there is no such verb, or nothing of the kind.</summary>
    /// <param name="verb">list, content, or what <see cref="HandlingVerb"/> has.</param>
    /// <param name="question">A <see cref="Selection"/>.</param>
    public async Task<ReadOnlyMemory<byte>?> AnswerAsync(string verb, ReadOnlyMemory<byte> question)
    {
        if (Selected(question.Span) is not { } selection)
            return null;
        if (verb == "list")
            return JsonSerializer.SerializeToUtf8Bytes(Report(selection), QueueJson.Default.QueueReport);
        if (verb == "content")
            return await ContentAsync(selection);
        return Enum.TryParse<HandlingVerb>(verb, ignoreCase: true, out var handling) && Enum.IsDefined(handling)
            ? JsonSerializer.SerializeToUtf8Bytes(
                await HandleAsync(handling, selection), QueueJson.Default.IReadOnlyListHandled)
            : null;
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

    private QueueReport Report(Selection selection) => new(
        [.. queues.SelectMany(q => q.Handling.List(selection))], [.. queues.SelectMany(q => q.Handling.Ways())]);

    private async Task<IReadOnlyList<Handled>> HandleAsync(HandlingVerb verb, Selection selection)
    {
        var handled = new List<Handled>();
        foreach (var queue in queues)
            handled.AddRange(await queue.Handling.HandleAsync(verb, selection));
        return handled;
    }

    private async Task<ReadOnlyMemory<byte>?> ContentAsync(Selection selection)
    {
        if (queues.Select(q => q.Handling.Read(selection.Ids?[0] ?? "")).FirstOrDefault(c => c is not null) is not { } content)
            return null;
        await using (content)
        {
            var octets = new MemoryStream();
            await content.CopyToAsync(octets);
            return octets.ToArray();
        }
    }
}
