using Npgsql;
using Temporal.DevServer.Frontend.Namespaces;
using Temporal.DevServer.State;
using Temporal.DevServer.Visibility;

namespace Temporal.DevServer.Persistence.Postgres;

/// <summary>Everything durable, opened together: the lease first, then what writes under it and what reads beside it.</summary>
internal sealed class PostgresStorage : IAsyncDisposable
{
    private const int ReadersMax = 10;
    private const int PreparedMax = 60;

    /// <summary>Statements are planned once, not once per call; none of them gains from looking at its values.</summary>
    private const string KeepPlans = "-c plan_cache_mode=force_generic_plan";

    /// <summary>
    /// What is written is always found by its key. While the table of runs is small, PostgreSQL thinks it cheaper to read
    /// all of it for every commit; it is wrong, as the rows are wide and most of them are not wanted.
    /// </summary>
    private const string LookUpByKey = " -c enable_seqscan=off -c enable_hashjoin=off -c enable_mergejoin=off";

    private readonly NpgsqlDataSource _writer;
    private readonly NpgsqlDataSource _readers;
    private readonly WriterLease _lease;
    private readonly CommitQueue _commits;

    private PostgresStorage(
        NpgsqlDataSource writer, NpgsqlDataSource readers, WriterLease lease, Outage outage, ILogger log, TimeSpan waitMax)
    {
        _writer = writer;
        _readers = readers;
        _lease = lease;
        _commits = new CommitQueue(lease, outage, log, waitMax);
        Executions = new PostgresExecutionStore(_commits, readers, outage);
        Namespaces = new PostgresNamespaceStore(_commits, readers, outage);
        Schedules = new PostgresRecordStore<StoredSchedule>(
            _commits, readers, outage, "temporal.schedules", "schedule_id", s => (s.NamespaceId, s.ScheduleId),
            StoredSchedule.Parser);
        Batches = new PostgresRecordStore<StoredBatch>(
            _commits, readers, outage, "temporal.batches", "job_id", b => (b.NamespaceId, b.Request.JobId),
            StoredBatch.Parser);
        Deployments = new PostgresRecordStore<StoredDeployment>(
            _commits, readers, outage, "temporal.deployments", "name", d => (d.NamespaceId, d.Name), StoredDeployment.Parser);
        Endpoints = new PostgresRecordStore<StoredNexusEndpoint>(
            _commits, readers, outage, "temporal.nexus_endpoints", "endpoint_id", e => ("", e.Endpoint.Id),
            StoredNexusEndpoint.Parser);
        Visibility = new PostgresVisibility(readers, outage);
    }

    /// <summary>UUID of the cluster whose data this is.</summary>
    public Guid ClusterId => _lease.ClusterId;

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

    /// <summary>Completes when another server has taken over.</summary>
    public Task<StoreFencedException> Fenced => _commits.Fenced;

    /// <summary>Transactions committed since the start.</summary>
    public long Commits => _commits.Commits;

    /// <summary>Opens the store, waiting for the database and for another server that still owns it.</summary>
    /// <param name="connectionString">Npgsql connection string.</param>
    /// <param name="log">Told of outages.</param>
    /// <param name="cancel">Gives up waiting.</param>
    /// <param name="waitMax">How long a set that may wait is kept from the disk; <see cref="CommitQueue.WaitMax"/>.</param>
    public static async Task<PostgresStorage> OpenAsync(
        string connectionString, ILogger log, CancellationToken cancel, TimeSpan? waitMax = null)
    {
        var outage = new Outage(log);
        var writer = NpgsqlDataSource.Create(Tuned(connectionString, pooled: false));
        var readers = NpgsqlDataSource.Create(Tuned(connectionString, pooled: true));
        try
        {
            var lease = await WriterLease.TakeAsync(writer, outage, log, cancel).ConfigureAwait(false);
            return new PostgresStorage(
                writer, readers, lease, outage, log, waitMax ?? CommitQueue.WaitMax);
        }
        catch
        {
            await writer.DisposeAsync().ConfigureAwait(false);
            await readers.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await _commits.DisposeAsync().ConfigureAwait(false);
        await _lease.DisposeAsync().ConfigureAwait(false);
        await _writer.DisposeAsync().ConfigureAwait(false);
        await _readers.DisposeAsync().ConfigureAwait(false);
    }

    private static string Tuned(string connectionString, bool pooled)
    {
        var given = new NpgsqlConnectionStringBuilder(connectionString);
        return new NpgsqlConnectionStringBuilder(connectionString)
        {
            Options = $"{given.Options} {(pooled ? KeepPlans : KeepPlans + LookUpByKey)}".TrimStart(),

            // The writing connection is the lease: it must be closed when we close it.
            Pooling = pooled,
            MaxPoolSize = ReadersMax,
            MaxAutoPrepare = PreparedMax,
            AutoPrepareMinUsages = 2,
            Multiplexing = false,
            // No query changes its session, so there is nothing to reset.
            NoResetOnClose = true,
            KeepAlive = pooled ? 0 : 15,
            ApplicationName = pooled ? "temporal-read" : "temporal-write",
        }.ConnectionString;
    }
}
