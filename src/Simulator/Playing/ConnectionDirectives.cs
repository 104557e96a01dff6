using System.Globalization;
using System.Net.Sockets;
using SmtpSim.Transcripts;
using SmtpSim.Wire;

namespace SmtpSim.Playing;

/// <summary>The directives that end or half-end a connection, for scripts in order and for rules alike.</summary>
internal static class ConnectionDirectives
{
    /// <summary>False where the directive is none of them.</summary>
    public static bool TryDo(RawConnection connection, Directive directive)
    {
        switch (directive.Word)
        {
            case "close":
                connection.Close();
                return true;
            case "reset":
                connection.Reset();
                return true;
            case "shutdown":
                connection.Shutdown(directive.Arguments[0] == "write" ? SocketShutdown.Send : SocketShutdown.Receive);
                return true;
            case "read":
                connection.IsPaused = directive.Arguments[0] == "stop";
                return true;
            case "rcvbuf":
                connection.LimitReceiving(int.Parse(directive.Arguments[0], CultureInfo.InvariantCulture));
                return true;
            case "nodelay":
                connection.HoldBack(directive.Arguments[0] == "off");
                return true;
            default:
                return false;
        }
    }
}
