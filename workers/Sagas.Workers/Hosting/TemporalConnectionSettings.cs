using Sagas.Workers.Configuration;
using Temporalio.Client;

namespace Sagas.Workers.Hosting;

internal static class TemporalConnectionSettings
{
    public static TemporalClientConnectOptions ToOptions(this TemporalSettings settings, ILoggerFactory loggers)
    {
        var options = new TemporalClientConnectOptions(settings.Address)
        {
            Namespace = settings.Namespace,
            ApiKey = settings.ApiKey,
            LoggerFactory = loggers,
        };
        if (settings.Tls is { } files)
        {
            options.Tls = new TlsOptions
            {
                ServerRootCACert = Read(files.ServerRootCa),
                ClientCert = Read(files.ClientCertificate),
                ClientPrivateKey = Read(files.ClientKey),
                Domain = files.ServerName,
            };
        }

        return options;
    }

    private static byte[]? Read(string? path) => path is null ? null : File.ReadAllBytes(path);
}
