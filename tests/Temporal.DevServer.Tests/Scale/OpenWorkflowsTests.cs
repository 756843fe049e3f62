using System.Diagnostics;
using System.Globalization;
using Microsoft.Extensions.Logging.Abstractions;
using Sagas.TestSupport;
using Temporal.DevServer.History;
using Temporal.DevServer.Persistence;
using Temporal.DevServer.Persistence.Postgres;
using Xunit.Abstractions;
using Server = Temporal.DevServer.Tests.History.Server;

namespace Temporal.DevServer.Tests.Scale;

/// <summary>More open workflows than are kept in memory.</summary>
public sealed class OpenWorkflowsTests(ITestOutputHelper output)
{
    private const int Parallel = 64;

    /// <summary>
    /// What an idle open workflow may cost: the entry that wakes it. One that is in memory takes ten times as much.
    /// </summary>
    private const int BytesPerIdleMax = 1_000;

    /// <summary>How many: somewhat more than the cache holds, or as many as <c>SAGAS_OPEN_WORKFLOWS</c> says.</summary>
    private static int Count { get; } = int.TryParse(
        Environment.GetEnvironmentVariable("SAGAS_OPEN_WORKFLOWS"), NumberStyles.None, CultureInfo.InvariantCulture,
        out var count) ? count : Limits.CachedWorkflowsMax + 1_000;

    [PostgresFact]
    public async Task OpenWorkflows_BeyondTheCache_AreInTheStoreAlone()
    {
        var cluster = await PostgresCluster.SharedAsync();
        var database = await cluster.CreateDatabaseAsync();
        var before = Memory();
        await using (var storage = await OpenAsync(database))
        await using (var server = await Server.StartAsync(storage.Executions))
        {
            var began = Stopwatch.GetTimestamp();
            await EachAsync(id => OpenAsync(server, id));
            Tell($"opened in {Stopwatch.GetElapsedTime(began).TotalSeconds:F1} s");

            server.Engine.CachedWorkflows.ShouldBeLessThanOrEqualTo(Limits.CachedWorkflowsMax + Parallel);
            var cached = Limits.CachedWorkflowsMax * 20_000L;
            var used = Memory() - before;
            Tell($"{used / 1_000_000} MB in use, {server.Engine.CachedWorkflows} workflows in memory");
            used.ShouldBeLessThan(cached + ((long)Count * BytesPerIdleMax));
        }

        await using var again = await OpenAsync(database);
        var restarted = Stopwatch.GetTimestamp();
        await using var later = await Server.StartAsync(again.Executions);
        Tell($"resumed in {Stopwatch.GetElapsedTime(restarted).TotalSeconds:F1} s");
        later.Engine.Timers.Count.ShouldBe(Count);
        later.Engine.CachedWorkflows.ShouldBe(0, "none of them has anything to do");
        await later.SignalAsync(id: "w0");
        (await later.TypesAsync(5, "w0")).ShouldBe("6:RunSignaled 7:TaskScheduled");
    }

    private static Task<PostgresStorage> OpenAsync(string database) =>
        PostgresStorage.OpenAsync(database, NullLogger.Instance, CancellationToken.None);

    /// <summary>Starts a workflow and waits with it for a timer of an hour.</summary>
    private static async Task OpenAsync(Server server, string id)
    {
        await server.StartWorkflowAsync(id, request => request.TaskQueue = new() { Name = id });
        await server.CompleteAsync(await server.PollAsync(id), Server.Timer(seconds: 3600));
    }

    private static Task EachAsync(Func<string, Task> work) => System.Threading.Tasks.Parallel.ForAsync(
        0, Count, new ParallelOptions { MaxDegreeOfParallelism = Parallel }, async (i, _) => await work($"w{i}"));

    private static long Memory() => GC.GetTotalMemory(forceFullCollection: true);

    private void Tell(string what) => output.WriteLine($"{Count} open workflows: {what}");
}
