using Temporalio.Api.Command.V1;
using Temporalio.Api.Enums.V1;
using Temporalio.Api.Failure.V1;
using Temporalio.Api.History.V1;
using Temporalio.Workflows;

namespace Temporalio.Worker.Workflows.Machines;

/// <summary>
/// A Nexus operation: it starts, or ends before it has, and then it closes. One that closes without having started with a
/// result counts as started; with a failure its start fails. Cancelling one that is not yet sent withdraws it; else a
/// request goes to the server unless the type is Abandon, and the workflow learns of it at once (Abandon, TryCancel), when
/// the handler has received it (WaitCancellationRequested) or when the operation has closed (WaitCancellationCompleted).
/// </summary>
internal sealed class NexusOperationMachine : Machine
{
    public static readonly TransitionTable<State, Trigger> Table = new(
        "NexusOperation",
        (State.Created, Trigger.Cancel, State.Withdrawn),
        (State.Created, Trigger.ScheduledEvent, State.Scheduled),
        (State.Scheduled, Trigger.Cancel, State.Scheduled),
        (State.Scheduled, Trigger.CancelRequestedEvent, State.Scheduled),
        (State.Scheduled, Trigger.StartedEvent, State.Started),
        (State.Scheduled, Trigger.CloseEvent, State.Closed),
        (State.Started, Trigger.Cancel, State.Started),
        (State.Started, Trigger.CancelRequestedEvent, State.Started),
        (State.Started, Trigger.CancelDelivered, State.Started),
        (State.Started, Trigger.CloseEvent, State.Closed),
        (State.Closed, Trigger.Cancel, State.Closed));

    private readonly NexusOperationCancellationType _cancellationType;
    private readonly OutgoingCommand _schedule;
    private readonly TaskCompletionSource<NexusStartOutcome> _started = new();
    private readonly TaskCompletionSource<Outcome> _closed = new();
    private State _state = State.Created;
    private long _scheduledEventId;
    private string? _token;
    private NexusStartOutcome? _startOutcome;
    private Outcome? _closeOutcome;
    private bool _cancelRequested;

    public NexusOperationMachine(
        CommandQueue commands, Command schedule, NexusOperationCancellationType cancellationType)
        : base(commands)
    {
        _cancellationType = cancellationType;
        _schedule = Emit(schedule, EventType.NexusOperationScheduled);
    }

    internal enum State
    {
        Created,
        Withdrawn,
        Scheduled,
        Started,
        Closed,
    }

    internal enum Trigger
    {
        ScheduledEvent,
        StartedEvent,
        CloseEvent,
        Cancel,
        CancelRequestedEvent,
        CancelDelivered,
    }

    /// <summary>Gets the task that ends when the operation has started or could not.</summary>
    public Task<NexusStartOutcome> Started => _started.Task;

    /// <summary>Gets the task that ends with the operation; only if it has started.</summary>
    public Task<Outcome> Closed => _closed.Task;

    private ScheduleNexusOperationCommandAttributes Attributes =>
        _schedule.Proto.ScheduleNexusOperationCommandAttributes;

    public override string Describe() =>
        $"Nexus operation '{Attributes.Operation}' of service '{Attributes.Service}'";

    /// <summary>Cancels the operation in the way of its cancellation type.</summary>
    public void Cancel()
    {
        _state = Table.Next(_state, Trigger.Cancel, this);
        if (_cancelRequested || _state == State.Closed)
        {
            return;
        }
        _cancelRequested = true;
        if (_state == State.Withdrawn)
        {
            _schedule.Withdrawn = true;
            ReportFailed(CancelledFailure("Nexus Operation cancelled before scheduled"), Commands.LocalJobs);
            return;
        }
        if (_cancellationType != NexusOperationCancellationType.Abandon)
        {
            Emit(
                new()
                {
                    CommandType = CommandType.RequestCancelNexusOperation,
                    RequestCancelNexusOperationCommandAttributes = new() { ScheduledEventId = _scheduledEventId },
                },
                EventType.NexusOperationCancelRequested);
        }
        if (_cancellationType is NexusOperationCancellationType.Abandon or NexusOperationCancellationType.TryCancel)
        {
            ReportFailed(CancelledFailure("Nexus operation cancelled after starting"), Commands.LocalJobs);
        }
    }

