using System.Text.Json;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Npgsql;
using NpgsqlTypes;
using Temporal.DevServer.Visibility;

namespace Temporal.DevServer.Persistence.Postgres;

/// <summary>Writes rows for lists: columns for conditions, and the whole entry as it is shown.</summary>
internal static class VisibilityUpsert
{
    private const long NanosecondsPerSecond = 1_000_000_000;

    private static readonly string[] Columns =
    [
        "run_id", "namespace_id", "workflow_id", "workflow_type", "task_queue", "status", "start_time",
        "execution_time", "close_time", "execution_duration", "history_length", "history_size_bytes",
        "state_transition_count", "parent_workflow_id", "parent_run_id", "root_workflow_id", "root_run_id",
        "attributes", "info",
    ];

    private static readonly string Sql =
        $"INSERT INTO temporal.visibility ({string.Join(", ", Columns)}) SELECT * FROM unnest(" +
        string.Join(", ", Columns.Select((_, i) => $"${i + 1}")) + ") ON CONFLICT (run_id) DO UPDATE SET " +
        string.Join(", ", Columns.Skip(1).Select(name => $"{name} = EXCLUDED.{name}"));

    /// <summary>Adds the statement for these rows, if any.</summary>
    public static void Add(NpgsqlBatch batch, VisibilityRecord[] rows)
    {
        if (rows.Length == 0)
        {
            return;
        }

        var command = CommitBatch.Add(batch, Sql);
        CommitBatch.Column(command, NpgsqlDbType.Uuid, rows.Select(r => CommitBatch.RunId(r.Key)));
        Text(command, rows, r => r.Key.NamespaceId);
        Text(command, rows, r => r.Key.WorkflowId);
        Text(command, rows, r => r.WorkflowType);
        Text(command, rows, r => r.TaskQueue);
        Text(command, rows, r => r.Status.ToString());
        CommitBatch.Column(command, NpgsqlDbType.Bigint, rows.Select(r => PageKey.Nanoseconds(r.StartTime)));
        CommitBatch.Column(command, NpgsqlDbType.Bigint, rows.Select(r => PageKey.Nanoseconds(r.ExecutionTime)));
        CommitBatch.Column(command, NpgsqlDbType.Bigint, rows.Select(r => Nanoseconds(r.CloseTime)));
        CommitBatch.Column(command, NpgsqlDbType.Bigint, rows.Select(r => Nanoseconds(r.ExecutionDuration)));
        CommitBatch.Column(command, NpgsqlDbType.Bigint, rows.Select(r => r.HistoryLength));
        CommitBatch.Column(command, NpgsqlDbType.Bigint, rows.Select(r => r.HistorySizeBytes));
        CommitBatch.Column(command, NpgsqlDbType.Bigint, rows.Select(r => r.StateTransitionCount));
        Text(command, rows, r => r.Parent?.WorkflowId);
        Text(command, rows, r => r.Parent?.RunId);
        Text(command, rows, r => r.Root.WorkflowId);
        Text(command, rows, r => r.Root.RunId);
        CommitBatch.Column(command, NpgsqlDbType.Jsonb, rows.Select(Attributes));
        CommitBatch.Column(command, NpgsqlDbType.Bytea, rows.Select(r => StoredInfo.Of(r).ToByteArray()));
    }

    private static void Text(
        NpgsqlBatchCommand command, VisibilityRecord[] rows, Func<VisibilityRecord, string?> value) =>
        CommitBatch.Column(
            command, NpgsqlDbType.Text, rows.Select(r => value(r) is { } text ? PgText.Encode(text) : null));

    private static long? Nanoseconds(Timestamp? time) => time is null ? null : PageKey.Nanoseconds(time);

    private static long? Nanoseconds(Duration? duration) =>
        duration is null ? null : (duration.Seconds * NanosecondsPerSecond) + duration.Nanos;

    private static string Attributes(VisibilityRecord record)
    {
        if (record.SearchAttributes.IndexedFields.Count == 0)
        {
            return "{}";
        }

        var values = AttributeValues.Decode(record.SearchAttributes)
            .ToDictionary(pair => PgText.Encode(pair.Key), pair => Encode(pair.Value));
        return JsonSerializer.Serialize(values);
    }

    private static object Encode(object value) => value switch
    {
        string text => PgText.Encode(text),
        List<string> list => list.Select(PgText.Encode).ToList(),
        _ => value,
    };
}
