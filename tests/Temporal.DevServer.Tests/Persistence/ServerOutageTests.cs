using Sagas.TestSupport;
using Temporal.DevServer.Tests.Grpc;
using Temporalio.Api.Enums.V1;
using Temporalio.Api.WorkflowService.V1;

namespace Temporal.DevServer.Tests.Persistence;

public sealed class ServerOutageTests
{
    private const string Patience = "60S";

    [PostgresFact]
    public async Task Server_DatabaseStoppedForAWhile_AnswersWhenItIsBack()
    {
        await using var cluster = await PostgresCluster.StartAsync();
        var options = new DevServerOptions { Database = await cluster.CreateDatabaseAsync() };
        await using var server = await DevServerHost.StartAsync(options, default);
        using var client = new GrpcTestClient(server.Address);
        await StartAsync(client, "before");

        await cluster.StopAsync();
        var start = StartAsync(client, "during");
        var signal = SignalAsync(client, "before");
        var count = client.CallAsync<CountWorkflowExecutionsResponse>(
            new CountWorkflowExecutionsRequest { Namespace = "default" }, timeout: Patience);
        start.IsCompleted.ShouldBeFalse();
        await cluster.RestartAsync();

        await start;
        await signal;
        (await count).Count.ShouldBeGreaterThanOrEqualTo(1);
        var history = await client.CallAsync<GetWorkflowExecutionHistoryResponse>(
            new GetWorkflowExecutionHistoryRequest { Namespace = "default", Execution = new() { WorkflowId = "before" } });
        history.History.Events.Count(e => e.EventType == EventType.WorkflowExecutionSignaled).ShouldBe(1);
    }

    [PostgresFact]
    public async Task SecondServer_OnTheSameDatabase_WaitsUntilTheFirstHasEnded()
    {
        var cluster = await PostgresCluster.SharedAsync();
        var options = new DevServerOptions { Database = await cluster.CreateDatabaseAsync() };
        Task<DevServerHost> second;
        await using (var first = await DevServerHost.StartAsync(options, default))
        {
            using var client = new GrpcTestClient(first.Address);
            second = DevServerHost.StartAsync(options, default);
            await StartAsync(client, "w");
            second.IsCompleted.ShouldBeFalse();
        }

        await using var server = await second;
        using var reader = new GrpcTestClient(server.Address);
        (await reader.CallAsync<CountWorkflowExecutionsResponse>(
            new CountWorkflowExecutionsRequest { Namespace = "default" })).Count.ShouldBe(1);
    }

    private static Task<StartWorkflowExecutionResponse> StartAsync(GrpcTestClient client, string id) =>
        client.CallAsync<StartWorkflowExecutionResponse>(
            new StartWorkflowExecutionRequest
            {
                Namespace = "default",
                WorkflowId = id,
                WorkflowType = new() { Name = "type" },
                TaskQueue = new() { Name = "queue" },
                RequestId = id,
            },
            timeout: Patience);

    private static Task<SignalWorkflowExecutionResponse> SignalAsync(GrpcTestClient client, string id) =>
        client.CallAsync<SignalWorkflowExecutionResponse>(
            new SignalWorkflowExecutionRequest
            {
                Namespace = "default",
                WorkflowExecution = new() { WorkflowId = id },
                SignalName = "signal",
                RequestId = "signal",
            },
            timeout: Patience);
}
