using System.Net;
using System.Net.Sockets;
using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using SmtpGate.Grammar;
using SmtpGate.Outgoing;

namespace SmtpGate.Tests.Outgoing;

/// <summary>Messages, the way to deliver them, and what a next host says.</summary>
internal static class Messages
{
    private static readonly Lazy<Socket> Deaf = new(Bound);

    /// <summary>A host that offers every extension, up to its reply to EHLO.</summary>
    public static readonly string[] Opening =
        ["S: 220 internal ESMTP", "C: EHLO gate.example", "S: 250-internal", "S: 250-8BITMIME", "S: 250 SMTPUTF8"];

    public static readonly TimeSpan Limit = TimeSpan.FromSeconds(540);

    public static CutThrough To(IPEndPoint? host, TimeProvider? clock = null) => new(
        new CutThroughOptions(host, "gate.example", Limit), clock ?? TimeProvider.System, NullLogger<CutThrough>.Instance);

    public static async Task<OutgoingMessage> MakeAsync(
        string content = "Subject: x\r\n\r\n.dot\r\n", MailParameters? with = null, params string[] recipients)
    {
        var kept = new MessageContent();
        await kept.WriteAsync(Encoding.UTF8.GetBytes("Received: x\r\n" + content), CancellationToken.None);
        var boxes = (recipients.Length == 0 ? ["joe"] : recipients).Select(r => new Mailbox(r, "d.example"));
        var sender = new ReversePath(new Mailbox("a", "b.example"));
        return new OutgoingMessage(new Arriving("7f-1", sender, with ?? MailParameters.None, [.. boxes]), kept.Read);
    }

    /// <summary>The reply to a message that a host with this conversation gets, which must take place as it stands.</summary>
    public static async Task<string> DeliverAsync(string[] conversation, MailParameters? with = null, params string[] recipients)
    {
        await using var peer = new ScriptedPeer(conversation);
        var message = await MakeAsync(with: with, recipients: recipients);
        var reply = await To(peer.EndPoint).DeliverAsync(message, CancellationToken.None)
            .AsTask().WaitAsync(TestLimits.Wait);
        await peer.PlayedAsync();
        return reply.ToString().TrimEnd();
    }

    /// <summary>A place where nobody listens, nor ever will: what is bound is given to nobody else.</summary>
    public static IPEndPoint Nobody() => (IPEndPoint)Deaf.Value.LocalEndPoint!;

    private static Socket Bound()
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return socket;
    }
}
