using Temporal.DevServer.Frontend.Namespaces;
using Temporal.DevServer.Persistence;
using Temporal.DevServer.Persistence.Postgres;
using Temporal.DevServer.State;
using Temporal.DevServer.Visibility;

namespace Temporal.DevServer.Hosting;

/// <summary>Where a server keeps everything: in memory or in PostgreSQL.</summary>
internal sealed class ServerStorage : IAsyncDisposable
{
    private readonly PostgresStorage? _postgres;

    private ServerStorage(
        string name, Guid clusterId, IExecutionStore executions, INamespaceStore namespaces,
        IRecordStore<StoredSchedule> schedules, IRecordStore<StoredBatch> batches,
        IRecordStore<StoredDeployment> deployments, IRecordStore<StoredNexusEndpoint> endpoints,
        IVisibilityIndex visibility, PostgresStorage? postgres)
    {
        Name = name;
        ClusterId = clusterId;
        Executions = executions;
        Namespaces = namespaces;
        Schedules = schedules;
        Batches = batches;
        Deployments = deployments;
        Endpoints = endpoints;
        Visibility = visibility;
        _postgres = postgres;
    }

    /// <summary>What people call it.</summary>
    public string Name { get; }

    /// <summary>UUID of the cluster whose data this is.</summary>
    public Guid ClusterId { get; }

    /// <summary>The executions.</summary>
    public IExecutionStore Executions { get; }

    /// <summary>The namespaces.</summary>
    public INamespaceStore Namespaces { get; }

    /// <summary>The schedules.</summary>
    public IRecordStore<StoredSchedule> Schedules { get; }

    /// <summary>The batch operations.</summary>
    public IRecordStore<StoredBatch> Batches { get; }

    /// <summary>The worker deployments.</summary>
    public IRecordStore<StoredDeployment> Deployments { get; }

    /// <summary>The Nexus endpoints.</summary>
    public IRecordStore<StoredNexusEndpoint> Endpoints { get; }

    /// <summary>Lists and counts.</summary>
    public IVisibilityIndex Visibility { get; }

    /// <summary>Completes when another server has taken over; never in memory.</summary>
    public Task<StoreFencedException>? Fenced => _postgres?.Fenced;

    /// <summary>Opens the storage that the options ask for.</summary>
    public static async Task<ServerStorage> OpenAsync(DevServerOptions options, ILogger log, CancellationToken cancel)
    {
        if (options.Database is not { } database)
        {
            var index = new InMemoryVisibility();
            return new ServerStorage(
                "memory", Guid.NewGuid(), new InMemoryExecutionStore(index), new NoNamespaceStore(),
                new NoRecordStore<StoredSchedule>(), new NoRecordStore<StoredBatch>(),
                new NoRecordStore<StoredDeployment>(), new NoRecordStore<StoredNexusEndpoint>(), index, postgres: null);
        }

        var postgres = await PostgresStorage.OpenAsync(database, log, cancel).ConfigureAwait(false);
        return new ServerStorage(
            "postgres", postgres.ClusterId, postgres.Executions, postgres.Namespaces, postgres.Schedules,
            postgres.Batches, postgres.Deployments, postgres.Endpoints, postgres.Visibility, postgres);
    }

    /// <inheritdoc />
    public ValueTask DisposeAsync() => _postgres?.DisposeAsync() ?? ValueTask.CompletedTask;
}
