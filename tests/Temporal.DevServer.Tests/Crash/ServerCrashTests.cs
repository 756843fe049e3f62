using System.Globalization;
using Sagas.TestSupport;
using Temporal.DevServer.Tests.Grpc;
using Temporalio.Api.Common.V1;
using Temporalio.Api.Enums.V1;
using Temporalio.Api.History.V1;
using Temporalio.Api.WorkflowService.V1;

namespace Temporal.DevServer.Tests.Crash;

public sealed class ServerCrashTests
{
    private const int Clients = 8;
    private const int KillsByDefault = 10;
    private const int WorkflowsBetweenKillsMax = 40;

    /// <summary>How often the server dies: a few times, or as often as <c>SAGAS_SERVER_KILLS</c> says.</summary>
    private static int Kills { get; } = int.TryParse(
        Environment.GetEnvironmentVariable("SAGAS_SERVER_KILLS"), NumberStyles.None, CultureInfo.InvariantCulture,
        out var kills) ? kills : KillsByDefault;

    [PostgresFact]
    public async Task Server_KilledUnderLoad_HasAllThatClientsWereTold()
    {
        await using var cluster = await PostgresCluster.StartAsync();
        await using var server = new ServerProcess(await cluster.CreateDatabaseAsync());
        await server.StartAsync();
        using var stop = new CancellationTokenSource();
        var clients = Enumerable.Range(0, Clients)
            .Select(i => new LoadClient(server.Address, $"client{i}", stop.Token)).ToList();
        var load = clients.Select(client => Task.Run(client.RunAsync)).ToList();

        var random = new Random(Kills);
        for (var kill = 1; kill <= Kills; kill++)
        {
            var next = clients.Sum(c => c.Workflows.Count) + random.Next(1, WorkflowsBetweenKillsMax);
            await WaitForAsync(() => clients.Sum(c => c.Workflows.Count) >= next, load);
            await server.KillAsync();
            await server.StartAsync();
        }

        await stop.CancelAsync();
        await Task.WhenAll(load).ContinueWith(_ => { }, TaskScheduler.Default);
        load.ShouldAllBe(task => task.IsCompletedSuccessfully || task.IsCanceled);
        using var reader = new GrpcTestClient(server.Address);
        foreach (var (id, told) in clients.SelectMany(c => c.Workflows).Where(w => w.Value.RunId.Length > 0))
        {
            await VerifyAsync(reader, id, told);
        }

        (await server.TerminateAsync()).ShouldBe(0);
        clients.ForEach(c => c.Dispose());
    }

    private static async Task WaitForAsync(Func<bool> condition, List<Task> load)
    {
        while (!condition())
        {
            load.ShouldAllBe(task => !task.IsCompleted);
            await Task.Delay(20);
        }
    }

    private static async Task VerifyAsync(GrpcTestClient reader, string id, Told told)
    {
        var history = await reader.CallAsync<GetWorkflowExecutionHistoryResponse>(
            new GetWorkflowExecutionHistoryRequest
            {
                Namespace = "default",
                Execution = new WorkflowExecution { WorkflowId = id, RunId = told.RunId },
            });
        var events = history.History.Events;
        events.Select(e => e.EventId).ShouldBe(Enumerable.Range(1, events.Count).Select(i => (long)i), id);
        var signals = events.Where(e => e.EventType == EventType.WorkflowExecutionSignaled)
            .Select(e => e.WorkflowExecutionSignaledEventAttributes.SignalName).ToList();
        signals.Take(told.Signals.Count).ShouldBe(told.Signals, id);
        signals.ShouldBe(signals.Distinct(), id);
        if (told.Completed)
        {
            IsClosed(events[^1]).ShouldBeTrue(id);
        }
    }

    private static bool IsClosed(HistoryEvent last) => last.EventType == EventType.WorkflowExecutionCompleted;
}
