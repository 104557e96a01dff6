using System.Collections.Concurrent;
using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace SmtpSim.Tls;

/// <summary>A certificate with its key, and what is sent along with it.</summary>
public sealed record ZooCertificate(X509Certificate2 Certificate, X509Certificate2Collection SentAlong);

/// <summary>
/// Certificates of every kind, made on the spot: a root, an authority below it, and what that one signs. Good ones are for
/// the name asked for, <c>localhost</c> and the loopback addresses.
/// </summary>
public sealed class CertificateZoo
{
    private const string OtherName = "other.example";

    // A certificate's clock may be behind, and a test may last.
    private static readonly TimeSpan Slack = TimeSpan.FromDays(1);
    private static readonly TimeSpan Life = TimeSpan.FromDays(3650);

    // An authority cannot sign what began before itself.
    private static readonly TimeSpan Age = TimeSpan.FromDays(10);

    private readonly X509Certificate2 _authority;
    private readonly DateTimeOffset _now;
    private readonly ConcurrentDictionary<(string Kind, string Name), ZooCertificate> _made = [];

    /// <param name="root">With its key.</param>
    public CertificateZoo(X509Certificate2 root, DateTimeOffset now)
    {
        (Root, _now) = (root, now);
        _authority = Signed("CN=smtpsim authority", root, now - Age, now + Life - Slack, AsAuthority);
    }

    /// <summary>One for the whole process, made when it is first needed.</summary>
    public static CertificateZoo OfProcess { get; } = new(NewRoot(DateTimeOffset.UtcNow), DateTimeOffset.UtcNow);

    /// <summary>What a client has to trust; has its key, too.</summary>
    public X509Certificate2 Root { get; }

    /// <summary>A root that outlives the process: read from this folder, or made and written there.</summary>
    /// <exception cref="IOException">The folder cannot be written.</exception>
    /// <exception cref="CryptographicException">What lies there is no certificate with its key.</exception>
    public static CertificateZoo In(string folder, DateTimeOffset now)
    {
        var (certificate, key) = (Path.Combine(folder, "ca.pem"), Path.Combine(folder, "ca.key"));
        if (File.Exists(certificate))
            return new CertificateZoo(X509Certificate2.CreateFromPemFile(certificate, key), now);
        Directory.CreateDirectory(folder);
        var root = NewRoot(now);
        using var secret = root.GetECDsaPrivateKey()!;
        File.WriteAllText(key, secret.ExportPkcs8PrivateKeyPem() + "\n");
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(key, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        File.WriteAllText(certificate, root.ExportCertificatePem() + "\n");
        return new CertificateZoo(root, now);
    }

    /// <param name="kind">One of <see cref="CertificateKinds.All"/>.</param>
    /// <param name="name">The host it is for, where nothing is wrong with its name.</param>
    public ZooCertificate Get(string kind, string name) => _made.GetOrAdd((kind, name), key => Make(key.Kind, key.Name));

    private ZooCertificate Make(string kind, string name)
    {
        var host = kind == CertificateKinds.WrongName ? OtherName : name;
        var (from, until) = kind switch
        {
            CertificateKinds.Expired => (_now - (2 * Slack), _now - Slack),
            CertificateKinds.NotYetValid => (_now + Slack, _now + (2 * Slack)),
            _ => (_now - Slack, _now + Life - (2 * Slack)),
        };
        var issuer = kind == CertificateKinds.SelfSigned ? null : _authority;
        var leaf = Signed($"CN={host}", issuer, from, until, request => AsHost(request, host, kind));
        return new ZooCertificate(leaf, issuer is null || kind == CertificateKinds.NoChain ? [] : [Public(issuer)]);
    }

    private static X509Certificate2 NewRoot(DateTimeOffset now) =>
        Signed("CN=smtpsim root", null, now - Age - Slack, now + Life, AsAuthority);

    private static X509Certificate2 Signed(
        string subject, X509Certificate2? issuer, DateTimeOffset from, DateTimeOffset until, Action<CertificateRequest> extend)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest(subject, key, HashAlgorithmName.SHA256);
        extend(request);
        if (issuer is null)
            return request.CreateSelfSigned(from, until);
        using var signed = request.Create(issuer, from, until, RandomNumberGenerator.GetBytes(16));
        return signed.CopyWithPrivateKey(key);
    }

    private static void AsAuthority(CertificateRequest request)
    {
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign, true));
    }

    private static void AsHost(CertificateRequest request, string host, string kind)
    {
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName(host);
        if (kind != CertificateKinds.WrongName)
        {
            names.AddDnsName("localhost");
            names.AddIpAddress(IPAddress.Loopback);
            names.AddIpAddress(IPAddress.IPv6Loopback);
        }
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(false, false, 0, true));
    }

    private static X509Certificate2 Public(X509Certificate2 certificate) =>
        X509CertificateLoader.LoadCertificate(certificate.RawData);
}
