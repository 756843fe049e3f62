using Temporalio.Client;
using Temporalio.Exceptions;

namespace Sagas.Local.Setup;

/// <summary>A client of the cluster to set up; what does not work is said in one sentence.</summary>
internal static class ClusterConnection
{
    private static readonly TimeSpan ConnectWithin = TimeSpan.FromSeconds(10);

    public static async Task<TemporalClient> OpenAsync(SetupOptions options, CancellationToken stop)
    {
        try
        {
            return await TemporalClient.ConnectAsync(new TemporalClientConnectOptions(options.Address)
            {
                Namespace = options.Namespace,
                ApiKey = options.ApiKey,
                Tls = Tls(options),
            }).WaitAsync(ConnectWithin, stop);
        }
        catch (Exception error) when (error is RpcException or InvalidOperationException or HttpRequestException
            or TimeoutException or ArgumentException or UriFormatException)
        {
            throw new UserError(
                $"Temporal at {options.Address} cannot be reached ({error.Message.TrimEnd('.')}). Check the address, "
                + "that the server runs, and whether it wants TLS or an API key (see ./sagas setup --help).");
        }
    }

    private static TlsOptions? Tls(SetupOptions options) =>
        options.Tls || options.ApiKey is not null || options.CaFile is not null || options.CertificateFile is not null
            ? new TlsOptions
            {
                ServerRootCACert = Read(options.CaFile),
                ClientCert = Read(options.CertificateFile),
                ClientPrivateKey = Read(options.KeyFile),
            }
            : null;

    private static byte[]? Read(string? path)
    {
        try
        {
            return path is null ? null : File.ReadAllBytes(path);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new UserError($"{path} cannot be read: {error.Message}", exitCode: 2);
        }
    }
}
