using System.Security.Cryptography.X509Certificates;

namespace SmtpSim.Tls;

/// <summary>What a careful peer would mind about a certificate.</summary>
internal static class CertificateProblem
{
    public const string None = "none";

    /// <param name="sent">What was sent along with it.</param>
    /// <param name="name">The host it should be for; empty: any.</param>
    /// <param name="root">Trusted besides those of the system.</param>
    public static string Of(X509Certificate2 shown, X509Chain? sent, string name, X509Certificate2 root, DateTimeOffset now)
    {
        if (now > shown.NotAfter)
            return CertificateKinds.Expired;
        if (now < shown.NotBefore)
            return CertificateKinds.NotYetValid;
        if (name.Length > 0 && !shown.MatchesHostname(name))
            return CertificateKinds.WrongName;
        X509ChainTrustMode[] modes = [X509ChainTrustMode.CustomRootTrust, X509ChainTrustMode.System];
        if (modes.Any(mode => IsTrusted(shown, sent, root, mode)))
            return None;
        return shown.SubjectName.RawData.AsSpan().SequenceEqual(shown.IssuerName.RawData)
            ? CertificateKinds.SelfSigned
            : "untrusted";
    }

    private static bool IsTrusted(X509Certificate2 shown, X509Chain? sent, X509Certificate2 root, X509ChainTrustMode mode)
    {
        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = mode;
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        chain.ChainPolicy.DisableCertificateDownloads = true;
        if (mode == X509ChainTrustMode.CustomRootTrust)
            chain.ChainPolicy.CustomTrustStore.Add(root);
        foreach (var element in sent?.ChainPolicy.ExtraStore ?? [])
            chain.ChainPolicy.ExtraStore.Add(element);
        return chain.Build(shown);
    }
}
