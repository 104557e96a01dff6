using System.Net;
using SmtpSim.Loading;

namespace SmtpSim.Tests.Loading;

internal static class Plans
{
    /// <summary>Ten messages over two connections, one after another.</summary>
    public static LoadPlan To(EndPoint target) => new(
        target, 2, 10, null, null, (500, 500), 1, false, false, LoadTls.None, null, TimeSpan.FromSeconds(10));
}
