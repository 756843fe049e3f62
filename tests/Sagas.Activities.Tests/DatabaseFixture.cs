using Npgsql;
using Sagas.Effects;
using Sagas.Storage;
using Sagas.TestSupport;

namespace Sagas.Activities.Tests;

[CollectionDefinition(Name)]
public sealed class DatabaseCollection : ICollectionFixture<DatabaseFixture>, ICollectionFixture<ProviderFixture>
{
    public const string Name = "database";
}

/// <summary>A real PostgreSQL, with one migrated database for all tests and as many empty ones as asked for.</summary>
public sealed class DatabaseFixture : IAsyncLifetime
{
    public NpgsqlDataSource Database { get; private set; } = null!;

    public GroupCommitter Effects { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        Database = await CreateEmptyDatabaseAsync();
        await Migrator.MigrateAsync(Database);
        Effects = new GroupCommitter(Database);
    }

    public async Task DisposeAsync()
    {
        await Effects.DisposeAsync();
        await Database.DisposeAsync();
    }

    public async Task<NpgsqlDataSource> CreateEmptyDatabaseAsync()
    {
        var cluster = await PostgresCluster.SharedAsync();
        return SagasDatabase.Open(await cluster.CreateDatabaseAsync(), "tests", poolMax: 40);
    }

    /// <summary>A fresh event with seats A-1…A-n.</summary>
    public async Task<string> NewEventAsync(int seats = 10)
    {
        var id = $"ev-{Guid.NewGuid():N}"[..20];
        await DemoSeed.SeedEventAsync(Database, new EventSeed(id, "An Evening", Sections: 1, SeatsPerSection: seats));
        return id;
    }

    public async Task<T> ScalarAsync<T>(string sql, params object[] values)
    {
        await using var command = Database.CreateCommand(sql);
        foreach (var value in values)
        {
            command.Parameters.Add(new NpgsqlParameter { Value = value });
        }

        return (T)(await command.ExecuteScalarAsync())!;
    }

    public async Task<IReadOnlyList<string>> FactsAsync(string bookingId)
    {
        await using var command = Database.CreateCommand(
            "select type from bookings.fact_view where booking_id = $1 order by sequence");
        command.Parameters.Add(new NpgsqlParameter { Value = bookingId });
        await using var reader = await command.ExecuteReaderAsync();
        var types = new List<string>();
        while (await reader.ReadAsync())
        {
            types.Add(reader.GetString(0));
        }

        return types;
    }
}
