using Npgsql;

namespace Temporal.DevServer.Persistence.Postgres;

/// <summary>
/// The right to write, held by one server at a time, and the one connection on which that server writes.
/// <para>
/// The lease is an advisory lock of the writing connection itself. While that connection lives nobody else can write; when
/// it breaks, PostgreSQL frees the lock only after the transaction in hand has ended one way or the other. Each new owner
/// raises the epoch. A server that reconnects and finds another epoch was replaced meanwhile, and may never write again.
/// So no commit pays for fencing.
/// </para>
/// </summary>
internal sealed class WriterLease : IAsyncDisposable
{
    private const long LockKey = 0x54656D706F72616C; // "Temporal" in ASCII
    private static readonly TimeSpan LockPause = TimeSpan.FromMilliseconds(50);
    private readonly NpgsqlDataSource _source;
    private readonly Outage _outage;
    private readonly ILogger _log;
    private NpgsqlConnection? _connection;
    private long _epoch;

    private WriterLease(NpgsqlDataSource source, Outage outage, ILogger log)
    {
        _source = source;
        _outage = outage;
        _log = log;
    }

    /// <summary>UUID of the cluster whose data this is.</summary>
    public Guid ClusterId { get; private set; }

    /// <summary>Becomes the owner, waiting for an owner that is still there; creates what is missing in the schema.</summary>
    public static async Task<WriterLease> TakeAsync(
        NpgsqlDataSource source, Outage outage, ILogger log, CancellationToken cancel)
    {
        var lease = new WriterLease(source, outage, log);
        try
        {
            await outage.RideOutAsync(
                async stop =>
                {
                    await lease.ConnectAsync(stop).ConfigureAwait(false);
                    await lease.ExecuteAsync(PostgresSchema.Sql, stop).ConfigureAwait(false);
                    await lease.BeginEpochAsync(stop).ConfigureAwait(false);
                    return true;
                },
                cancel).ConfigureAwait(false);
            return lease;
        }
        catch
        {
            await lease.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>The connection to write on, opened again if it broke.</summary>
    /// <exception cref="StoreFencedException">Another server took over meanwhile.</exception>
    public async Task<NpgsqlConnection> ConnectionAsync(CancellationToken stop)
    {
        if (_connection is { State: System.Data.ConnectionState.Open } open)
        {
            return open;
        }

        await OpenAsync(stop).ConfigureAwait(false);
        do
        {
            await RequireOwnEpochAsync(stop).ConfigureAwait(false);
        }
        while (!await TryLockAsync(stop).ConfigureAwait(false) && await PauseAsync(stop).ConfigureAwait(false));

        // Between the look and the lock another server may have come and gone.
        await RequireOwnEpochAsync(stop).ConfigureAwait(false);
        return _connection!;
    }

    /// <summary>Closes a connection that can no longer be trusted.</summary>
    public async Task DropAsync()
    {
        if (_connection is { } connection)
        {
            _connection = null;
            await connection.DisposeAsync().ConfigureAwait(false);
        }
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync() => await DropAsync().ConfigureAwait(false);

    private static async Task<bool> PauseAsync(CancellationToken stop)
    {
        await Task.Delay(LockPause, stop).ConfigureAwait(false);
        return true;
    }

    private async Task RequireOwnEpochAsync(CancellationToken stop)
    {
        var epoch = (long)(await ScalarAsync("SELECT epoch FROM temporal.cluster", stop).ConfigureAwait(false))!;
        if (epoch != _epoch)
        {
            await DropAsync().ConfigureAwait(false);
            throw new StoreFencedException(
                $"Another server took over the database (epoch {epoch}, ours was {_epoch}); this one must end.");
        }
    }

    private async Task OpenAsync(CancellationToken stop)
    {
        await DropAsync().ConfigureAwait(false);
        _connection = _source.CreateConnection();
        await _connection.OpenAsync(stop).ConfigureAwait(false);
    }

    private async Task<bool> TryLockAsync(CancellationToken stop) =>
        (bool)(await ScalarAsync($"SELECT pg_try_advisory_lock({LockKey})", stop).ConfigureAwait(false))!;

    private async Task ConnectAsync(CancellationToken stop)
    {
        await OpenAsync(stop).ConfigureAwait(false);
        if (!await TryLockAsync(stop).ConfigureAwait(false))
        {
            Logs.WaitingForLease(_log);
            await ExecuteAsync($"SELECT pg_advisory_lock({LockKey})", stop).ConfigureAwait(false);
        }
    }

    private async Task BeginEpochAsync(CancellationToken stop)
    {
        var command = new NpgsqlCommand(
            "UPDATE temporal.cluster SET epoch = epoch + 1 RETURNING epoch, cluster_id", _connection);
        await using (command.ConfigureAwait(false))
        {
            var reader = await command.ExecuteReaderAsync(stop).ConfigureAwait(false);
            await using (reader.ConfigureAwait(false))
            {
                await reader.ReadAsync(stop).ConfigureAwait(false);
                _epoch = reader.GetInt64(0);
                ClusterId = reader.GetGuid(1);
            }
        }
    }

    private async Task<object?> ScalarAsync(string sql, CancellationToken stop)
    {
        var command = new NpgsqlCommand(sql, _connection) { CommandTimeout = 0 };
        await using (command.ConfigureAwait(false))
        {
            return await command.ExecuteScalarAsync(stop).ConfigureAwait(false);
        }
    }

    private Task ExecuteAsync(string sql, CancellationToken stop) => ScalarAsync(sql, stop);
}