    public override void OnRecorded(OutgoingCommand command, HistoryEvent e)
    {
        if (e.EventType == EventType.NexusOperationCancelRequested)
        {
            _state = Table.Next(_state, Trigger.CancelRequestedEvent, this);
            return;
        }
        var recorded = e.NexusOperationScheduledEventAttributes;
        RequireSame(e, "endpoint", recorded.Endpoint, Attributes.Endpoint);
        RequireSame(e, "service", recorded.Service, Attributes.Service);
        RequireSame(e, "operation", recorded.Operation, Attributes.Operation);
        _state = Table.Next(_state, Trigger.ScheduledEvent, this);
        _scheduledEventId = e.EventId;
        Commands.Track(e.EventId, this);
    }

    public override void OnEvent(HistoryEvent e, JobList jobs)
    {
        switch (e.EventType)
        {
            case EventType.NexusOperationStarted:
                _state = Table.Next(_state, Trigger.StartedEvent, this);
                _token = e.NexusOperationStartedEventAttributes.OperationToken;
                ReportStarted(_token, jobs);
                break;
            case EventType.NexusOperationCancelRequestCompleted:
                OnCancelDelivered(CancelledFailure("Nexus operation cancellation request completed"), jobs);
                break;
            case EventType.NexusOperationCancelRequestFailed:
                OnCancelDelivered(
                    FailureOf(
                        "Nexus operation cancellation request failed",
                        e.NexusOperationCancelRequestFailedEventAttributes.Failure),
                    jobs);
                break;
            default:
                _state = Table.Next(_state, Trigger.CloseEvent, this);
                Commands.Untrack(_scheduledEventId);
                Close(e, jobs);
                break;
        }
    }

    public override void Deliver()
    {
        if (_startOutcome is { } start)
        {
            _started.TrySetResult(start);
        }
        if (_closeOutcome is { } outcome)
        {
            _closed.TrySetResult(outcome);
        }
    }

    private static void RequireSame(HistoryEvent e, string field, string recorded, string own)
    {
        if (recorded != own)
        {
            throw Nondeterminism.WrongIdentity(e, $"Nexus {field}", recorded, own);
        }
    }

    private void OnCancelDelivered(Failure failure, JobList jobs)
    {
        _state = Table.Next(_state, Trigger.CancelDelivered, this);
        if (_cancellationType == NexusOperationCancellationType.WaitCancellationRequested)
        {
            ReportFailed(failure, jobs);
        }
    }

    private void Close(HistoryEvent e, JobList jobs)
    {
        switch (e.EventType)
        {
            case EventType.NexusOperationCompleted:
                ReportStarted(null, jobs);
                var result = e.NexusOperationCompletedEventAttributes.Result;
                ReportClosed(Outcome.Success(result == null ? null : new() { Payloads_ = { result } }), jobs);
                break;
            case EventType.NexusOperationFailed:
                ReportFailed(e.NexusOperationFailedEventAttributes.Failure, jobs);
                break;
            case EventType.NexusOperationCanceled:
                ReportFailed(e.NexusOperationCanceledEventAttributes.Failure, jobs);
                break;
            case EventType.NexusOperationTimedOut:
                ReportFailed(e.NexusOperationTimedOutEventAttributes.Failure, jobs);
                break;
            default:
                throw Nondeterminism.Error($"{Nondeterminism.Describe(e)} cannot belong to {Describe()}");
        }
    }

    private void ReportStarted(string? token, JobList jobs)
    {
        if (_startOutcome == null)
        {
            _startOutcome = new(token, null);
            jobs.Deliver(this);
        }
    }

    /// <summary>Before the operation has started its start fails, later its result.</summary>
    private void ReportFailed(Failure failure, JobList jobs)
    {
        if (_startOutcome == null)
        {
            _startOutcome = new(null, failure);
            jobs.Deliver(this);
        }
        ReportClosed(Outcome.Failed(failure), jobs);
    }

    private void ReportClosed(Outcome outcome, JobList jobs)
    {
        if (_closeOutcome == null)
        {
            _closeOutcome = outcome;
            jobs.Deliver(this);
        }
    }

    private Failure CancelledFailure(string message) => FailureOf(message, new() { CanceledFailureInfo = new() });

    private Failure FailureOf(string message, Failure cause) => new()
    {
        Message = message,
        Cause = cause,
        NexusOperationExecutionFailureInfo = new()
        {
            ScheduledEventId = _scheduledEventId,
            Endpoint = Attributes.Endpoint,
            Service = Attributes.Service,
            Operation = Attributes.Operation,
            OperationToken = _token ?? string.Empty,
        },
    };
}

/// <summary>How the start of an operation ended: with a token, with a result at once, or with a failure.</summary>
internal readonly record struct NexusStartOutcome(string? Token, Failure? Failure);
