using System.Net.Mail;

namespace SmtpGate.DropFolder;

/// <summary>Whom a message is from and to where only its header says so, as the SMTP service of the documents takes it.</summary>
internal static class HeaderAddresses
{
    private static readonly string[] Recipients = ["To", "Cc", "Bcc"];

    public static (string? Sender, List<string> Receivers) Of(ReadOnlySpan<byte> header)
    {
        // RFC 5322 3.6.2: with several authors Sender says who has sent it.
        var sender = Addresses([.. HeaderText.Values(header, "Sender"), .. HeaderText.Values(header, "From")]);
        var receivers = new List<string>();
        // RFC 5322 4.5.3: there may be several of each.
        foreach (var name in Recipients)
            receivers.AddRange(Addresses(HeaderText.Values(header, name)));
        return (sender is [var first, ..] ? first : null, [.. receivers.Distinct(StringComparer.Ordinal)]);
    }

    // What is no address is shown as it stands, to be refused by name.
    private static List<string> Addresses(IEnumerable<string> fields) =>
        [.. fields.SelectMany(AddressList.Items).Select(i => MailAddress.TryCreate(i, out var known) ? known.Address : i)];
}
