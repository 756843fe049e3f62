using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace Temporalio.Client.Rpc;

/// <summary>Turns the options for encryption into those of the platform.</summary>
internal static class TlsSetup
{
    /// <summary>Tells whether a connection is encrypted.</summary>
    public static bool IsOn(TemporalConnectionOptions options) =>
        options.Tls is { } tls ? !tls.Disabled : !string.IsNullOrEmpty(options.ApiKey);

    /// <summary>Makes the platform's options.</summary>
    /// <exception cref="ArgumentException">
    /// Certificate without key, key without certificate, or unreadable PEM.
    /// </exception>
    public static SslClientAuthenticationOptions Create(TlsOptions tls, string host)
    {
        var ssl = new SslClientAuthenticationOptions { TargetHost = tls.Domain ?? host };
        if (tls.ServerRootCACert is { Length: > 0 } roots)
        {
            ssl.CertificateChainPolicy = new X509ChainPolicy
            {
                TrustMode = X509ChainTrustMode.CustomRootTrust,
                RevocationMode = X509RevocationMode.NoCheck,
            };
            ssl.CertificateChainPolicy.CustomTrustStore.ImportFromPem(Text(roots));
            if (ssl.CertificateChainPolicy.CustomTrustStore.Count == 0)
            {
                throw new ArgumentException("TLS option ServerRootCACert holds no PEM certificate");
            }
        }
        if (ClientCertificate(tls) is { } certificate)
        {
            ssl.ClientCertificateContext = certificate;
        }
        return ssl;
    }

    private static SslStreamCertificateContext? ClientCertificate(TlsOptions tls)
    {
        var hasCertificate = tls.ClientCert is { Length: > 0 };
        if (hasCertificate != tls.ClientPrivateKey is { Length: > 0 })
        {
            throw new ArgumentException(
                "Client cert and private key must both be present or neither when TlsOptions is configured");
        }
        if (!hasCertificate)
        {
            return null;
        }
        var pem = Text(tls.ClientCert!);
        var leaf = X509Certificate2.CreateFromPem(pem, Text(tls.ClientPrivateKey!));
        var chain = new X509Certificate2Collection();
        chain.ImportFromPem(pem);
        chain.RemoveAt(0);
        return SslStreamCertificateContext.Create(leaf, chain, offline: true);
    }

    private static string Text(byte[] pem) => Encoding.ASCII.GetString(pem);
}
