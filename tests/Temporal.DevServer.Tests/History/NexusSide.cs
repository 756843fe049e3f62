using Google.Protobuf.WellKnownTypes;
using Temporalio.Api.Command.V1;
using Temporalio.Api.Common.V1;
using Temporalio.Api.Enums.V1;
using Temporalio.Api.Failure.V1;
using Temporalio.Api.Nexus.V1;
using Temporalio.Api.WorkflowService.V1;
using Failure = Temporalio.Api.Failure.V1.Failure;

namespace Temporal.DevServer.Tests.History;

/// <summary>Both sides of Nexus operations, played by hand: the calling workflow "w", and the worker behind "ep".</summary>
internal static class NexusSide
{
    private const string Queue = "nexus";

    /// <summary>A server with the endpoint and a workflow that has called it.</summary>
    public static async Task<Server> CallAsync(
        Action<ScheduleNexusOperationCommandAttributes>? change = null, params string[] callbackAddresses)
    {
        var server = await WithEndpointAsync(callbackAddresses);
        await server.StartWorkflowAsync();
        await server.CompleteAsync(await server.PollAsync(), Schedule(change));
        return server;
    }

    public static async Task<Server> WithEndpointAsync(params string[] callbackAddresses)
    {
        var server = await Server.StartAsync(callbackAddresses: callbackAddresses);
        await server.Endpoints.CreateAsync(new EndpointSpec
        {
            Name = "ep",
            Target = new() { Worker = new() { Namespace = "default", TaskQueue = Queue } },
        });
        return server;
    }

    public static Command Schedule(Action<ScheduleNexusOperationCommandAttributes>? change = null)
    {
        var attributes = new ScheduleNexusOperationCommandAttributes
        {
            Endpoint = "ep",
            Service = "service",
            Operation = "operation",
            Input = new Payload { Data = Google.Protobuf.ByteString.CopyFromUtf8("1") },
        };
        change?.Invoke(attributes);
        return new Command
        {
            CommandType = CommandType.ScheduleNexusOperation,
            ScheduleNexusOperationCommandAttributes = attributes,
        };
    }

    public static Command Cancel(long scheduledId = 5) => new()
    {
        CommandType = CommandType.RequestCancelNexusOperation,
        RequestCancelNexusOperationCommandAttributes = new() { ScheduledEventId = scheduledId },
    };

    public static Duration Seconds(double seconds) => Duration.FromTimeSpan(TimeSpan.FromSeconds(seconds));

    public static Task<PollNexusTaskQueueResponse> PollNexusAsync(this Server server) =>
        server.CallAsync<PollNexusTaskQueueResponse>("PollNexusTaskQueue", new PollNexusTaskQueueRequest
        {
            Namespace = "default",
            TaskQueue = new() { Name = Queue },
            Identity = Server.Worker,
        });

    public static Task AnswerAsync(this Server server, PollNexusTaskQueueResponse task, Response response) =>
        server.CallAsync<RespondNexusTaskCompletedResponse>(
            "RespondNexusTaskCompleted", new RespondNexusTaskCompletedRequest
            {
                Namespace = "default",
                TaskToken = task.TaskToken,
                Response = response,
            });

    public static Task AnswerAsync(this Server server, PollNexusTaskQueueResponse task, StartOperationResponse response) =>
        server.AnswerAsync(task, new Response { StartOperation = response });

    public static Task StartedAsync(this Server server, PollNexusTaskQueueResponse task) =>
        server.AnswerAsync(task, new StartOperationResponse { AsyncSuccess = new() { OperationToken = "token" } });

    public static Task RefuseAsync(this Server server, PollNexusTaskQueueResponse task, string type) =>
        server.CallAsync<RespondNexusTaskFailedResponse>("RespondNexusTaskFailed", new RespondNexusTaskFailedRequest
        {
            Namespace = "default",
            TaskToken = task.TaskToken,
            Failure = new Failure { Message = "refused", NexusHandlerFailureInfo = new() { Type = type } },
        });

    /// <summary>Starts a workflow whose end is that of the operation.</summary>
    public static Task<string> StartHandlerAsync(
        this Server server, PollNexusTaskQueueResponse task, Action<StartWorkflowExecutionRequest>? change = null) =>
        server.StartWorkflowAsync("handler", r =>
        {
            var start = task.Request.StartOperation;
            r.RequestId = start.RequestId;
            r.TaskQueue.Name = "handler";
            r.CompletionCallbacks.Add(new Callback
            {
                Nexus = new()
                {
                    Url = start.Callback,
                    Header = { start.CallbackHeader, { "Nexus-Operation-Token", "token" } },
                },
            });
            change?.Invoke(r);
        });
}
