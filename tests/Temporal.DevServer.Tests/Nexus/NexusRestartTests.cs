using Sagas.TestSupport;
using Temporal.DevServer.Grpc;
using Temporal.DevServer.Tests.Grpc;
using Temporal.DevServer.Tests.History;
using Temporalio.Api.Command.V1;
using Temporalio.Api.Enums.V1;
using Temporalio.Api.OperatorService.V1;
using Temporalio.Api.WorkflowService.V1;

namespace Temporal.DevServer.Tests.Nexus;

public sealed class NexusRestartTests
{
    private const string Patience = "30S";

    [PostgresFact]
    public async Task Operation_AcrossRestarts_IsCalledAndItsEndIsTold()
    {
        var options = new DevServerOptions
        {
            Database = await (await PostgresCluster.SharedAsync()).CreateDatabaseAsync(),
        };
        await WithServerAsync(options, ScheduleAsync);
        await WithServerAsync(options, CarryOutAsync);

        await WithServerAsync(options, async client =>
        {
            var task = await PollAsync(client, "caller");
            while (!task.TaskToken.IsEmpty && !HasResult(task))
            {
                await CompleteAsync(client, task);
                task = await PollAsync(client, "caller");
            }

            HasResult(task).ShouldBeTrue();
        });
    }

    private static bool HasResult(PollWorkflowTaskQueueResponse task) =>
        task.History?.Events.Any(e => e.EventType == EventType.NexusOperationCompleted) == true;

    private static async Task ScheduleAsync(GrpcTestClient client)
    {
        await client.CallAsync<CreateNexusEndpointResponse>(
            new CreateNexusEndpointRequest
            {
                Spec = new()
                {
                    Name = "ep",
                    Target = new() { Worker = new() { Namespace = "default", TaskQueue = "nexus" } },
                },
            },
            RpcTableBuilder.OperatorService);
        await client.CallAsync<StartWorkflowExecutionResponse>(StartOf("caller"));
        await CompleteAsync(client, await PollAsync(client, "caller"), NexusSide.Schedule());
    }

    /// <summary>Answers the call that the server before had to make, and lets the handler's workflow end.</summary>
    private static async Task CarryOutAsync(GrpcTestClient client)
    {
        var task = await client.CallAsync<PollNexusTaskQueueResponse>(
            new PollNexusTaskQueueRequest { Namespace = "default", TaskQueue = new() { Name = "nexus" } },
            timeout: Patience);
        var asked = task.Request.StartOperation;
        var start = StartOf("handler");
        start.RequestId = asked.RequestId;
        start.CompletionCallbacks.Add(
            new Temporalio.Api.Common.V1.Callback { Nexus = new() { Url = asked.Callback, Header = { asked.CallbackHeader } } });
        await client.CallAsync<StartWorkflowExecutionResponse>(start);
        await client.CallAsync<RespondNexusTaskCompletedResponse>(new RespondNexusTaskCompletedRequest
        {
            Namespace = "default",
            TaskToken = task.TaskToken,
            Response = new() { StartOperation = new() { AsyncSuccess = new() { OperationToken = "token" } } },
        });
        await CompleteAsync(client, await PollAsync(client, "handler"), Server.Done());
    }

    private static async Task WithServerAsync(DevServerOptions options, Func<GrpcTestClient, Task> act)
    {
        await using var server = await DevServerHost.StartAsync(options, default);
        using var client = new GrpcTestClient(server.Address);
        await act(client);
    }

    private static StartWorkflowExecutionRequest StartOf(string id) => new()
    {
        Namespace = "default",
        WorkflowId = id,
        WorkflowType = new() { Name = "type" },
        TaskQueue = new() { Name = id },
    };

    private static Task<PollWorkflowTaskQueueResponse> PollAsync(GrpcTestClient client, string queue) =>
        client.CallAsync<PollWorkflowTaskQueueResponse>(
            new PollWorkflowTaskQueueRequest { Namespace = "default", TaskQueue = new() { Name = queue } },
            timeout: Patience);

    private static Task CompleteAsync(GrpcTestClient client, PollWorkflowTaskQueueResponse task, params Command[] commands) =>
        client.CallAsync<RespondWorkflowTaskCompletedResponse>(new RespondWorkflowTaskCompletedRequest
        {
            Namespace = "default",
            TaskToken = task.TaskToken,
            Commands = { commands },
        });
}
