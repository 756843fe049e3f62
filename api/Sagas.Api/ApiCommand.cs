namespace Sagas.Api;

/// <summary>The verb <c>api</c>: runs the HTTP API until it is told to stop.</summary>
public static class ApiCommand
{
    private const string Help =
        """
        api: the HTTP API. Configured by environment only:
          DATABASE_URL                connection string of the migrated database (required)
          SAGAS_API_URL               where to listen (default http://127.0.0.1:8080)
          TEMPORAL_ADDRESS            host:port of Temporal (default 127.0.0.1:7233)
          TEMPORAL_NAMESPACE          (default 'default')
          TEMPORAL_API_KEY            API key, for Temporal Cloud
          TEMPORAL_TLS                true: use TLS; implied by an API key or the files below
          TEMPORAL_TLS_CA, TEMPORAL_TLS_CERT, TEMPORAL_TLS_KEY   PEM files
          SAGAS_ON_DELIVERY_FAILURE   park (default) or compensate
          SAGAS_LOCAL_STEPS           database (default), all or off: which steps the workflow's worker tries itself first
          STRIPE_WEBHOOK_SECRET       whsec_…: events of Stripe are taken at /v1/webhooks/stripe
          SAGAS_DATABASE_POOL_MAX     database connections at most (default 8)
          PAYLOAD_ENCRYPTION_KEY      32 bytes in base64: Temporal gets to see encrypted payloads only
          PAYLOAD_ENCRYPTION_KEYS     several, the first encrypts, all decrypt: ID:KEY,ID:KEY…
          OTEL_EXPORTER_OTLP_ENDPOINT where traces, metrics and logs go (default: nowhere); the other OTEL_ variables hold
        """;

    public static async Task<int> RunAsync(string[] args, CancellationToken stop)
    {
        if (args is ["--help" or "-h" or "-?"])
        {
            Console.WriteLine(Help);
            return 0;
        }

        if (args.Length > 0)
        {
            await Console.Error.WriteLineAsync($"'{args[0]}' is not understood: api takes no arguments. See api --help.");
            return 2;
        }

        try
        {
            await using var app = ApiHost.Build(ApiOptions.FromEnvironment());
            await app.StartAsync(stop);
            app.Services.GetRequiredService<ILogger<ApiHost>>().Ready(string.Join(' ', app.Urls));
            await app.WaitForShutdownAsync(stop);
            return 0;
        }
        catch (Exception error) when (error is InvalidOperationException or IOException)
        {
            await Console.Error.WriteLineAsync($"The API does not start: {error.Message}");
            return 1;
        }
    }
}
