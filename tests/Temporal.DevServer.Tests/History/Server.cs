using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Microsoft.Extensions.Logging.Abstractions;
using Temporal.DevServer.Frontend.Workflows;
using Temporal.DevServer.Grpc;
using Temporal.DevServer.History;
using Temporal.DevServer.History.Engine;
using Temporal.DevServer.Nexus.Callbacks;
using Temporal.DevServer.Nexus.Endpoints;
using Temporal.DevServer.Persistence;
using Temporal.DevServer.State;
using Temporalio.Api.Command.V1;
using Temporalio.Api.Common.V1;
using Temporalio.Api.Enums.V1;
using Temporalio.Api.History.V1;
using Temporalio.Api.WorkflowService.V1;

namespace Temporal.DevServer.Tests.History;

/// <summary>
/// A server without network for tests of executions: calls services directly, plays worker by hand, and moves time
/// itself.
/// </summary>
internal sealed class Server : IAsyncDisposable
{
    public const string Queue = "queue";
    public const string Worker = "worker";

    private readonly Dictionary<string, RpcMethod> _methods = [];

    public Server(IExecutionStore? store = null, ManualClock? clock = null, params string[] callbackAddresses)
    {
        Store = store ?? new InMemoryExecutionStore();
        Clock = clock ?? new ManualClock();
        Endpoints = new EndpointBook(new NoRecordStore<StoredNexusEndpoint>(), Namespaces, Clock);
        Inner = new WorkflowServer(
            Store, Namespaces, Endpoints, new CallbackPoster(callbackAddresses), Clock, NullLogger.Instance);
        var table = new RpcTableBuilder();
        foreach (var service in Inner.Services)
        {
            service.Register(table);
        }

        Table = table.Build();
    }

    public IExecutionStore Store { get; }

    public ManualClock Clock { get; }

    public FakeNamespaces Namespaces { get; } = new();

    public EndpointBook Endpoints { get; }

    public WorkflowServer Inner { get; }

    public RpcTable Table { get; }

    /// <summary>The attempt that the arrangement of a test left running.</summary>
    public PollActivityTaskQueueResponse? LastActivity { get; set; }

    public ExecutionEngine Engine => Inner.Engine;

    public static async Task<Server> StartAsync(
        IExecutionStore? store = null, ManualClock? clock = null, params string[] callbackAddresses)
    {
        var server = new Server(store, clock, callbackAddresses);
        await server.Inner.StartAsync(CancellationToken.None);
        return server;
    }

    public ValueTask DisposeAsync() => Inner.DisposeAsync();

    public async Task<TResponse> CallAsync<TResponse>(string method, IMessage request, TimeSpan? timeout = null)
        where TResponse : IMessage
    {
        using var context = new RpcContext(timeout ?? TimeSpan.FromSeconds(20));
        var found = Table.Find($"/{RpcTableBuilder.WorkflowService}/{method}");
        return (TResponse)await found.InvokeAsync(request, context);
    }

    public async Task<string> StartWorkflowAsync(string id = "w", Action<StartWorkflowExecutionRequest>? change = null)
    {
        var request = new StartWorkflowExecutionRequest
        {
            Namespace = "default",
            WorkflowId = id,
            WorkflowType = new() { Name = "type" },
            TaskQueue = new() { Name = Queue },
            Identity = "client",
            RequestId = Guid.NewGuid().ToString(),
        };
        change?.Invoke(request);
        return (await CallAsync<StartWorkflowExecutionResponse>("StartWorkflowExecution", request)).RunId;
    }

    public Task<PollWorkflowTaskQueueResponse> PollAsync(string queue = Queue, TimeSpan? timeout = null) =>
        CallAsync<PollWorkflowTaskQueueResponse>("PollWorkflowTaskQueue", new PollWorkflowTaskQueueRequest
        {
            Namespace = "default",
            TaskQueue = new() { Name = queue },
            Identity = Worker,
        }, timeout);

    public Task<PollActivityTaskQueueResponse> PollActivityAsync(TimeSpan? timeout = null) =>
        CallAsync<PollActivityTaskQueueResponse>("PollActivityTaskQueue", new PollActivityTaskQueueRequest
        {
            Namespace = "default",
            TaskQueue = new() { Name = Queue },
            Identity = Worker,
        }, timeout);

    public async Task<RespondWorkflowTaskCompletedResponse> CompleteAsync(
        PollWorkflowTaskQueueResponse task, params Command[] commands) =>
        await CompleteAsync(task, r => r.Commands.Add(commands));

    public Task<RespondWorkflowTaskCompletedResponse> CompleteAsync(
        PollWorkflowTaskQueueResponse task, Action<RespondWorkflowTaskCompletedRequest> change)
    {
        var request = new RespondWorkflowTaskCompletedRequest
        {
            Namespace = "default",
            TaskToken = task.TaskToken,
            Identity = Worker,
        };
        change(request);
        return CallAsync<RespondWorkflowTaskCompletedResponse>("RespondWorkflowTaskCompleted", request);
    }

