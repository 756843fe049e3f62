using Temporalio.Api.Enums.V1;
using Temporalio.Api.History.V1;
using Temporalio.Worker.Workflows.Machines;
using Temporalio.Workflows;

namespace Temporalio.Tests.Worker.Workflows;

/// <summary>
/// Every row of every state machine's table is taken by some scenario here, and the tables can be printed.
/// </summary>
public class TransitionTableTests
{
    [Fact]
    public void Timer_AllScenarios_CoverEveryRow()
    {
        Timer(out _).Cancel(default);
        var fired = Timer(out var queue);
        Record(queue, Event(10, EventType.TimerStarted));
        fired.OnEvent(Event(11, EventType.TimerFired), new());
        fired.Cancel(default);
        var cancelled = Timer(out queue);
        Record(queue, Event(10, EventType.TimerStarted));
        cancelled.Cancel(default);
        Record(queue, Event(12, EventType.TimerCanceled));

        TimerMachine.Table.UnvisitedRows.ShouldBeEmpty();
        TimerMachine.Table.Print().ShouldStartWith("Timer\n  Created --Cancel--> Withdrawn\n");
    }

    [Theory]
    [InlineData(ActivityCancellationType.TryCancel)]
    [InlineData(ActivityCancellationType.Abandon)]
    [InlineData(ActivityCancellationType.WaitCancellationCompleted)]
    public void Activity_CancelledAtEveryPoint_FollowsTheTable(ActivityCancellationType type)
    {
        DriveActivities(type);
        if (type == ActivityCancellationType.WaitCancellationCompleted)
        {
            DriveActivities(ActivityCancellationType.TryCancel);
            DriveActivities(ActivityCancellationType.Abandon);
            ActivityMachine.Table.UnvisitedRows.ShouldBeEmpty();
        }
    }

    [Fact]
    public void ChildWorkflow_AllScenarios_CoverEveryRow()
    {
        Child(out _).Cancel();
        var refused = Child(out var queue);
        Record(queue, Event(5, EventType.StartChildWorkflowExecutionInitiated));
        refused.OnEvent(Event(6, EventType.StartChildWorkflowExecutionFailed), new());
        refused.Cancel();
        refused.OnCancelDelivered();
        var child = Child(out queue);
        Record(queue, Event(5, EventType.StartChildWorkflowExecutionInitiated));
        child.Cancel();
        child.OnCancelDelivered();
        child.OnEvent(Event(6, EventType.ChildWorkflowExecutionStarted), new());
        child.Cancel();
        child.OnCancelDelivered();
        child.OnEvent(Event(7, EventType.ChildWorkflowExecutionCompleted), new());

        ChildWorkflowMachine.Table.UnvisitedRows.ShouldBeEmpty();
    }

    [Fact]
    public void NexusOperation_AllScenarios_CoverEveryRow()
    {
        Nexus(out _).Cancel();
        var atOnce = Nexus(out var queue);
        Record(queue, Event(5, EventType.NexusOperationScheduled));
        atOnce.OnEvent(Event(6, EventType.NexusOperationCompleted), new());
        atOnce.Cancel();
        var early = Nexus(out queue);
        Record(queue, Event(5, EventType.NexusOperationScheduled));
        early.Cancel();
        Record(queue, Event(6, EventType.NexusOperationCancelRequested));
        var late = Nexus(out queue);
        Record(queue, Event(5, EventType.NexusOperationScheduled));
        late.OnEvent(Event(6, EventType.NexusOperationStarted), new());
        late.Cancel();
        Record(queue, Event(7, EventType.NexusOperationCancelRequested));
        late.OnEvent(Event(8, EventType.NexusOperationCancelRequestCompleted), new());
        late.OnEvent(Event(9, EventType.NexusOperationCompleted), new());

        NexusOperationMachine.Table.UnvisitedRows.ShouldBeEmpty();
    }

    [Fact]
    public void SignalExternal_AllScenarios_CoverEveryRow()
    {
        Signal(out _).Cancel();
        foreach (var outcome in new[]
                 {
                     EventType.ExternalWorkflowExecutionSignaled, EventType.SignalExternalWorkflowExecutionFailed,
                 })
        {
            var signal = Signal(out var queue);
            Record(queue, Event(5, EventType.SignalExternalWorkflowExecutionInitiated));
            signal.Cancel();
            signal.OnEvent(Event(6, outcome), new());
            signal.Cancel();
        }

        SignalExternalMachine.Table.UnvisitedRows.ShouldBeEmpty();
    }

    [Fact]
    public void CancelExternal_AllScenarios_CoverEveryRow()
    {
        foreach (var outcome in new[]
                 {
                     EventType.ExternalWorkflowExecutionCancelRequested,
                     EventType.RequestCancelExternalWorkflowExecutionFailed,
                 })
        {
            var queue = new CommandQueue();
            var cancel = new CancelExternalMachine(queue, "default", "other", string.Empty, false, "reason", null);
            Record(queue, Event(5, EventType.RequestCancelExternalWorkflowExecutionInitiated));
            cancel.OnEvent(Event(6, outcome), new());
        }

        CancelExternalMachine.Table.UnvisitedRows.ShouldBeEmpty();
    }

