using System.Collections;
using Sagas.Storage;
using Sagas.Workers.Configuration;
using Sagas.Workers.Hosting;

namespace Sagas.Workers;

/// <summary>The worker as a process: `--role all|bookings|events|payments|notifications`, the rest by environment.</summary>
public static class WorkerCommand
{
    private const string Help =
        """
        worker [--role all|bookings|events|payments|notifications]: carries sagas out. The rest by environment:
          DATABASE_URL                connection string of the migrated database (required)
          STRIPE_API_KEY              secret or restricted key (required for the roles all and payments)
          STRIPE_API_BASE             (default https://api.stripe.com)
          SAGAS_PAYMENT_RETURN_URL    page for customers after 3-D Secure, with {bookingId}; without it, and without one in the
                                      request, such cards are refused
          SENDGRID_API_KEY            (required for the roles all and notifications)
          SENDGRID_API_BASE           (default https://api.sendgrid.com)
          SAGAS_MAIL_FROM             sender that SendGrid has verified
          SAGAS_MAIL_FROM_NAME        the sender's name
          TEMPORAL_ADDRESS            host:port of Temporal (default 127.0.0.1:7233)
          TEMPORAL_NAMESPACE          (default 'default')
          TEMPORAL_API_KEY            API key, for Temporal Cloud
          TEMPORAL_TLS                true: use TLS; implied by an API key or the files below
          TEMPORAL_TLS_CA, TEMPORAL_TLS_CERT, TEMPORAL_TLS_KEY   PEM files
          TEMPORAL_TLS_SERVER_NAME    name in the server's certificate, when it is not that of the address
          SAGAS_WORKER_HOST           where health is answered (default 127.0.0.1; 0.0.0.0 in a container)
          SAGAS_WORKER_PORT           (default 8090; 0 takes a free one)
          SAGAS_WORKER_DRAIN_SECONDS  how long activities in hand may take after a stop was asked for (default 10)
          SAGAS_WORKER_MAX_ACTIVITIES at once, per task queue (default 200)
          SAGAS_WORKER_MAX_CACHED_WORKFLOWS   (default 10000)
          SAGAS_WORKER_STACK_TRACES   true: the Temporal UI shows where a saga waits; slower (default false)
          SAGAS_HOLD_SECONDS          how long seats are held for a buyer (default 600); alike for the roles bookings and events
          SAGAS_HOLD_GRACE_SECONDS    how much longer for a payment that the customer is confirming (default 300)
          PAYLOAD_ENCRYPTION_KEY      32 bytes in base64: Temporal gets to see encrypted payloads only
          PAYLOAD_ENCRYPTION_KEYS     several, the first encrypts, all decrypt: ID:KEY,ID:KEY…
          OTEL_EXPORTER_OTLP_ENDPOINT where traces, metrics and logs go (default: nowhere); the other OTEL_ variables hold
        """;

    private const int Stopped = 0;
    private const int CannotStart = 1;
    private const int WrongSettings = 2;
    private const int GaveUp = 3;

    /// <summary>Works until <paramref name="stop"/>, then drains. 0 = stopped, 1 = could not start, 2 = wrong settings, 3 = gave up.</summary>
    public static async Task<int> RunAsync(string[] args, CancellationToken stop)
    {
        ArgumentNullException.ThrowIfNull(args);
        if (args is ["--help" or "-h" or "-?"])
        {
            Console.WriteLine(Help);
            return Stopped;
        }

        WorkerSettings settings;
        try
        {
            settings = WorkerSettingsReader.Read(args, Variables());
        }
        catch (SettingsException error)
        {
            await Console.Error.WriteLineAsync(error.Message).ConfigureAwait(false);
            return WrongSettings;
        }

        try
        {
            await using var host = await WorkerHost.StartAsync(settings, stop).ConfigureAwait(false);
            return await host.WaitAsync(stop).ConfigureAwait(false) ? Stopped : GaveUp;
        }
        catch (IOException error) when (error.InnerException is Microsoft.AspNetCore.Connections.AddressInUseException)
        {
            await Console.Error.WriteLineAsync(
                $"Port {settings.Port} is in use: end what listens there, or set SAGAS_WORKER_PORT.").ConfigureAwait(false);
            return CannotStart;
        }
        catch (MigrationException error)
        {
            await Console.Error.WriteLineAsync(error.Message).ConfigureAwait(false);
            return CannotStart;
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            return Stopped;
        }
    }

    private static Dictionary<string, string?> Variables() =>
        Environment.GetEnvironmentVariables().Cast<DictionaryEntry>()
            .ToDictionary(entry => (string)entry.Key, entry => (string?)entry.Value, StringComparer.Ordinal);
}
