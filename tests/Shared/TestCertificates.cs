using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Sagas.TestSupport;

/// <summary>An authority, a certificate of it for 127.0.0.1, and one for a client, as PEM files in a folder of their own.</summary>
public sealed class TestCertificates : IDisposable
{
    private const string ServerUse = "1.3.6.1.5.5.7.3.1";
    private const string ClientUse = "1.3.6.1.5.5.7.3.2";
    private readonly string _folder = Directory.CreateTempSubdirectory("sagas-tls-").FullName;
    private readonly X509Certificate2 _authority;

    /// <summary>Makes them.</summary>
    public TestCertificates()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=authority", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        _authority = request.CreateSelfSigned(From, Until);
        File.WriteAllText(AuthorityFile, _authority.ExportCertificatePem());
        Issue("server", ServerUse);
        Issue("client", ClientUse);
    }

    /// <summary>The authority's certificate.</summary>
    public string AuthorityFile => Path.Combine(_folder, "authority.pem");

    /// <summary>The server's certificate.</summary>
    public string ServerFile => Path.Combine(_folder, "server.pem");

    /// <summary>The server's private key.</summary>
    public string ServerKeyFile => Path.Combine(_folder, "server.key");

    /// <summary>The client's certificate.</summary>
    public string ClientFile => Path.Combine(_folder, "client.pem");

    /// <summary>The client's private key.</summary>
    public string ClientKeyFile => Path.Combine(_folder, "client.key");

    private static DateTimeOffset From => DateTimeOffset.UtcNow.AddDays(-1);

    private static DateTimeOffset Until => DateTimeOffset.UtcNow.AddDays(1);

    /// <inheritdoc />
    public void Dispose()
    {
        _authority.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private void Issue(string name, string use)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid(use)], critical: false));
        var names = new SubjectAlternativeNameBuilder();
        names.AddIpAddress(IPAddress.Loopback);
        names.AddDnsName("localhost");
        request.CertificateExtensions.Add(names.Build());
        using var issued = request.Create(_authority, From.AddHours(1), Until.AddHours(-1), Guid.NewGuid().ToByteArray());
        File.WriteAllText(Path.Combine(_folder, $"{name}.pem"), issued.ExportCertificatePem());
        File.WriteAllText(Path.Combine(_folder, $"{name}.key"), key.ExportPkcs8PrivateKeyPem());
    }
}
