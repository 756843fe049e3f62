using Sagas.Workers.Configuration;
using Temporalio.Client;

namespace Sagas.Workers.Hosting;

internal static class TemporalConnectionSettings
{
    public static void ApplyTo(this TemporalSettings settings, TemporalClientConnectOptions options)
    {
        options.TargetHost = settings.Address;
        options.Namespace = settings.Namespace;
        options.ApiKey = settings.ApiKey;
        options.Tls = settings.Tls is { } files
            ? new TlsOptions
            {
                ServerRootCACert = Read(files.ServerRootCa),
                ClientCert = Read(files.ClientCertificate),
                ClientPrivateKey = Read(files.ClientKey),
                Domain = files.ServerName,
            }
            : null;
    }

    private static byte[]? Read(string? path) => path is null ? null : File.ReadAllBytes(path);
}
