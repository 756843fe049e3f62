using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Temporalio.Api.ErrorDetails.V1;

namespace Temporal.DevServer.Grpc;

/// <summary>
/// Who may call: TLS with the server's certificate, callers with a certificate of a known authority, callers with a key.
/// Without any of it everybody may, in the clear.
/// </summary>
internal sealed class GrpcSecurity : IDisposable
{
    private const string Scheme = "Bearer ";
    private readonly List<X509Certificate2> _owned = [];
    private readonly List<byte[]> _keyHashes = [];

    /// <summary>How to speak TLS; null in the clear.</summary>
    public HttpsConnectionAdapterOptions? Tls { get; private set; }

    /// <summary>Reads the files.</summary>
    /// <exception cref="CryptographicException">A file holds no certificate or no fitting key.</exception>
    public static GrpcSecurity Load(string? certificateFile, string? keyFile, string? clientCaFile, IEnumerable<string> apiKeys)
    {
        var security = new GrpcSecurity();
        security._keyHashes.AddRange(apiKeys.Select(Hash));
        if (certificateFile is not null)
        {
            var certificate = X509Certificate2.CreateFromPemFile(certificateFile, keyFile);
            var chain = new X509Certificate2Collection();
            chain.ImportFromPemFile(certificateFile);
            security._owned.Add(certificate);
            security._owned.AddRange(chain);
            security.Tls = new HttpsConnectionAdapterOptions
            {
                ServerCertificate = certificate,
                ServerCertificateChain = chain,
            };
        }

        if (clientCaFile is not null && security.Tls is { } tls)
        {
            var authorities = new X509Certificate2Collection();
            authorities.ImportFromPemFile(clientCaFile);
            if (authorities.Count == 0)
            {
                throw new CryptographicException($"{clientCaFile} holds no certificate.");
            }

            security._owned.AddRange(authorities);
            tls.ClientCertificateMode = ClientCertificateMode.RequireCertificate;
            tls.ClientCertificateValidation = (certificate, _, errors) =>
                (errors & SslPolicyErrors.RemoteCertificateNotAvailable) == 0 && IsIssuedBy(authorities, certificate);
        }

        return security;
    }

    /// <summary>Refuses a call without a key that is known, where keys are asked for.</summary>
    /// <exception cref="RpcException">The key is missing or not known.</exception>
    public void Authorize(IHeaderDictionary headers)
    {
        if (_keyHashes.Count > 0 && !IsKnown(headers.Authorization.ToString()))
        {
            throw new RpcException(RpcCode.PermissionDenied, "Request unauthorized.", new PermissionDeniedFailure());
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var certificate in _owned)
        {
            certificate.Dispose();
        }
    }

    private static byte[] Hash(string key) => SHA256.HashData(Encoding.UTF8.GetBytes(key));

    private static bool IsIssuedBy(X509Certificate2Collection authorities, X509Certificate2 certificate)
    {
        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.AddRange(authorities);
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        return chain.Build(certificate);
    }

    /// <summary>Hashes are compared, all of them and in constant time: an answer's delay tells nothing about a key.</summary>
    private bool IsKnown(string authorization)
    {
        if (!authorization.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase))
        {
            return false;
        }

        var given = Hash(authorization[Scheme.Length..].Trim());
        return _keyHashes.Aggregate(false, (known, hash) => CryptographicOperations.FixedTimeEquals(hash, given) || known);
    }
}