    [Fact]
    public void Update_AllScenarios_CoverEveryRow()
    {
        Update(out _).Reject(new());
        var slow = Update(out var queue);
        slow.Accept();
        Record(queue, Event(5, EventType.WorkflowExecutionUpdateAccepted));
        slow.Respond(new());
        Record(queue, Event(6, EventType.WorkflowExecutionUpdateCompleted));
        var quick = Update(out queue);
        quick.Accept();
        quick.Respond(new());
        queue.Seal();
        queue.Match(Event(5, EventType.WorkflowExecutionUpdateAccepted));
        queue.Match(Event(6, EventType.WorkflowExecutionUpdateCompleted));

        UpdateMachine.Table.UnvisitedRows.ShouldBeEmpty();
    }

    [Fact]
    public void LocalActivity_AllScenarios_CoverEveryRow()
    {
        var queue = new CommandQueue();
        var machine = new LocalActivityMachine(
            queue,
            new()
            {
                Seq = 1,
                ActivityId = "1",
                ActivityType = "act",
                Options = new() { CancellationType = ActivityCancellationType.WaitCancellationCompleted },
                Args = [],
                Headers = new Dictionary<string, Temporalio.Api.Common.V1.Payload>(),
                DataConverter = Temporalio.Converters.DataConverter.Default,
                Workflow = null!,
                OriginalScheduleTime = DateTime.UnixEpoch,
            },
            () => DateTime.UnixEpoch);
        machine.Cancel();
        machine.CancellationToken.IsCancellationRequested.ShouldBeTrue();
        machine.Resolve(new(Outcome.Success(null), 1, null), null);
        machine.Cancel();
        queue.Seal();
        var marker = Event(5, EventType.MarkerRecorded);
        var command = queue.Sealed[0].Proto.RecordMarkerCommandAttributes;
        marker.MarkerRecordedEventAttributes = new() { MarkerName = command.MarkerName, Details = { command.Details } };
        queue.Match(marker);
        machine.Cancel();

        LocalActivityMachine.Table.UnvisitedRows.ShouldBeEmpty();
    }

    [Fact]
    public void MachinesWithoutOutcome_Recorded_CoverEveryRow()
    {
        var queue = new CommandQueue();
        _ = new PatchMachine(queue, "p", false);
        var marker = Event(5, EventType.MarkerRecorded);
        marker.MarkerRecordedEventAttributes = new()
        {
            MarkerName = PatchMarker.Name,
            Details = { [PatchMarker.DetailsKeyName] = PatchMarker.Write("p", false) },
        };
        Record(queue, marker);
        _ = new UpsertMachine(queue, new() { CommandType = CommandType.ModifyWorkflowProperties });
        Record(queue, Event(6, EventType.WorkflowPropertiesModified));
        _ = new CompletionMachine(queue, new() { CommandType = CommandType.CompleteWorkflowExecution });
        Record(queue, Event(7, EventType.WorkflowExecutionCompleted));

        PatchMachine.Table.UnvisitedRows.ShouldBeEmpty();
        UpsertMachine.Table.UnvisitedRows.ShouldBeEmpty();
        CompletionMachine.Table.UnvisitedRows.ShouldBeEmpty();
    }

    [Fact]
    public void Timer_FiredTwice_IsNondeterministic()
    {
        var timer = Timer(out var queue);
        Record(queue, Event(10, EventType.TimerStarted));
        timer.OnEvent(Event(11, EventType.TimerFired), new());
        Should.Throw<Temporalio.Exceptions.WorkflowNondeterminismException>(
                () => timer.OnEvent(Event(12, EventType.TimerFired), new()))
            .Message.ShouldBe(
                "[TMPRL1100] Nondeterminism error: timer '1' is Fired according to the workflow, " +
                "which does not allow FiredEvent");
    }

    private static void DriveActivities(ActivityCancellationType type)
    {
        Activity(type, out _).Cancel();

        var unstarted = Activity(type, out var queue);
        Record(queue, Event(5, EventType.ActivityTaskScheduled));
        unstarted.OnEvent(Event(6, EventType.ActivityTaskTimedOut), new());
        unstarted.Cancel();

        foreach (var startFirst in new[] { false, true })
        {
            var activity = Activity(type, out queue);
            Record(queue, Event(5, EventType.ActivityTaskScheduled));
            if (startFirst)
            {
                activity.OnEvent(Event(6, EventType.ActivityTaskStarted), new());
            }
            activity.Cancel();
            if (type != ActivityCancellationType.Abandon)
            {
                Record(queue, Event(7, EventType.ActivityTaskCancelRequested));
            }
            if (!startFirst)
            {
                activity.OnEvent(Event(8, EventType.ActivityTaskStarted), new());
            }
            activity.OnEvent(Event(9, EventType.ActivityTaskCanceled), new());
        }

        var completed = Activity(type, out queue);
        Record(queue, Event(5, EventType.ActivityTaskScheduled));
        completed.OnEvent(Event(6, EventType.ActivityTaskStarted), new());
        completed.OnEvent(Event(7, EventType.ActivityTaskCompleted), new());
    }

