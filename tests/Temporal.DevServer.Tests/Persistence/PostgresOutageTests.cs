using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using Sagas.TestSupport;
using Temporal.DevServer.Persistence;
using Temporal.DevServer.Persistence.Postgres;

namespace Temporal.DevServer.Tests.Persistence;

public sealed class PostgresOutageTests
{
    [PostgresFact]
    public async Task Database_KilledUnderLoad_EveryAcknowledgedCommitIsThereOnce()
    {
        await using var cluster = await PostgresCluster.StartAsync();
        await using var storage = await OpenAsync(await cluster.CreateDatabaseAsync());
        var key = new RunKey("ns", "counter", Guid.NewGuid().ToString());
        using var stop = new CancellationTokenSource();
        var acknowledged = 0L;
        var first = new TaskCompletionSource();
        var load = Task.Run(async () =>
        {
            for (var version = 1L; !stop.IsCancellationRequested; version++)
            {
                await storage.Executions.CommitAsync(Set(key, version));
                Volatile.Write(ref acknowledged, version);
                first.TrySetResult();
            }
        });

        await first.Task;
        for (var round = 0; round < 3; round++)
        {
            await cluster.KillAsync();
            await cluster.RestartAsync();
            await storage.Executions.LoadRunAsync(key); // waits until the database answers again
        }

        await stop.CancelAsync();
        await load;

        var events = await storage.Executions.ReadHistoryAsync(key, 1, int.MaxValue);
        events.Select(e => e.FirstEventId).ShouldBe(Enumerable.Range(1, (int)acknowledged).Select(i => (long)i));
        (await storage.Executions.LoadRunAsync(key))!.Version.ShouldBe(acknowledged);
    }

    [PostgresFact]
    public async Task OldServer_AfterAnotherTookOver_CannotWrite()
    {
        await using var cluster = await PostgresCluster.StartAsync();
        var database = await cluster.CreateDatabaseAsync();
        await using var old = await OpenAsync(database);
        var key = new RunKey("ns", "w", Guid.NewGuid().ToString());
        await old.Executions.CommitAsync(Set(key, 1));
        var waiting = OpenAsync(database);

        await CutWriterAsync(database); // as a broken network would, to the old server alone
        await using var taken = await waiting;

        await Should.ThrowAsync<StoreFencedException>(() => old.Executions.CommitAsync(Set(key, 2)));
        (await old.Fenced).Message.ShouldContain("took over");
        (await taken.Executions.LoadRunAsync(key))!.Version.ShouldBe(1);
    }

    /// <summary>Ends the connection that holds the lease, once somebody waits for it.</summary>
    private static async Task CutWriterAsync(string database)
    {
        await using var connection = new NpgsqlConnection(database);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(
            "SELECT pg_terminate_backend(holder.pid) FROM pg_locks waiter JOIN pg_locks holder " +
            "ON holder.locktype = 'advisory' AND holder.granted AND holder.objid = waiter.objid " +
            "WHERE waiter.locktype = 'advisory' AND NOT waiter.granted", connection);
        while (await command.ExecuteScalarAsync() is not true)
        {
            await Task.Yield();
        }
    }

    private static Task<PostgresStorage> OpenAsync(string database) =>
        PostgresStorage.OpenAsync(database, NullLogger.Instance, CancellationToken.None);

    private static ChangeSet Set(RunKey key, long version) => new()
    {
        Changes =
        [
            new RunChange
            {
                Key = key,
                ExpectedVersion = version - 1,
                Version = version,
                State = Encoding.UTF8.GetBytes($"{version}"),
                NewHistory = [new HistoryBatch(version, version, new byte[] { 1 })],
            },
        ],
    };
}
