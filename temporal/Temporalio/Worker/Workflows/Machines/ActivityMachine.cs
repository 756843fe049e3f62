using Temporalio.Api.Command.V1;
using Temporalio.Api.Common.V1;
using Temporalio.Api.Enums.V1;
using Temporalio.Api.Failure.V1;
using Temporalio.Api.History.V1;
using Temporalio.Workflows;

namespace Temporalio.Worker.Workflows.Machines;

/// <summary>
/// An activity. What a cancellation does depends on its type: TryCancel asks the server and reports at once, Wait asks
/// and waits for the answer, Abandon does not ask and reports at once.
/// </summary>
internal sealed class ActivityMachine : Machine
{
    public static readonly TransitionTable<State, Trigger> Table = new(
        "Activity",
        (State.Created, Trigger.Cancel, State.Withdrawn),
        (State.Created, Trigger.Abandon, State.Withdrawn),
        (State.Created, Trigger.ScheduledEvent, State.Scheduled),
        (State.Scheduled, Trigger.StartedEvent, State.Started),
        (State.Scheduled, Trigger.CloseEvent, State.Closed),
        (State.Scheduled, Trigger.Cancel, State.Cancelling),
        (State.Scheduled, Trigger.Abandon, State.Abandoned),
        (State.Started, Trigger.CloseEvent, State.Closed),
        (State.Started, Trigger.Cancel, State.Cancelling),
        (State.Started, Trigger.Abandon, State.Abandoned),
        (State.Cancelling, Trigger.CancelRequestedEvent, State.CancelRequested),
        (State.CancelRequested, Trigger.StartedEvent, State.CancelRequested),
        (State.CancelRequested, Trigger.CloseEvent, State.Closed),
        (State.Abandoned, Trigger.StartedEvent, State.Abandoned),
        (State.Abandoned, Trigger.CloseEvent, State.Closed),
        (State.Closed, Trigger.Cancel, State.Closed),
        (State.Closed, Trigger.Abandon, State.Closed));

    private readonly ActivityCancellationType _cancellationType;
    private readonly OutgoingCommand _schedule;
    private readonly TaskCompletionSource<Outcome> _source = new();
    private State _state = State.Created;
    private long _scheduledEventId;
    private long _startedEventId;
    private Outcome _outcome;
    private bool _reported;

    public ActivityMachine(CommandQueue commands, Command schedule, ActivityCancellationType cancellationType)
        : base(commands)
    {
        _cancellationType = cancellationType;
        _schedule = Emit(schedule, EventType.ActivityTaskScheduled);
    }

    internal enum State
    {
        Created,
        Withdrawn,
        Scheduled,
        Started,
        Cancelling,
        CancelRequested,
        Abandoned,
        Closed,
    }

    internal enum Trigger
    {
        ScheduledEvent,
        StartedEvent,
        CancelRequestedEvent,
        CloseEvent,
        Cancel,
        Abandon,
    }

    /// <summary>Gets the task that ends with the activity's outcome.</summary>
    public Task<Outcome> Task => _source.Task;

    private ScheduleActivityTaskCommandAttributes Attributes => _schedule.Proto.ScheduleActivityTaskCommandAttributes;

    public override string Describe() => $"activity '{Attributes.ActivityType.Name}' (id '{Attributes.ActivityId}')";

    /// <summary>Cancels the activity in the way of its cancellation type.</summary>
    public void Cancel()
    {
        var before = _state;
        _state = Table.Next(
            before,
            _cancellationType == ActivityCancellationType.Abandon ? Trigger.Abandon : Trigger.Cancel,
            this);
        if (_state == State.Withdrawn)
        {
            _schedule.Withdrawn = true;
        }
        else if (_state == State.Cancelling)
        {
            Emit(
                new()
                {
                    CommandType = CommandType.RequestCancelActivityTask,
                    RequestCancelActivityTaskCommandAttributes = new() { ScheduledEventId = _scheduledEventId },
                },
                EventType.ActivityTaskCancelRequested);
        }
        if (_state != before && (_state == State.Withdrawn || ReportsAtOnce))
        {
            Report(Outcome.Failed(CancelledFailure(null)), Commands.LocalJobs);
        }
    }

    public override void OnRecorded(OutgoingCommand command, HistoryEvent e)
    {
        if (e.EventType == EventType.ActivityTaskCancelRequested)
        {
            _state = Table.Next(_state, Trigger.CancelRequestedEvent, this);
            return;
        }
        var recorded = e.ActivityTaskScheduledEventAttributes;
        RequireSame(e, "activity id", recorded.ActivityId, Attributes.ActivityId);
        RequireSame(e, "activity type", recorded.ActivityType.Name, Attributes.ActivityType.Name);
        _state = Table.Next(_state, Trigger.ScheduledEvent, this);
        _scheduledEventId = e.EventId;
        Commands.Track(e.EventId, this);
    }

    public override void OnEvent(HistoryEvent e, JobList jobs)
    {
        if (e.EventType == EventType.ActivityTaskStarted)
        {
            _state = Table.Next(_state, Trigger.StartedEvent, this);
            _startedEventId = e.EventId;
            return;
        }
        _state = Table.Next(_state, Trigger.CloseEvent, this);
        Commands.Untrack(_scheduledEventId);
        Report(ReadOutcome(e), jobs);
    }

    public override void Deliver() => _source.TrySetResult(_outcome);

    private bool ReportsAtOnce => _cancellationType != ActivityCancellationType.WaitCancellationCompleted;

    private static void RequireSame(HistoryEvent e, string field, string recorded, string own)
    {
        if (recorded != own)
        {
            throw Nondeterminism.WrongIdentity(e, field, recorded, own);
        }
    }

    private void Report(Outcome outcome, JobList jobs)
    {
        if (_reported)
        {
            return;
        }
        _reported = true;
        _outcome = outcome;
        jobs.Deliver(this);
    }

    private Outcome ReadOutcome(HistoryEvent e)
    {
        switch (e.EventType)
        {
            case EventType.ActivityTaskCompleted:
                return Outcome.Success(e.ActivityTaskCompletedEventAttributes.Result);
            case EventType.ActivityTaskFailed:
                var failed = e.ActivityTaskFailedEventAttributes;
                return Outcome.Failed(
                    Wrap("Activity task failed", failed.Failure, failed.RetryState, failed.Identity));
            case EventType.ActivityTaskTimedOut:
                var timedOut = e.ActivityTaskTimedOutEventAttributes;
                return Outcome.Failed(
                    Wrap("Activity task timed out", timedOut.Failure, timedOut.RetryState, string.Empty));
            case EventType.ActivityTaskCanceled:
                return Outcome.Failed(CancelledFailure(e.ActivityTaskCanceledEventAttributes.Details));
            default:
                throw Nondeterminism.Error($"{Nondeterminism.Describe(e)} cannot belong to {Describe()}");
        }
    }

    private Failure CancelledFailure(Payloads? details) => Wrap(
        "Activity cancelled",
        new() { CanceledFailureInfo = new() { Details = details } },
        RetryState.CancelRequested,
        string.Empty);

    private Failure Wrap(string message, Failure cause, RetryState retryState, string identity) => new()
    {
        Message = message,
        Cause = cause,
        ActivityFailureInfo = new()
        {
            ScheduledEventId = _scheduledEventId,
            StartedEventId = _startedEventId,
            Identity = identity,
            ActivityType = Attributes.ActivityType,
            ActivityId = Attributes.ActivityId,
            RetryState = retryState,
        },
    };
}
