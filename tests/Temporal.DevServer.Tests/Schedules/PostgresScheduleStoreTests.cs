using Microsoft.Extensions.Logging.Abstractions;
using Sagas.TestSupport;
using Temporal.DevServer.Persistence.Postgres;
using Temporal.DevServer.State;

namespace Temporal.DevServer.Tests.Schedules;

public sealed class PostgresScheduleStoreTests
{
    [PostgresFact]
    public async Task Store_Reopened_HasWhatWasSavedLast()
    {
        var database = await (await PostgresCluster.SharedAsync()).CreateDatabaseAsync();
        var first = new StoredSchedule { NamespaceId = "ns", ScheduleId = "a\0", ConflictToken = 1 };
        var second = new StoredSchedule { NamespaceId = "ns", ScheduleId = "b" };
        await using (var storage = await PostgresStorage.OpenAsync(database, NullLogger.Instance, default))
        {
            await storage.Schedules.SaveAsync(first);
            await storage.Schedules.SaveAsync(second);
            first.ConflictToken = 2;
            await storage.Schedules.SaveAsync(first);
            await storage.Schedules.RemoveAsync("ns", "b");
        }

        await using var again = await PostgresStorage.OpenAsync(database, NullLogger.Instance, default);

        (await again.Schedules.LoadAsync(default)).ShouldBe([first]);
    }
}