    public Task FailAsync(PollWorkflowTaskQueueResponse task) => CallAsync<RespondWorkflowTaskFailedResponse>(
        "RespondWorkflowTaskFailed", new RespondWorkflowTaskFailedRequest
        {
            Namespace = "default",
            TaskToken = task.TaskToken,
            Identity = Worker,
            Cause = WorkflowTaskFailedCause.WorkflowWorkerUnhandledFailure,
        });

    public Task SignalAsync(string name = "signal", string id = "w", string requestId = "") =>
        CallAsync<SignalWorkflowExecutionResponse>("SignalWorkflowExecution", new SignalWorkflowExecutionRequest
        {
            Namespace = "default",
            WorkflowExecution = new() { WorkflowId = id },
            SignalName = name,
            RequestId = requestId,
        });

    public async Task<HistoryEvent[]> EventsAsync(string id = "w", string runId = "") =>
        [.. (await CallAsync<GetWorkflowExecutionHistoryResponse>(
            "GetWorkflowExecutionHistory", new GetWorkflowExecutionHistoryRequest
            {
                Namespace = "default",
                Execution = new WorkflowExecution { WorkflowId = id, RunId = runId },
            })).History.Events];

    /// <summary>The history as short lines, without the events in front that the test is not about.</summary>
    public async Task<string> TypesAsync(int skip = 0, string id = "w", string runId = "") =>
        string.Join(" ", (await EventsAsync(id, runId)).Skip(skip).Select(e => $"{e.EventId}:{Short(e.EventType)}"));

    public Task<DescribeWorkflowExecutionResponse> DescribeAsync(string id = "w", string runId = "") =>
        CallAsync<DescribeWorkflowExecutionResponse>("DescribeWorkflowExecution", new DescribeWorkflowExecutionRequest
        {
            Namespace = "default",
            Execution = new WorkflowExecution { WorkflowId = id, RunId = runId },
        });

    /// <summary>Moves time and waits until the history has (at least) that many events.</summary>
    public Task AdvanceAsync(TimeSpan span, long events, string id = "w")
    {
        Clock.Advance(span);
        return WaitAsync(run => run.State.NextEventId > events, id);
    }

    /// <summary>Waits until the current run is as it should be; looks again at every change of it.</summary>
    public async Task WaitAsync(Func<WorkflowRun, bool> condition, string id = "w")
    {
        var key = new WorkflowKey(Namespaces.Default.Id, id);
        while (true)
        {
            var change = await Engine.RunAsync(key, async session =>
                await session.CurrentAsync() is { } run && !condition(run) ? run.Changes.WaitAsync() : Task.CompletedTask);
            if (change.IsCompleted)
            {
                return;
            }

            await change.WaitAsync(TimeSpan.FromSeconds(20));
        }
    }

    public static Command Activity(string id = "a", Action<ScheduleActivityTaskCommandAttributes>? change = null)
    {
        var attributes = new ScheduleActivityTaskCommandAttributes
        {
            ActivityId = id,
            ActivityType = new() { Name = "activity" },
            TaskQueue = new() { Name = Queue },
            StartToCloseTimeout = Duration.FromTimeSpan(TimeSpan.FromSeconds(10)),
        };
        change?.Invoke(attributes);
        return new Command
        {
            CommandType = CommandType.ScheduleActivityTask,
            ScheduleActivityTaskCommandAttributes = attributes,
        };
    }

    public static Command Timer(string id = "t", double seconds = 5) => new()
    {
        CommandType = CommandType.StartTimer,
        StartTimerCommandAttributes = new()
        {
            TimerId = id,
            StartToFireTimeout = Duration.FromTimeSpan(TimeSpan.FromSeconds(seconds)),
        },
    };

    public static Command CancelTimer(string id = "t") => new()
    {
        CommandType = CommandType.CancelTimer,
        CancelTimerCommandAttributes = new() { TimerId = id },
    };

    public static Command CancelActivity(long scheduledId) => new()
    {
        CommandType = CommandType.RequestCancelActivityTask,
        RequestCancelActivityTaskCommandAttributes = new() { ScheduledEventId = scheduledId },
    };

    public static Command Done() => new()
    {
        CommandType = CommandType.CompleteWorkflowExecution,
        CompleteWorkflowExecutionCommandAttributes = new(),
    };

    private static string Short(EventType type) => type.ToString()
        .Replace("WorkflowExecution", "Run", StringComparison.Ordinal)
        .Replace("WorkflowTask", "Task", StringComparison.Ordinal)
        .Replace("ActivityTask", "Activity", StringComparison.Ordinal);
}
