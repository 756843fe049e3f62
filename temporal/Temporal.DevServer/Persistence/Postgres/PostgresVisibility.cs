using Npgsql;
using Temporal.DevServer.Visibility;
using Temporal.DevServer.Visibility.Query;
using Temporalio.Api.Enums.V1;
using Temporalio.Api.Workflow.V1;

namespace Temporal.DevServer.Persistence.Postgres;

/// <summary>Lists and counts by SQL on what commits wrote.</summary>
internal sealed class PostgresVisibility(NpgsqlDataSource source, Outage outage) : IVisibilityIndex
{
    private const string Close = "coalesce(close_time, 9223372036854775807)";

    /// <inheritdoc />
    public Task<IReadOnlyList<VisibilityRecord>> ListAsync(
        string namespaceId, Predicate where, PageKey? after, int size, CancellationToken cancel) =>
        outage.RideOutAsync(stop => ReadAsync(namespaceId, where, after, size, stop), cancel);

    /// <inheritdoc />
    public Task<IReadOnlyDictionary<WorkflowExecutionStatus, long>> CountAsync(
        string namespaceId, Predicate where, CancellationToken cancel) =>
        outage.RideOutAsync(stop => GroupAsync(namespaceId, where, stop), cancel);

    private static string Condition(NpgsqlCommand command, string namespaceId, Predicate where)
    {
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = PgText.Encode(namespaceId) });
        return $"namespace_id = $1 AND {PredicateSql.Write(where, command.Parameters)}";
    }

    private async Task<IReadOnlyList<VisibilityRecord>> ReadAsync(
        string namespaceId, Predicate where, PageKey? after, int size, CancellationToken stop)
    {
        var command = source.CreateCommand();
        await using (command.ConfigureAwait(false))
        {
            command.CommandText = $"SELECT info FROM temporal.visibility WHERE {Condition(command, namespaceId, where)}" +
                $"{Behind(command, after)} ORDER BY {Close} DESC, start_time DESC, run_id LIMIT {size}";
            var page = new List<VisibilityRecord>();
            var reader = await command.ExecuteReaderAsync(stop).ConfigureAwait(false);
            await using (reader.ConfigureAwait(false))
            {
                while (await reader.ReadAsync(stop).ConfigureAwait(false))
                {
                    var info = WorkflowExecutionInfo.Parser.ParseFrom(reader.GetFieldValue<byte[]>(0));
                    page.Add(StoredInfo.Record(namespaceId, info));
                }
            }

            return page;
        }
    }

    private static string Behind(NpgsqlCommand command, PageKey? after)
    {
        if (after is not { } last || !Guid.TryParse(last.RunId, out var runId))
        {
            return "";
        }

        var first = command.Parameters.Count + 1;
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = last.Close });
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = last.Start });
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = runId });
        return $" AND {Close} <= ${first} AND ({Close} < ${first} OR start_time < ${first + 1} " +
            $"OR (start_time = ${first + 1} AND run_id > ${first + 2}))";
    }

    private async Task<IReadOnlyDictionary<WorkflowExecutionStatus, long>> GroupAsync(
        string namespaceId, Predicate where, CancellationToken stop)
    {
        var command = source.CreateCommand();
        await using (command.ConfigureAwait(false))
        {
            command.CommandText = "SELECT status, count(*) FROM temporal.visibility WHERE " +
                $"{Condition(command, namespaceId, where)} GROUP BY status";
            var counts = new Dictionary<WorkflowExecutionStatus, long>();
            var reader = await command.ExecuteReaderAsync(stop).ConfigureAwait(false);
            await using (reader.ConfigureAwait(false))
            {
                while (await reader.ReadAsync(stop).ConfigureAwait(false))
                {
                    counts[Enum.Parse<WorkflowExecutionStatus>(reader.GetString(0))] = reader.GetInt64(1);
                }
            }

            return counts;
        }
    }
}
