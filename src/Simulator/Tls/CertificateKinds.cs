namespace SmtpSim.Tls;

/// <summary>What may be wrong with a certificate.</summary>
public static class CertificateKinds
{
    public const string Good = "good";
    public const string Expired = "expired";
    public const string NotYetValid = "not-yet-valid";
    public const string WrongName = "wrong-name";
    public const string SelfSigned = "self-signed";
    public const string NoChain = "no-chain";

    public static readonly IReadOnlyList<string> All = [Good, Expired, NotYetValid, WrongName, SelfSigned, NoChain];
}
