using Microsoft.Extensions.Logging.Abstractions;
using Sagas.TestSupport;
using Temporal.DevServer.Persistence;
using Temporal.DevServer.Persistence.Postgres;
using Temporal.DevServer.Visibility;

namespace Temporal.DevServer.Tests.Visibility;

/// <summary>The contract again, on PostgreSQL; one database for all its queries.</summary>
public sealed class PostgresVisibilityTests : VisibilityIndexContract, IClassFixture<PostgresVisibilityTests.Filled>
{
    private readonly Filled _filled;

    public PostgresVisibilityTests(Filled filled) => _filled = filled;

    private protected override IVisibilityIndex Index => _filled.Storage.Visibility;

    public sealed class Filled : IAsyncLifetime
    {
        internal PostgresStorage Storage { get; private set; } = null!;

        public async Task InitializeAsync()
        {
            if (PostgresBinaries.SkipReason is not null)
            {
                return;
            }

            var cluster = await PostgresCluster.SharedAsync();
            Storage = await PostgresStorage.OpenAsync(
                await cluster.CreateDatabaseAsync(), NullLogger.Instance, CancellationToken.None);
            var changes = Rows.All.Select(row => new RunChange
            {
                Key = row.Key,
                ExpectedVersion = 0,
                Version = 1,
                State = new byte[] { 1 },
                Visibility = row,
            });
            await Storage.Executions.CommitAsync(new ChangeSet { Changes = [.. changes] });
        }

        public async Task DisposeAsync()
        {
            if (Storage is not null)
            {
                await Storage.DisposeAsync();
            }
        }
    }
}
