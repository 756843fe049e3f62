using System.Runtime.CompilerServices;
using Npgsql;

namespace Temporal.DevServer.Persistence.Postgres;

/// <summary>
/// Executions in PostgreSQL. Writes go through one queue on one connection (see <see cref="WriterLease"/>); reads use a pool
/// of their own. Every call waits for a database that is away.
/// </summary>
internal sealed class PostgresExecutionStore(CommitQueue commits, NpgsqlDataSource source, Outage outage)
    : IExecutionStore
{
    private const string SelectRun =
        "SELECT version, state FROM temporal.runs WHERE run_id = $1 AND namespace_id = $2 AND workflow_id = $3";

    private const string SelectParts = "SELECT kind, id, data FROM temporal.run_parts WHERE run_id = $1";

    private const string SelectHistory =
        "SELECT first_event_id, last_event_id, events FROM temporal.history WHERE run_id = $1 ";

    /// <summary>Begins at the batch that holds an event, found by the key: batches have no gaps between them.</summary>
    private const string FromBatchOf =
        "AND last_event_id >= $2 AND first_event_id >= coalesce((SELECT max(first_event_id) FROM temporal.history " +
        "WHERE run_id = $1 AND first_event_id <= $2), 0) ORDER BY first_event_id LIMIT $3";

    /// <inheritdoc />
    public Task CommitAsync(ChangeSet changes) => commits.AddAsync(changes);

    /// <inheritdoc />
    public void Hurry() => commits.Hurry();

    /// <inheritdoc />
    public async ValueTask<StoredRun?> LoadRunAsync(RunKey key, CancellationToken stop = default)
    {
        if (!Guid.TryParseExact(key.RunId, "D", out var runId))
        {
            return null;
        }

        return await outage.RideOutAsync(cancel => ReadRunAsync(key, runId, cancel), stop).ConfigureAwait(false);
    }

    /// <inheritdoc />
    public async ValueTask<string?> LoadCurrentRunIdAsync(WorkflowKey key, CancellationToken stop = default) =>
        await outage.RideOutAsync(
            async cancel =>
            {
                var command = source.CreateCommand(
                    "SELECT run_id FROM temporal.current_runs WHERE namespace_id = $1 AND workflow_id = $2");
                await using (command.ConfigureAwait(false))
                {
                    AddText(command, key.NamespaceId);
                    AddText(command, key.WorkflowId);
                    var found = await command.ExecuteScalarAsync(cancel).ConfigureAwait(false);
                    return found is Guid runId ? runId.ToString("D") : null;
                }
            },
            stop).ConfigureAwait(false);

    /// <inheritdoc />
    public ValueTask<IReadOnlyList<HistoryBatch>> ReadHistoryAsync(
        RunKey key, long fromEventId, int batchesMax, CancellationToken stop = default) => ReadBatchesAsync(
        SelectHistory + FromBatchOf, key, fromEventId, batchesMax, stop);

    /// <inheritdoc />
    public ValueTask<IReadOnlyList<HistoryBatch>> ReadHistoryReverseAsync(
        RunKey key, long fromEventId, int batchesMax, CancellationToken stop = default) => ReadBatchesAsync(
        SelectHistory + "AND first_event_id <= $2 ORDER BY first_event_id DESC LIMIT $3", key, fromEventId, batchesMax, stop);

    /// <inheritdoc />
    public async IAsyncEnumerable<ResumableRun> ScanResumableAsync(
        [EnumeratorCancellation] CancellationToken stop = default)
    {
        const string sql = "SELECT namespace_id, workflow_id, run_id, next_timer, has_pending_work FROM temporal.runs " +
            "WHERE next_timer IS NOT NULL OR has_pending_work";
        var runs = await outage.RideOutAsync(
            cancel => RowsAsync(source.CreateCommand(sql), ResumableOf, cancel), stop).ConfigureAwait(false);
        foreach (var run in runs)
        {
            yield return run;
        }
    }

    /// <inheritdoc />
    public async ValueTask<IReadOnlyList<RunKey>> ListClosedBeforeAsync(
        string namespaceId, DateTimeOffset closedBefore, int limit, CancellationToken stop = default) =>
        await outage.RideOutAsync(
            cancel =>
            {
                var command = source.CreateCommand(
                    "SELECT namespace_id, workflow_id, run_id FROM temporal.runs WHERE namespace_id = $1 " +
                    "AND closed_at < $2 ORDER BY closed_at LIMIT $3");
                AddText(command, namespaceId);
                command.Parameters.Add(new NpgsqlParameter<DateTime> { TypedValue = closedBefore.UtcDateTime });
                command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = limit });
                return RowsAsync(command, KeyOf, cancel);
            },
            stop).ConfigureAwait(false);

    /// <inheritdoc />
    public async ValueTask<IReadOnlyList<RunKey>> ListRunsAsync(
        string namespaceId, int limit, CancellationToken stop = default) =>
        await outage.RideOutAsync(
            cancel =>
            {
                // Every run is listed, and the list has an index that begins with the namespace.
                var command = source.CreateCommand(
                    "SELECT namespace_id, workflow_id, run_id FROM temporal.visibility WHERE namespace_id = $1 LIMIT $2");
                AddText(command, namespaceId);
                command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = limit });
                return RowsAsync(command, KeyOf, cancel);
            },
            stop).ConfigureAwait(false);

    private static void AddText(NpgsqlCommand command, string text) =>
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = PgText.Encode(text) });

    private static RunKey KeyOf(NpgsqlDataReader reader) => new(
        PgText.Decode(reader.GetString(0)), PgText.Decode(reader.GetString(1)), reader.GetGuid(2).ToString("D"));

    private static ResumableRun ResumableOf(NpgsqlDataReader reader) => new(
        KeyOf(reader),
        reader.IsDBNull(3) ? null : new DateTimeOffset(reader.GetDateTime(3), TimeSpan.Zero),
        reader.GetBoolean(4));

    private static async Task<List<T>> RowsAsync<T>(
        NpgsqlCommand command, Func<NpgsqlDataReader, T> read, CancellationToken cancel)
    {
        var rows = new List<T>();
        await using (command.ConfigureAwait(false))
        {
            var reader = await command.ExecuteReaderAsync(cancel).ConfigureAwait(false);
            await using (reader.ConfigureAwait(false))
            {
                while (await reader.ReadAsync(cancel).ConfigureAwait(false))
                {
                    rows.Add(read(reader));
                }
            }
        }

        return rows;
    }

    private async ValueTask<IReadOnlyList<HistoryBatch>> ReadBatchesAsync(
        string sql, RunKey key, long fromEventId, int batchesMax, CancellationToken stop)
    {
        if (!Guid.TryParseExact(key.RunId, "D", out var runId))
        {
            return [];
        }

        return await outage.RideOutAsync(
            cancel =>
            {
                var command = source.CreateCommand(sql);
                command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = runId });
                command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = fromEventId });
                command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = batchesMax });
                return RowsAsync(
                    command,
                    r => new HistoryBatch(r.GetInt64(0), r.GetInt64(1), r.GetFieldValue<byte[]>(2)),
                    cancel);
            },
            stop).ConfigureAwait(false);
    }

    /// <summary>State and parts in one round trip, and so of one moment.</summary>
    private async Task<StoredRun?> ReadRunAsync(RunKey key, Guid runId, CancellationToken cancel)
    {
        var batch = source.CreateBatch();
        await using (batch.ConfigureAwait(false))
        {
            var run = CommitBatch.Add(batch, SelectRun);
            run.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = runId });
            run.Parameters.Add(new NpgsqlParameter<string> { TypedValue = PgText.Encode(key.NamespaceId) });
            run.Parameters.Add(new NpgsqlParameter<string> { TypedValue = PgText.Encode(key.WorkflowId) });
            var parts = CommitBatch.Add(batch, SelectParts);
            parts.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = runId });
            var reader = await batch.ExecuteReaderAsync(cancel).ConfigureAwait(false);
            await using (reader.ConfigureAwait(false))
            {
                if (!await reader.ReadAsync(cancel).ConfigureAwait(false))
                {
                    return null;
                }

                var version = reader.GetInt64(0);
                var state = reader.GetFieldValue<byte[]>(1);
                await reader.NextResultAsync(cancel).ConfigureAwait(false);
                var found = new List<RunPart>();
                while (await reader.ReadAsync(cancel).ConfigureAwait(false))
                {
                    found.Add(new RunPart(
                        reader.GetInt32(0), PgText.Decode(reader.GetString(1)), reader.GetFieldValue<byte[]>(2)));
                }

                return new StoredRun(key, version, state, found);
            }
        }
    }
}
