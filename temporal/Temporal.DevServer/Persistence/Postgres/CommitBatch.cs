using Npgsql;
using NpgsqlTypes;

namespace Temporal.DevServer.Persistence.Postgres;

/// <summary>
/// The statements of a group. They go over in one round trip, and without an explicit transaction PostgreSQL makes them
/// one: a single flush to disk for the whole group. The texts never change, so each is prepared once. What a run that goes
/// alone writes has texts of its own, which take PostgreSQL half as long.
/// </summary>
internal static class CommitBatch
{
    private const string InsertRuns =
        "INSERT INTO temporal.runs (run_id, namespace_id, workflow_id, version, state, next_timer, has_pending_work, " +
        "closed_at) SELECT * FROM unnest($1, $2, $3, $4, $5, $6, $7, $8)";

    private const string UpdateRuns =
        "WITH u AS (UPDATE temporal.runs r SET version = n.version, state = n.state, next_timer = n.next_timer, " +
        "has_pending_work = n.has_pending_work, closed_at = n.closed_at FROM unnest($1, $2, $3, $4, $5, $6, $7) " +
        "AS n(run_id, expected, version, state, next_timer, has_pending_work, closed_at) " +
        "WHERE r.run_id = n.run_id AND r.version = n.expected RETURNING 1) " +
        "SELECT temporal.require_all(count(*), cardinality($1)) FROM u";

    private const string UpdateRun = "SELECT temporal.update_run($1, $2, $3, $4, $5, $6, $7)";

    private const string UpsertCurrent =
        "INSERT INTO temporal.current_runs SELECT * FROM unnest($1, $2, $3) " +
        "ON CONFLICT (namespace_id, workflow_id) DO UPDATE SET run_id = EXCLUDED.run_id";

    private const string InsertHistory = "INSERT INTO temporal.history SELECT * FROM unnest($1, $2, $3, $4)";

    private const string InsertHistoryBatch = "INSERT INTO temporal.history VALUES ($1, $2, $3, $4)";

    private const string UpsertParts =
        "INSERT INTO temporal.run_parts SELECT * FROM unnest($1, $2, $3, $4) " +
        "ON CONFLICT (run_id, kind, id) DO UPDATE SET data = EXCLUDED.data";

    private const string DeleteParts =
        "DELETE FROM temporal.run_parts p USING unnest($1, $2, $3) AS n(run_id, kind, id) " +
        "WHERE p.run_id = n.run_id AND p.kind = n.kind AND p.id = n.id";

    private static readonly string[] RemoveStatements =
    [
        "DELETE FROM temporal.current_runs c USING unnest($1, $2, $3) AS n(run_id, namespace_id, workflow_id) " +
        "WHERE c.namespace_id = n.namespace_id AND c.workflow_id = n.workflow_id AND c.run_id = n.run_id",
        "DELETE FROM temporal.visibility WHERE run_id = ANY($1)",
        "DELETE FROM temporal.history WHERE run_id = ANY($1)",
        "DELETE FROM temporal.run_parts WHERE run_id = ANY($1)",
        "DELETE FROM temporal.runs WHERE run_id = ANY($1)",
    ];

    /// <summary>Fills a batch with what a group writes; statements with nothing to do are left out.</summary>
    public static void Fill(NpgsqlBatch batch, CommitGroup group)
    {
        var writes = group.Writes.Values;
        AddInserts(batch, [.. writes.Where(w => w.ExpectedVersion == 0)]);
        AddUpdates(batch, [.. writes.Where(w => w.ExpectedVersion != 0)]);
        AddCurrent(batch, [.. writes.Where(w => w.BecomesCurrent)]);
        AddHistory(batch, [.. writes.SelectMany(w => w.History.Select(h => (RunId(w.Last.Key), h)))]);
        AddParts(batch, [.. writes.SelectMany(w => w.Parts.Values.Select(p => (RunId(w.Last.Key), p)))]);
        VisibilityUpsert.Add(batch, [.. writes.Select(w => w.Visibility).OfType<Visibility.VisibilityRecord>()]);
        AddRemovals(batch, [.. group.Removals]);
    }

    /// <summary>The run id as PostgreSQL keeps it.</summary>
    internal static Guid RunId(RunKey key) => Guid.ParseExact(key.RunId, "D");

    /// <summary>Adds one column of a statement that writes many rows.</summary>
    internal static void Column<T>(NpgsqlBatchCommand command, NpgsqlDbType type, IEnumerable<T> values) =>
        command.Parameters.Add(new NpgsqlParameter<T[]>
        {
            TypedValue = [.. values],
            NpgsqlDbType = NpgsqlDbType.Array | type,
        });

    private static void Value<T>(NpgsqlBatchCommand command, NpgsqlDbType type, T value) =>
        command.Parameters.Add(new NpgsqlParameter<T> { TypedValue = value, NpgsqlDbType = type });

    internal static NpgsqlBatchCommand Add(NpgsqlBatch batch, string sql)
    {
        var command = new NpgsqlBatchCommand(sql);
        batch.BatchCommands.Add(command);
        return command;
    }

    private static void AddInserts(NpgsqlBatch batch, RunWrite[] writes)
    {
        if (writes.Length == 0)
        {
            return;
        }

        var command = Add(batch, InsertRuns);
        Column(command, NpgsqlDbType.Uuid, writes.Select(w => RunId(w.Last.Key)));
        Column(command, NpgsqlDbType.Text, writes.Select(w => PgText.Encode(w.Last.Key.NamespaceId)));
        Column(command, NpgsqlDbType.Text, writes.Select(w => PgText.Encode(w.Last.Key.WorkflowId)));
        Column(command, NpgsqlDbType.Bigint, writes.Select(w => w.Last.Version));
        AddStateColumns(command, writes);
    }

