using Google.Protobuf;
using Npgsql;
using Temporal.DevServer.Frontend.Namespaces;
using Temporalio.Api.Enums.V1;
using Temporalio.Api.WorkflowService.V1;

namespace Temporal.DevServer.Persistence.Postgres;

/// <summary>Namespaces in PostgreSQL, each as the message that describes it.</summary>
internal sealed class PostgresNamespaceStore(CommitQueue commits, NpgsqlDataSource source, Outage outage)
    : INamespaceStore
{
    /// <inheritdoc />
    public async Task<IReadOnlyList<NamespaceEntry>> LoadAsync(CancellationToken cancel) =>
        await outage.RideOutAsync(ReadAsync, cancel).ConfigureAwait(false);

    /// <inheritdoc />
    public Task SaveAsync(NamespaceEntry entry, CancellationToken cancel) => commits.AddAsync(
        async (connection, stop) =>
        {
            var command = new NpgsqlCommand(
                "INSERT INTO temporal.namespaces VALUES ($1, $2) " +
                "ON CONFLICT (id) DO UPDATE SET description = EXCLUDED.description", connection);
            await using (command.ConfigureAwait(false))
            {
                command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = entry.Id });
                command.Parameters.Add(
                    new NpgsqlParameter<byte[]> { TypedValue = NamespaceShape.Describe(entry).ToByteArray() });
                await command.ExecuteNonQueryAsync(stop).ConfigureAwait(false);
            }
        });

    /// <inheritdoc />
    public Task RemoveAsync(string id, CancellationToken cancel) => commits.AddAsync(
        async (connection, stop) =>
        {
            var command = new NpgsqlCommand("DELETE FROM temporal.namespaces WHERE id = $1", connection);
            await using (command.ConfigureAwait(false))
            {
                command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = id });
                await command.ExecuteNonQueryAsync(stop).ConfigureAwait(false);
            }
        });

    private static NamespaceEntry Entry(DescribeNamespaceResponse stored)
    {
        var slots = stored.Config.CustomSearchAttributeAliases.ToDictionary(pair => pair.Value, pair => pair.Key);
        return new NamespaceEntry
        {
            Id = stored.NamespaceInfo.Id,
            Name = stored.NamespaceInfo.Name,
            State = stored.NamespaceInfo.State,
            Description = stored.NamespaceInfo.Description,
            OwnerEmail = stored.NamespaceInfo.OwnerEmail,
            Data = stored.NamespaceInfo.Data.ToDictionary(),
            Retention = stored.Config.WorkflowExecutionRetentionTtl.ToTimeSpan(),
            SearchAttributeSlots = slots,
            CustomSearchAttributes = slots.ToDictionary(pair => pair.Key, pair => TypeOfSlot(pair.Value)),
        };
    }

    /// <summary>A slot is called by its type and a number: <c>Keyword01</c>.</summary>
    private static IndexedValueType TypeOfSlot(string slot) =>
        Enum.Parse<IndexedValueType>(slot.TrimEnd("0123456789".ToCharArray()));

    private async Task<List<NamespaceEntry>> ReadAsync(CancellationToken cancel)
    {
        var entries = new List<NamespaceEntry>();
        var command = source.CreateCommand("SELECT description FROM temporal.namespaces");
        await using (command.ConfigureAwait(false))
        {
            var reader = await command.ExecuteReaderAsync(cancel).ConfigureAwait(false);
            await using (reader.ConfigureAwait(false))
            {
                while (await reader.ReadAsync(cancel).ConfigureAwait(false))
                {
                    entries.Add(Entry(DescribeNamespaceResponse.Parser.ParseFrom(reader.GetFieldValue<byte[]>(0))));
                }
            }
        }

        return entries;
    }
}
