using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Temporalio.Client;
using Temporalio.Worker;

namespace Temporalio.Extensions.Hosting;

/// <summary>Runs a worker as long as the host runs.</summary>
public class TemporalWorkerService : BackgroundService
{
    private readonly TemporalWorkerOptions _workerOptions;
    private readonly TemporalClientConnectOptions? _clientOptions;
    private readonly ITemporalClient? _existingClient;
    private readonly TemporalWorkerClientUpdater? _clientUpdater;

    /// <summary>Creates the service with a client of its own.</summary>
    /// <param name="options">Options, with those of the client.</param>
    /// <exception cref="ArgumentException">The options of the client are missing.</exception>
    public TemporalWorkerService(TemporalWorkerServiceOptions options)
        : this(options, existingClient: null, loggerFactory: null)
    {
    }

    /// <summary>Creates the service with a client of its own.</summary>
    /// <param name="clientOptions">Options of the client.</param>
    /// <param name="workerOptions">Options of the worker.</param>
    public TemporalWorkerService(TemporalClientConnectOptions clientOptions, TemporalWorkerOptions workerOptions)
    {
        _clientOptions = clientOptions;
        _workerOptions = workerOptions;
    }

    /// <summary>Creates the service with a client that exists.</summary>
    /// <param name="client">Client.</param>
    /// <param name="workerOptions">Options of the worker.</param>
    public TemporalWorkerService(ITemporalClient client, TemporalWorkerOptions workerOptions)
    {
        _existingClient = client;
        _workerOptions = workerOptions;
    }

    /// <summary>Creates the service from named options.</summary>
    /// <param name="taskQueue">Task queue.</param>
    /// <param name="buildId">Build id; null for none.</param>
    /// <param name="optionsMonitor">Options.</param>
    /// <param name="existingClient">Client to use when the options name none.</param>
    /// <param name="loggerFactory">Makes loggers when the options name none.</param>
    [Obsolete("Deprecated older form of DI constructor, task queue + build ID tuple one is used instead.")]
    public TemporalWorkerService(
        string taskQueue,
        string? buildId,
        IOptionsMonitor<TemporalWorkerServiceOptions> optionsMonitor,
        ITemporalClient? existingClient = null,
        ILoggerFactory? loggerFactory = null)
        : this(
            new TemporalWorkerServiceIdentifier(taskQueue, buildId, VersionIsBuildId: true),
            optionsMonitor,
            existingClient,
            loggerFactory)
    {
    }

    /// <summary>Creates the service from named options.</summary>
    /// <param name="taskQueueAndBuildId">Task queue, and build id or null.</param>
    /// <param name="optionsMonitor">Options.</param>
    /// <param name="existingClient">Client to use when the options name none.</param>
    /// <param name="loggerFactory">Makes loggers when the options name none.</param>
    [Obsolete("Deprecated older form of DI constructor, TemporalWorkerServiceIdentifier one is used instead.")]
    public TemporalWorkerService(
        (string TaskQueue, string? BuildId) taskQueueAndBuildId,
        IOptionsMonitor<TemporalWorkerServiceOptions> optionsMonitor,
        ITemporalClient? existingClient = null,
        ILoggerFactory? loggerFactory = null)
        : this(
            taskQueueAndBuildId.TaskQueue,
            taskQueueAndBuildId.BuildId,
            optionsMonitor,
            existingClient,
            loggerFactory)
    {
    }

    /// <summary>Creates the service from named options.</summary>
    /// <param name="serviceId">Which worker.</param>
    /// <param name="optionsMonitor">Options.</param>
    /// <param name="existingClient">Client to use when the options name none.</param>
    /// <param name="loggerFactory">Makes loggers when the options name none.</param>
    [ActivatorUtilitiesConstructor]
    public TemporalWorkerService(
        TemporalWorkerServiceIdentifier serviceId,
        IOptionsMonitor<TemporalWorkerServiceOptions> optionsMonitor,
        ITemporalClient? existingClient = null,
        ILoggerFactory? loggerFactory = null)
        : this(
            (TemporalWorkerServiceOptions)optionsMonitor.Get(serviceId.OptionsName).Clone(),
            existingClient,
            loggerFactory)
    {
    }

    private TemporalWorkerService(
        TemporalWorkerServiceOptions options, ITemporalClient? existingClient, ILoggerFactory? loggerFactory)
    {
        if (options.ClientOptions == null && existingClient == null)
        {
            throw new InvalidOperationException(
                "Cannot start worker service with no client and no client connect options: task queue "
                + $"{options.TaskQueue}; give it client options, or add a Temporal client to the services");
        }
        _workerOptions = options;
        _clientOptions = options.ClientOptions;
        _existingClient = options.ClientOptions == null ? existingClient : null;
        _clientUpdater = options.WorkerClientUpdater;
        options.LoggerFactory ??= loggerFactory;
        if (_clientOptions is { } client && loggerFactory != null
            && ReferenceEquals(client.LoggerFactory, NullLoggerFactory.Instance))
        {
            client.LoggerFactory = loggerFactory;
        }
    }

    /// <inheritdoc />
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var client = _existingClient ?? await TemporalClient.ConnectAsync(_clientOptions!).ConfigureAwait(false);
        using var worker = new TemporalWorker(client, _workerOptions);
        EventHandler<IWorkerClient> onUpdate = (_, updated) => worker.Client = updated;
        if (_clientUpdater != null)
        {
            _clientUpdater.OnClientUpdatedEvent += onUpdate;
        }
        try
        {
            await worker.ExecuteAsync(stoppingToken).ConfigureAwait(false);
        }
        finally
        {
            if (_clientUpdater != null)
            {
                _clientUpdater.OnClientUpdatedEvent -= onUpdate;
            }
        }
    }
}
