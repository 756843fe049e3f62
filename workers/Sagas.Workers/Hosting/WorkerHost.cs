using System.Net;
using Npgsql;
using Sagas.Activities.Bookings;
using Sagas.Storage;
using Sagas.Telemetry;
using Sagas.Workers.Configuration;
using Sagas.Workers.Health;
using Sagas.Workers.Observation;
using Temporalio.Client;
using Temporalio.Exceptions;

namespace Sagas.Workers.Hosting;

/// <summary>One worker process: a Temporal worker per task queue of its role, and an HTTP port that says how it is.</summary>
internal sealed class WorkerHost : IAsyncDisposable
{
    /// <summary>
    /// Configuration is the environment's: without this, the host watches every file below its working directory.
    /// </summary>
    private static readonly WebApplicationOptions EnvironmentOnly = new()
    {
        ContentRootPath = AppContext.BaseDirectory,
        Args = ["--hostBuilder:reloadConfigOnChange=false"],
    };

    private static readonly TimeSpan TemporalPause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan DatabasePause = TimeSpan.FromSeconds(1);

    private readonly WebApplication _application;
    private readonly NpgsqlDataSource _database;

    private WorkerHost(WebApplication application, NpgsqlDataSource database)
    {
        _application = application;
        _database = database;
    }

    /// <summary>Where health is answered.</summary>
    public string Address => _application.Urls.First();

    public static async Task<WorkerHost> StartAsync(WorkerSettings settings, CancellationToken stop)
    {
        var builder = WebApplication.CreateSlimBuilder(EnvironmentOnly);
        ConfigureLogging(builder.Logging);
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Parse(settings.Host), settings.Port));
        var database = SagasDatabase.Open(settings.DatabaseUrl, $"sagas-worker-{settings.Role}");
        try
        {
            using var early = LoggerFactory.Create(ConfigureLogging);
            var codes = await LoadTicketCodesAsync(database, early.CreateLogger<WorkerHost>(), stop).ConfigureAwait(false);
            var telemetry = TelemetrySettings.FromEnvironment($"sagas-worker-{settings.Role}");
            builder.Services.AddTelemetry(builder.Logging, telemetry);
            builder.Services.AddWorkerServices(settings, telemetry, database, codes);
            builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = settings.Drain + TimeSpan.FromSeconds(5));
            var application = builder.Build();
            application.MapHealth();
            await WaitForTemporalAsync(application, settings.Temporal, stop).ConfigureAwait(false);
            await application.StartAsync(stop).ConfigureAwait(false);
            var host = new WorkerHost(application, database);
            application.Logger.Ready(settings.Role, string.Join(',', WorkerRoles.QueuesOf(settings.Role)), host.Address);
            return host;
        }
        catch
        {
            await database.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Waits for <paramref name="stop"/>, or for a worker to give up; then drains.</summary>
    /// <returns>Whether the stop was asked for; false: a worker gave up, and why is in the log.</returns>
    public async Task<bool> WaitAsync(CancellationToken stop)
    {
        var lifetime = _application.Lifetime;
        var ended = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var asked = stop.Register(() => ended.TrySetResult());
        await using var gaveUp = lifetime.ApplicationStopping.Register(() => ended.TrySetResult());
        await ended.Task.ConfigureAwait(false);
        _application.Logger.Draining();
        await _application.StopAsync(CancellationToken.None).ConfigureAwait(false);
        return stop.IsCancellationRequested;
    }

    public async ValueTask DisposeAsync()
    {
        await _application.DisposeAsync().ConfigureAwait(false);
        await _database.DisposeAsync().ConfigureAwait(false);
    }

    /// <summary>Temporal may start later than we do; from then on the workers ride out its absences themselves.</summary>
    private static async Task WaitForTemporalAsync(
        WebApplication application, TemporalSettings settings, CancellationToken stop)
    {
        var client = application.Services.GetRequiredService<ITemporalClient>();
        while (true)
        {
            try
            {
                await client.Connection.ConnectAsync().WaitAsync(stop).ConfigureAwait(false);
                return;
            }
            catch (Exception error) when (error is RpcException or InvalidOperationException or HttpRequestException)
            {
                application.Logger.TemporalAway(settings.Address, error.Message, TemporalPause);
                await Task.Delay(TemporalPause, stop).ConfigureAwait(false);
            }
        }
    }

    private static void ConfigureLogging(ILoggingBuilder logging) =>
        logging.AddStructuredLogs().AddFilter(AttemptLog.SdkCategory, LogLevel.Error);

    /// <summary>A database that is away at start is waited for: the process before it may have died with it.</summary>
    private static async Task<TicketCodes> LoadTicketCodesAsync(
        NpgsqlDataSource database, ILogger logger, CancellationToken stop)
    {
        while (true)
        {
            try
            {
                return new TicketCodes(
                    await Secrets.GetOrCreateAsync(database, Secrets.TicketCodes, stop).ConfigureAwait(false));
            }
            catch (PostgresException error) when (error.SqlState is PostgresErrorCodes.UndefinedTable
                or PostgresErrorCodes.InvalidSchemaName)
            {
                throw new MigrationException("The database has no schema yet: run `./sagas migrate` first.", error);
            }
            catch (NpgsqlException error)
            {
                logger.DatabaseAway(error.Message, DatabasePause);
                await Task.Delay(DatabasePause, stop).ConfigureAwait(false);
            }
        }
    }
}
