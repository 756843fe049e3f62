using Temporalio.Client;

namespace Sagas.Api.Temporal;

/// <summary>How to reach Temporal, from the environment: an embedded server, a cluster, or Temporal Cloud.</summary>
internal static class TemporalSettings
{
    public static TemporalClientConnectOptions FromEnvironment(ILoggerFactory loggers) =>
        From(Environment.GetEnvironmentVariable, loggers);

    public static TemporalClientConnectOptions From(Func<string, string?> variable, ILoggerFactory loggers)
    {
        var apiKey = Given(variable("TEMPORAL_API_KEY"));
        return new TemporalClientConnectOptions(Given(variable("TEMPORAL_ADDRESS")) ?? "127.0.0.1:7233")
        {
            Namespace = Given(variable("TEMPORAL_NAMESPACE")) ?? "default",
            ApiKey = apiKey,
            Tls = Tls(variable, apiKey is not null),
            LoggerFactory = loggers,
        };
    }

    private static TlsOptions? Tls(Func<string, string?> variable, bool wanted)
    {
        var authority = Given(variable("TEMPORAL_TLS_CA"));
        var certificate = Given(variable("TEMPORAL_TLS_CERT"));
        var key = Given(variable("TEMPORAL_TLS_KEY"));
        var asked = string.Equals(variable("TEMPORAL_TLS"), "true", StringComparison.OrdinalIgnoreCase);
        return wanted || asked || authority is not null || certificate is not null
            ? new TlsOptions
            {
                ServerRootCACert = authority is null ? null : File.ReadAllBytes(authority),
                ClientCert = certificate is null ? null : File.ReadAllBytes(certificate),
                ClientPrivateKey = key is null ? null : File.ReadAllBytes(key),
            }
            : null;
    }

    private static string? Given(string? value) => string.IsNullOrWhiteSpace(value) ? null : value;
}
