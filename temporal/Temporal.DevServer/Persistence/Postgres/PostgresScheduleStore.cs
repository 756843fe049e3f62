using System.Text;
using Google.Protobuf;
using Npgsql;
using Temporal.DevServer.Schedules;
using Temporal.DevServer.State;

namespace Temporal.DevServer.Persistence.Postgres;

/// <summary>Schedules in PostgreSQL. Ids are bytes: a caller's id may hold characters that text cannot.</summary>
internal sealed class PostgresScheduleStore(CommitQueue commits, NpgsqlDataSource source, Outage outage) : IScheduleStore
{
    /// <inheritdoc/>
    public async Task<IReadOnlyList<StoredSchedule>> LoadAsync(CancellationToken cancel) =>
        await outage.RideOutAsync(ReadAsync, cancel).ConfigureAwait(false);

    /// <inheritdoc/>
    public Task SaveAsync(StoredSchedule schedule)
    {
        var data = schedule.ToByteArray();
        return ExecuteAsync(
            "INSERT INTO temporal.schedules VALUES ($1, $2, $3) " +
            "ON CONFLICT (namespace_id, schedule_id) DO UPDATE SET data = EXCLUDED.data",
            schedule.NamespaceId, schedule.ScheduleId, data);
    }

    /// <inheritdoc/>
    public Task RemoveAsync(string namespaceId, string scheduleId) => ExecuteAsync(
        "DELETE FROM temporal.schedules WHERE namespace_id = $1 AND schedule_id = $2", namespaceId, scheduleId, null);

    private Task ExecuteAsync(string sql, string namespaceId, string scheduleId, byte[]? data) => commits.AddAsync(
        async (connection, stop) =>
        {
            var command = new NpgsqlCommand(sql, connection);
            await using (command.ConfigureAwait(false))
            {
                command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = namespaceId });
                command.Parameters.Add(
                    new NpgsqlParameter<byte[]> { TypedValue = Encoding.UTF8.GetBytes(scheduleId) });
                if (data is not null)
                {
                    command.Parameters.Add(new NpgsqlParameter<byte[]> { TypedValue = data });
                }

                await command.ExecuteNonQueryAsync(stop).ConfigureAwait(false);
            }
        });

    private async Task<List<StoredSchedule>> ReadAsync(CancellationToken cancel)
    {
        var schedules = new List<StoredSchedule>();
        var command = source.CreateCommand("SELECT data FROM temporal.schedules");
        await using (command.ConfigureAwait(false))
        {
            var reader = await command.ExecuteReaderAsync(cancel).ConfigureAwait(false);
            await using (reader.ConfigureAwait(false))
            {
                while (await reader.ReadAsync(cancel).ConfigureAwait(false))
                {
                    schedules.Add(StoredSchedule.Parser.ParseFrom(reader.GetFieldValue<byte[]>(0)));
                }
            }
        }

        return schedules;
    }
}
