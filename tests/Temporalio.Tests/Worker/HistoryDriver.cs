using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Microsoft.Extensions.Logging.Abstractions;
using Temporalio.Api.Enums.V1;
using Temporalio.Api.History.V1;
using Temporalio.Api.WorkflowService.V1;
using Temporalio.Common;
using Temporalio.Converters;
using Temporalio.Runtime;
using Temporalio.Worker.Workflows;
using Temporalio.Worker.Workflows.Replay;
using Temporalio.Worker.Workflows.Tasks;
using Temporalio.Workflows;

namespace Temporalio.Tests.Worker;

/// <summary>
/// Plays the server for a workflow task processor: hands out the tasks of a recorded history one after another, whole
/// or
/// increment by increment, and says which commands the recording worker answered with.
/// </summary>
internal sealed class HistoryDriver : IDisposable
{
    private readonly WorkflowHistory _history;
    private readonly HistoryEvent[] _events;

    public HistoryDriver(
        WorkflowHistory history,
        IEnumerable<WorkflowDefinition> workflows,
        int maxCached,
        TimeSpan? deadlockLimit = null,
        IPayloadCodec? codec = null)
    {
        _history = history;
        _events = [.. history.Events];
        Settings = new()
        {
            Namespace = "default",
            TaskQueue = "queue",
            DataConverter = DataConverter.Default with { PayloadCodec = codec },
            Registry = new(workflows),
            LoggerFactory = NullLoggerFactory.Instance,
            MetricMeter = TemporalRuntime.Default.MetricMeter,
        };
        Service.History.Events.AddRange(_events);
        Processor = new(
            Settings,
            new()
            {
                Namespace = "default",
                Identity = "tester",
                BuildId = "build",
                InstanceKey = "key",
                NormalQueue = new() { Name = "queue" },
                MaxCachedWorkflows = maxCached,
            },
            Service,
            _ => null,
            deadlockLimit: deadlockLimit);
    }

    public WorkflowRuntimeSettings Settings { get; }

    public FakeTaskService Service { get; } = new();

    public WorkflowTaskProcessor Processor { get; }

    /// <summary>Started events of the tasks that were completed, as indexes into the history.</summary>
    public IEnumerable<int> CompletedTasks => Enumerable.Range(0, _events.Length - 1).Where(i =>
        _events[i].EventType == EventType.WorkflowTaskStarted &&
        _events[i + 1].EventType == EventType.WorkflowTaskCompleted);

    /// <summary>The task of a started event.</summary>
    /// <param name="index">Index of the started event.</param>
    /// <param name="isSticky">Whether only the events since the last task are sent.</param>
    public PollWorkflowTaskQueueResponse TaskAt(int index, bool isSticky)
    {
        var previous = CompletedTasks.Where(i => i < index).Select(i => _events[i].EventId).LastOrDefault();
        var task = new PollWorkflowTaskQueueResponse
        {
            TaskToken = ByteString.CopyFromUtf8($"task-{index}"),
            WorkflowExecution = new() { WorkflowId = _history.Id, RunId = RunId },
            WorkflowType = _events[0].WorkflowExecutionStartedEventAttributes.WorkflowType,
            PreviousStartedEventId = previous,
            StartedEventId = _events[index].EventId,
            Attempt = 1,
            History = new(),
        };
        task.History.Events.AddRange(_events[..(index + 1)].Where(e => !isSticky || e.EventId > previous));
        foreach (var accepted in CommandEventsOf(index)
                     .Where(e => e.EventType == EventType.WorkflowExecutionUpdateAccepted)
                     .Select(e => e.WorkflowExecutionUpdateAcceptedEventAttributes)
                     .Where(a => a.AcceptedRequest != null))
        {
            task.Messages.Add(new Api.Protocol.V1.Message
            {
                Id = accepted.AcceptedRequestMessageId,
                ProtocolInstanceId = accepted.ProtocolInstanceId,
                EventId = accepted.AcceptedRequestSequencingEventId,
                Body = Any.Pack(accepted.AcceptedRequest),
            });
        }
        return task;
    }

    /// <summary>Gets the run id of the history.</summary>
    public string RunId => _events[0].WorkflowExecutionStartedEventAttributes.OriginalExecutionRunId;

    /// <summary>Events that the recording worker's answer to a task caused.</summary>
    public IEnumerable<HistoryEvent> CommandEventsOf(int index) =>
        _events.Skip(index + 2).TakeWhile(HistoryEvents.IsCommandEvent);

    public void Dispose() => Processor.Dispose();
}
