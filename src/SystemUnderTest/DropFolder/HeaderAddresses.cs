using System.Net.Mail;

namespace SmtpGate.DropFolder;

/// <summary>Whom a message is from and to where only its header says so, as the SMTP service of the documents takes it.</summary>
internal static class HeaderAddresses
{
    private static readonly string[] Recipients = ["To", "Cc", "Bcc"];

    public static (string? Sender, List<string> Receivers) Of(ReadOnlySpan<byte> header)
    {
        // RFC 5322 3.6.2: with several authors Sender says who has sent it.
        var sender = Addresses(HeaderText.Value(header, "Sender") ?? HeaderText.Value(header, "From"));
        var receivers = new List<string>();
        foreach (var name in Recipients)
            receivers.AddRange(Addresses(HeaderText.Value(header, name)));
        return (sender is [var first, ..] ? first : null, [.. receivers.Distinct(StringComparer.Ordinal)]);
    }

    // What is no list of addresses is shown as it stands, to be refused by name.
    private static IReadOnlyList<string> Addresses(string? field)
    {
        if (string.IsNullOrWhiteSpace(field))
            return [];
        try
        {
            var list = new MailAddressCollection();
            list.Add(field);
            return [.. list.Select(a => a.Address)];
        }
        catch (FormatException)
        {
            return [field];
        }
    }
}
