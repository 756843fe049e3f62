using Npgsql;
using Sagas.Contracts.Sagas;
using Sagas.Storage;
using Sagas.TestSupport;
using Temporal.DevServer;
using Temporalio.Api.Enums.V1;

namespace Sagas.Workers.Tests;

[CollectionDefinition(Name)]
public sealed class SurroundingsCollection : ICollectionFixture<Surroundings>
{
    public const string Name = "surroundings";
}

/// <summary>Everything that a worker needs around it: a migrated database, a Temporal server.</summary>
public sealed class Surroundings : IAsyncLifetime
{
    private DevServerHost _temporal = null!;

    public string DatabaseUrl { get; private set; } = "";

    public NpgsqlDataSource Database { get; private set; } = null!;

    public string TemporalAddress => _temporal.Address;

    public async Task InitializeAsync()
    {
        DatabaseUrl = await (await PostgresCluster.SharedAsync()).CreateDatabaseAsync();
        Database = SagasDatabase.Open(DatabaseUrl, "tests");
        await Migrator.MigrateAsync(Database);
        await DemoSeed.SeedEventAsync(Database, new EventSeed("demo", "Demo Night", Sections: 1, SeatsPerSection: 500));
        _temporal = await DevServerHost.StartAsync(
            new DevServerOptions
            {
                Port = 0,
                SearchAttributes = new Dictionary<string, IndexedValueType>
                {
                    [SearchAttributeNames.SagaState] = IndexedValueType.Keyword,
                    [SearchAttributeNames.SagaStep] = IndexedValueType.Keyword,
                    [SearchAttributeNames.EventId] = IndexedValueType.Keyword,
                    [SearchAttributeNames.MoneyAtRisk] = IndexedValueType.Int,
                },
            },
            CancellationToken.None);
    }

    public async Task DisposeAsync()
    {
        await _temporal.DisposeAsync();
        await Database.DisposeAsync();
    }
}
