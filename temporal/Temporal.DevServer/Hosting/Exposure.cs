using System.Net;
using System.Security.Cryptography;
using Temporal.DevServer.Grpc;

namespace Temporal.DevServer.Hosting;

/// <summary>The rules for listening where other machines can reach the server, and the files behind them.</summary>
internal static class Exposure
{
    /// <summary>Refuses options that would let strangers in; reads certificates.</summary>
    /// <exception cref="UsageException">What is missing or cannot be read, and what to do.</exception>
    public static GrpcSecurity Check(DevServerOptions options)
    {
        if ((options.TlsCertificateFile is null) != (options.TlsKeyFile is null))
        {
            throw new UsageException("--tls-cert and --tls-key belong together; give both or neither.");
        }

        if (options.TlsClientCaFile is not null && options.TlsCertificateFile is null)
        {
            throw new UsageException("--tls-client-ca needs --tls-cert and --tls-key: only TLS asks for certificates.");
        }

        if (options.ApiKeys.Any(string.IsNullOrWhiteSpace))
        {
            throw new UsageException("An API key is empty; give it a value or leave it out.");
        }

        var hasCredential = options.TlsClientCaFile is not null || options.ApiKeys.Count > 0;
        if (!IPAddress.IsLoopback(options.Ip) && (options.TlsCertificateFile is null || !hasCredential))
        {
            throw new UsageException(
                $"The server does not listen on {options.Ip}, where other machines reach it, without TLS and a credential: "
                + "give --tls-cert and --tls-key, and --tls-client-ca or TEMPORAL_SERVER_API_KEY. Or listen on 127.0.0.1.");
        }

        try
        {
            return GrpcSecurity.Load(
                options.TlsCertificateFile, options.TlsKeyFile, options.TlsClientCaFile, options.ApiKeys);
        }
        catch (Exception e) when (
            e is CryptographicException or ArgumentException or IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"A certificate or key cannot be read: {e.Message}");
        }
    }

    /// <summary>Where the UI and the HTTP API listen: they ask nobody for a credential, so on this machine only.</summary>
    public static IPAddress HttpAddress(DevServerOptions options) =>
        IPAddress.IsLoopback(options.Ip) ? options.Ip : IPAddress.Loopback;
}