    private static void AddUpdates(NpgsqlBatch batch, RunWrite[] writes)
    {
        if (writes.Length == 0)
        {
            return;
        }

        if (writes is [var alone])
        {
            AddUpdate(batch, alone);
            return;
        }

        var command = Add(batch, UpdateRuns);
        Column(command, NpgsqlDbType.Uuid, writes.Select(w => RunId(w.Last.Key)));
        Column(command, NpgsqlDbType.Bigint, writes.Select(w => w.ExpectedVersion));
        Column(command, NpgsqlDbType.Bigint, writes.Select(w => w.Last.Version));
        AddStateColumns(command, writes);
    }

    private static void AddUpdate(NpgsqlBatch batch, RunWrite write)
    {
        var command = Add(batch, UpdateRun);
        Value(command, NpgsqlDbType.Uuid, RunId(write.Last.Key));
        Value(command, NpgsqlDbType.Bigint, write.ExpectedVersion);
        Value(command, NpgsqlDbType.Bigint, write.Last.Version);
        Value(command, NpgsqlDbType.Bytea, write.Last.State);
        Value(command, NpgsqlDbType.TimestampTz, write.Last.NextTimer?.UtcDateTime);
        Value(command, NpgsqlDbType.Boolean, write.Last.HasPendingWork);
        Value(command, NpgsqlDbType.TimestampTz, write.Last.ClosedAt?.UtcDateTime);
    }

    private static void AddStateColumns(NpgsqlBatchCommand command, RunWrite[] writes)
    {
        Column(command, NpgsqlDbType.Bytea, writes.Select(w => w.Last.State));
        Column(command, NpgsqlDbType.TimestampTz, writes.Select(w => w.Last.NextTimer?.UtcDateTime));
        Column(command, NpgsqlDbType.Boolean, writes.Select(w => w.Last.HasPendingWork));
        Column(command, NpgsqlDbType.TimestampTz, writes.Select(w => w.Last.ClosedAt?.UtcDateTime));
    }

    private static void AddCurrent(NpgsqlBatch batch, RunWrite[] writes)
    {
        if (writes.Length == 0)
        {
            return;
        }

        var command = Add(batch, UpsertCurrent);
        Column(command, NpgsqlDbType.Text, writes.Select(w => PgText.Encode(w.Last.Key.NamespaceId)));
        Column(command, NpgsqlDbType.Text, writes.Select(w => PgText.Encode(w.Last.Key.WorkflowId)));
        Column(command, NpgsqlDbType.Uuid, writes.Select(w => RunId(w.Last.Key)));
    }

    private static void AddHistory(NpgsqlBatch batch, (Guid RunId, HistoryBatch Batch)[] rows)
    {
        if (rows.Length == 0)
        {
            return;
        }

        if (rows is [var alone])
        {
            AddHistory(batch, alone);
            return;
        }

        var command = Add(batch, InsertHistory);
        Column(command, NpgsqlDbType.Uuid, rows.Select(r => r.RunId));
        Column(command, NpgsqlDbType.Bigint, rows.Select(r => r.Batch.FirstEventId));
        Column(command, NpgsqlDbType.Bigint, rows.Select(r => r.Batch.LastEventId));
        Column(command, NpgsqlDbType.Bytea, rows.Select(r => r.Batch.Events));
    }

    private static void AddHistory(NpgsqlBatch batch, (Guid RunId, HistoryBatch Batch) row)
    {
        var command = Add(batch, InsertHistoryBatch);
        Value(command, NpgsqlDbType.Uuid, row.RunId);
        Value(command, NpgsqlDbType.Bigint, row.Batch.FirstEventId);
        Value(command, NpgsqlDbType.Bigint, row.Batch.LastEventId);
        Value(command, NpgsqlDbType.Bytea, row.Batch.Events);
    }

    private static void AddParts(NpgsqlBatch batch, (Guid RunId, RunPart Part)[] rows)
    {
        var kept = rows.Where(r => r.Part.Data is not null).ToArray();
        if (kept.Length > 0)
        {
            var command = AddPartKeys(batch, UpsertParts, kept);
            Column(command, NpgsqlDbType.Bytea, kept.Select(r => r.Part.Data!.Value));
        }

        var gone = rows.Where(r => r.Part.Data is null).ToArray();
        if (gone.Length > 0)
        {
            AddPartKeys(batch, DeleteParts, gone);
        }
    }

    private static NpgsqlBatchCommand AddPartKeys(NpgsqlBatch batch, string sql, (Guid RunId, RunPart Part)[] rows)
    {
        var command = Add(batch, sql);
        Column(command, NpgsqlDbType.Uuid, rows.Select(r => r.RunId));
        Column(command, NpgsqlDbType.Integer, rows.Select(r => r.Part.Kind));
        Column(command, NpgsqlDbType.Text, rows.Select(r => PgText.Encode(r.Part.Id)));
        return command;
    }

    private static void AddRemovals(NpgsqlBatch batch, RunKey[] keys)
    {
        if (keys.Length == 0)
        {
            return;
        }

        foreach (var sql in RemoveStatements)
        {
            var command = Add(batch, sql);
            Column(command, NpgsqlDbType.Uuid, keys.Select(RunId));
            if (sql == RemoveStatements[0])
            {
                Column(command, NpgsqlDbType.Text, keys.Select(k => PgText.Encode(k.NamespaceId)));
                Column(command, NpgsqlDbType.Text, keys.Select(k => PgText.Encode(k.WorkflowId)));
            }
        }
    }
}
