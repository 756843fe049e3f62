using System.Text;
using Google.Protobuf;
using Npgsql;

namespace Temporal.DevServer.Persistence.Postgres;

/// <summary>
/// Records of one kind in a table of their own. Ids are bytes: a caller's id may hold characters that text cannot.
/// </summary>
/// <param name="commits">Writes.</param>
/// <param name="source">Reads.</param>
/// <param name="outage">Waits while the database is away.</param>
/// <param name="table">Its columns are the namespace id, the record's id and the record.</param>
/// <param name="idColumn">Name of the second column.</param>
/// <param name="keyOf">Namespace id and id of a record.</param>
/// <param name="parser">Reads a record.</param>
internal sealed class PostgresRecordStore<T>(
    CommitQueue commits, NpgsqlDataSource source, Outage outage, string table, string idColumn,
    Func<T, (string NamespaceId, string Id)> keyOf, MessageParser<T> parser) : IRecordStore<T>
    where T : IMessage<T>
{
    /// <inheritdoc/>
    public async Task<IReadOnlyList<T>> LoadAsync(CancellationToken cancel) =>
        await outage.RideOutAsync(ReadAsync, cancel).ConfigureAwait(false);

    /// <inheritdoc/>
    public Task SaveAsync(T record)
    {
        var data = record.ToByteArray();
        var (namespaceId, id) = keyOf(record);
        return ExecuteAsync(
            $"INSERT INTO {table} VALUES ($1, $2, $3) " +
            $"ON CONFLICT (namespace_id, {idColumn}) DO UPDATE SET data = EXCLUDED.data", namespaceId, id, data);
    }

    /// <inheritdoc/>
    public Task RemoveAsync(string namespaceId, string id) => ExecuteAsync(
        $"DELETE FROM {table} WHERE namespace_id = $1 AND {idColumn} = $2", namespaceId, id, null);

    private Task ExecuteAsync(string sql, string namespaceId, string id, byte[]? data) => commits.AddAsync(
        async (connection, stop) =>
        {
            var command = new NpgsqlCommand(sql, connection);
            await using (command.ConfigureAwait(false))
            {
                command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = namespaceId });
                command.Parameters.Add(new NpgsqlParameter<byte[]> { TypedValue = Encoding.UTF8.GetBytes(id) });
                if (data is not null)
                {
                    command.Parameters.Add(new NpgsqlParameter<byte[]> { TypedValue = data });
                }

                await command.ExecuteNonQueryAsync(stop).ConfigureAwait(false);
            }
        });

    private async Task<List<T>> ReadAsync(CancellationToken cancel)
    {
        var records = new List<T>();
        var command = source.CreateCommand($"SELECT data FROM {table}");
        await using (command.ConfigureAwait(false))
        {
            var reader = await command.ExecuteReaderAsync(cancel).ConfigureAwait(false);
            await using (reader.ConfigureAwait(false))
            {
                while (await reader.ReadAsync(cancel).ConfigureAwait(false))
                {
                    records.Add(parser.ParseFrom(reader.GetFieldValue<byte[]>(0)));
                }
            }
        }

        return records;
    }
}
