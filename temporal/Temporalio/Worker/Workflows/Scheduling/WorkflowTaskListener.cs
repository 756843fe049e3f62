using System.Diagnostics.Tracing;
using Temporalio.Exceptions;

namespace Temporalio.Worker.Workflows.Scheduling;

/// <summary>
/// Notices workflow code that leaves its scheduler: tasks on another one, timers of the runtime. The runtime announces
/// both as events on the thread that causes them, so it is enough to look which scheduler that thread is in. The events
/// cost every task of the process a little, so they are on only while a worker wants them.
/// </summary>
internal sealed class WorkflowTaskListener : EventListener
{
    private const string TaskEvents = "System.Threading.Tasks.TplEventSource";
    private const string FrameworkEvents = "System.Diagnostics.Eventing.FrameworkEventSource";
    private const EventKeywords TaskKeyword = (EventKeywords)0x2;
    private const EventKeywords ThreadTransferKeyword = (EventKeywords)0x10;
    private const EventTask ThreadTransfer = (EventTask)3;

    /// <summary>Numbers of the events of tasks that name their scheduler first: scheduled up to waited for.</summary>
    private const int FirstWithScheduler = 7;
    private const int LastWithScheduler = 11;

    private static readonly Lazy<WorkflowTaskListener> Instance = new(() => new());

    // Sources are announced by the base class, before the constructor of this one runs; so the field needs no own one.
    private readonly Lock _lock = new();
    private readonly List<EventSource> _sources = [];
    private int _users;

    /// <summary>Turns the events on until the result is disposed of.</summary>
    public static IDisposable Use()
    {
        var listener = Instance.Value;
        listener.Add(1);
        return new Usage(listener);
    }

    protected override void OnEventSourceCreated(EventSource eventSource)
    {
        if (eventSource.Name is TaskEvents or FrameworkEvents)
        {
            lock (_lock)
            {
                _sources.Add(eventSource);
                if (_users > 0)
                {
                    Enable(eventSource);
                }
            }
        }
    }

    protected override void OnEventWritten(EventWrittenEventArgs eventData)
    {
        // First of all what almost every event of the process fails.
        if (TaskScheduler.Current is not WorkflowScheduler { Instance: { IsTraced: true } instance } scheduler)
        {
            return;
        }
        if (eventData.Task == ThreadTransfer && eventData.EventSource.Name == FrameworkEvents)
        {
            instance.FailTask(new InvalidWorkflowSchedulerException(
                "Workflow attempted to perform a thread transfer task which is non-deterministic. This can be caused by " +
                "timers or other non-deterministic async calls.",
                Environment.StackTrace));
        }
        else if (eventData is { EventId: >= FirstWithScheduler and <= LastWithScheduler, Payload: [int id, ..] } &&
            id != scheduler.Id && eventData.EventSource.Name == TaskEvents)
        {
            instance.FailTask(new InvalidWorkflowSchedulerException(
                "Task during workflow run was not scheduled on workflow scheduler", Environment.StackTrace));
        }
    }

    private void Add(int users)
    {
        lock (_lock)
        {
            var before = _users;
            _users += users;
            foreach (var source in _sources)
            {
                if (before == 0)
                {
                    Enable(source);
                }
                else if (_users == 0)
                {
                    DisableEvents(source);
                }
            }
        }
    }

    private void Enable(EventSource source) => EnableEvents(
        source, EventLevel.Informational, source.Name == TaskEvents ? TaskKeyword : ThreadTransferKeyword);

    private sealed class Usage(WorkflowTaskListener listener) : IDisposable
    {
        private int _isOver;

        public void Dispose()
        {
            if (Interlocked.Exchange(ref _isOver, 1) == 0)
            {
                listener.Add(-1);
            }
        }
    }
}