    private static TimerMachine Timer(out CommandQueue queue)
    {
        queue = new();
        return new(queue, 1, TimeSpan.FromSeconds(1), new());
    }

    private static ActivityMachine Activity(ActivityCancellationType type, out CommandQueue queue)
    {
        queue = new();
        var command = new Api.Command.V1.Command
        {
            CommandType = CommandType.ScheduleActivityTask,
            ScheduleActivityTaskCommandAttributes = new() { ActivityId = "1", ActivityType = new() { Name = "act" } },
        };
        return new(queue, command, type);
    }

    private static ChildWorkflowMachine Child(out CommandQueue queue)
    {
        queue = new();
        var command = new Api.Command.V1.Command
        {
            CommandType = CommandType.StartChildWorkflowExecution,
            StartChildWorkflowExecutionCommandAttributes = new()
            {
                WorkflowId = "child",
                WorkflowType = new() { Name = "type" },
            },
        };
        return new(queue, command, "default", ChildWorkflowCancellationType.WaitCancellationRequested);
    }

    private static NexusOperationMachine Nexus(out CommandQueue queue)
    {
        queue = new();
        var command = new Api.Command.V1.Command
        {
            CommandType = CommandType.ScheduleNexusOperation,
            ScheduleNexusOperationCommandAttributes = new(),
        };
        return new(queue, command, NexusOperationCancellationType.WaitCancellationRequested);
    }

    private static SignalExternalMachine Signal(out CommandQueue queue)
    {
        queue = new();
        return new(queue, new()
        {
            CommandType = CommandType.SignalExternalWorkflowExecution,
            SignalExternalWorkflowExecutionCommandAttributes = new() { Execution = new(), SignalName = "s" },
        });
    }

    private static UpdateMachine Update(out CommandQueue queue)
    {
        queue = new();
        var request = new Api.Update.V1.Request { Meta = new() { UpdateId = "u" }, Input = new() { Name = "update" } };
        return new(queue, "u", "u/request", 3, request, isReplay: false);
    }

    private static void Record(CommandQueue queue, HistoryEvent e)
    {
        queue.Seal();
        queue.Match(e);
    }

    private static HistoryEvent Event(long id, EventType type)
    {
        var e = new HistoryEvent { EventId = id, EventType = type };
        switch (type)
        {
            case EventType.NexusOperationScheduled:
                e.NexusOperationScheduledEventAttributes = new();
                break;
            case EventType.NexusOperationStarted:
                e.NexusOperationStartedEventAttributes = new();
                break;
            case EventType.NexusOperationCompleted:
                e.NexusOperationCompletedEventAttributes = new();
                break;
            case EventType.TimerStarted:
                e.TimerStartedEventAttributes = new() { TimerId = "1" };
                break;
            case EventType.ActivityTaskScheduled:
                e.ActivityTaskScheduledEventAttributes = new()
                {
                    ActivityId = "1",
                    ActivityType = new() { Name = "act" },
                };
                break;
            case EventType.ActivityTaskCompleted:
                e.ActivityTaskCompletedEventAttributes = new();
                break;
            case EventType.ActivityTaskTimedOut:
                e.ActivityTaskTimedOutEventAttributes = new();
                break;
            case EventType.ActivityTaskCanceled:
                e.ActivityTaskCanceledEventAttributes = new();
                break;
            case EventType.StartChildWorkflowExecutionInitiated:
                e.StartChildWorkflowExecutionInitiatedEventAttributes = new()
                {
                    WorkflowId = "child",
                    WorkflowType = new() { Name = "type" },
                };
                break;
            case EventType.StartChildWorkflowExecutionFailed:
                e.StartChildWorkflowExecutionFailedEventAttributes = new();
                break;
            case EventType.ChildWorkflowExecutionStarted:
                e.ChildWorkflowExecutionStartedEventAttributes = new() { WorkflowExecution = new() { RunId = "r" } };
                break;
            case EventType.ChildWorkflowExecutionCompleted:
                e.ChildWorkflowExecutionCompletedEventAttributes = new();
                break;
            case EventType.WorkflowExecutionUpdateAccepted:
                e.WorkflowExecutionUpdateAcceptedEventAttributes = new() { ProtocolInstanceId = "u" };
                break;
            case EventType.WorkflowExecutionUpdateCompleted:
                e.WorkflowExecutionUpdateCompletedEventAttributes = new() { Meta = new() { UpdateId = "u" } };
                break;
            default:
                break;
        }
        return e;
    }
}
