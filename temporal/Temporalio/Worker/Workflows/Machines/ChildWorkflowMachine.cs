using Temporalio.Api.Command.V1;
using Temporalio.Api.Common.V1;
using Temporalio.Api.Enums.V1;
using Temporalio.Api.Failure.V1;
using Temporalio.Api.History.V1;
using ChildWorkflowCancellationType = Temporalio.Workflows.ChildWorkflowCancellationType;

namespace Temporalio.Worker.Workflows.Machines;

/// <summary>
/// A child workflow: first it starts (or not), then it closes. Cancelling one that is not yet sent withdraws it; else a
/// request goes to the server unless the type is Abandon, and the workflow learns of it at once (Abandon, TryCancel),
/// when the child has received it (WaitCancellationRequested) or when the child has closed (WaitCancellationCompleted).
/// </summary>
internal sealed class ChildWorkflowMachine : Machine
{
    public static readonly TransitionTable<State, Trigger> Table = new(
        "ChildWorkflow",
        (State.Created, Trigger.Cancel, State.Withdrawn),
        (State.Created, Trigger.InitiatedEvent, State.Initiated),
        (State.Initiated, Trigger.Cancel, State.Initiated),
        (State.Initiated, Trigger.StartedEvent, State.Started),
        (State.Initiated, Trigger.StartFailedEvent, State.Closed),
        (State.Started, Trigger.Cancel, State.Started),
        (State.Started, Trigger.CloseEvent, State.Closed),
        (State.Closed, Trigger.Cancel, State.Closed),
        (State.Closed, Trigger.CancelDelivered, State.Closed),
        (State.Initiated, Trigger.CancelDelivered, State.Initiated),
        (State.Started, Trigger.CancelDelivered, State.Started));

    private readonly ChildWorkflowCancellationType _cancellationType;
    private readonly OutgoingCommand _start;
    private readonly string _namespace;
    private readonly TaskCompletionSource<ChildStart> _started = new();
    private readonly TaskCompletionSource<Outcome> _closed = new();
    private State _state = State.Created;
    private long _initiatedEventId;
    private long _startedEventId;
    private string _runId = string.Empty;
    private ChildStart? _startOutcome;
    private Outcome? _closeOutcome;
    private bool _cancelRequested;

    public ChildWorkflowMachine(
        CommandQueue commands, Command start, string ns, ChildWorkflowCancellationType cancellationType)
        : base(commands)
    {
        _namespace = ns;
        _cancellationType = cancellationType;
        _start = Emit(start, EventType.StartChildWorkflowExecutionInitiated);
    }

    internal enum State
    {
        Created,
        Withdrawn,
        Initiated,
        Started,
        Closed,
    }

    internal enum Trigger
    {
        InitiatedEvent,
        StartedEvent,
        StartFailedEvent,
        CloseEvent,
        Cancel,
        CancelDelivered,
    }

    /// <summary>Gets the task that ends when the child has started or could not.</summary>
    public Task<ChildStart> Started => _started.Task;

    /// <summary>Gets the task that ends with the child.</summary>
    public Task<Outcome> Closed => _closed.Task;

    private StartChildWorkflowExecutionCommandAttributes Attributes =>
        _start.Proto.StartChildWorkflowExecutionCommandAttributes;

    public override string Describe() =>
        $"child workflow '{Attributes.WorkflowType.Name}' (id '{Attributes.WorkflowId}')";

    /// <summary>Cancels the child in the way of its cancellation type.</summary>
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
            _start.Withdrawn = true;
            ReportStart(
                new(null, CancelledFailure("Child Workflow Execution cancelled before scheduled: ", null), default),
                Commands.LocalJobs);
            return;
        }
        if (_cancellationType != ChildWorkflowCancellationType.Abandon)
        {
#pragma warning disable CS0612 // Official workers still say it.
            var ns = Attributes.Namespace;
#pragma warning restore CS0612
            _ = new CancelExternalMachine(
                Commands, ns, Attributes.WorkflowId, _runId, childOnly: true, string.Empty, this);
        }
        if (_cancellationType is ChildWorkflowCancellationType.Abandon or ChildWorkflowCancellationType.TryCancel)
        {
            ReportCancelled();
        }
    }

    /// <summary>The server has delivered the cancellation request to the child, or could not.</summary>
    public void OnCancelDelivered()
    {
        _state = Table.Next(_state, Trigger.CancelDelivered, this);
        if (_cancellationType == ChildWorkflowCancellationType.WaitCancellationRequested && _state != State.Closed)
        {
            ReportCancelled();
        }
    }

    public override void OnRecorded(OutgoingCommand command, HistoryEvent e)
    {
        var recorded = e.StartChildWorkflowExecutionInitiatedEventAttributes;
        if (recorded.WorkflowId != Attributes.WorkflowId)
        {
            throw Nondeterminism.WrongIdentity(e, "child workflow id", recorded.WorkflowId, Attributes.WorkflowId);
        }
        if (recorded.WorkflowType.Name != Attributes.WorkflowType.Name)
        {
            throw Nondeterminism.WrongIdentity(
                e, "child workflow type", recorded.WorkflowType.Name, Attributes.WorkflowType.Name);
        }
        _state = Table.Next(_state, Trigger.InitiatedEvent, this);
        _initiatedEventId = e.EventId;
        Commands.Track(e.EventId, this);
    }

    public override void OnEvent(HistoryEvent e, JobList jobs)
    {
        switch (e.EventType)
        {
            case EventType.ChildWorkflowExecutionStarted:
                _state = Table.Next(_state, Trigger.StartedEvent, this);
                _startedEventId = e.EventId;
                _runId = e.ChildWorkflowExecutionStartedEventAttributes.WorkflowExecution.RunId;
                ReportStart(new(_runId, null, default), jobs);
                break;
            case EventType.StartChildWorkflowExecutionFailed:
                _state = Table.Next(_state, Trigger.StartFailedEvent, this);
                Commands.Untrack(_initiatedEventId);
                ReportStart(
                    new(null, null, e.StartChildWorkflowExecutionFailedEventAttributes.Cause), jobs);
                break;
            default:
                _state = Table.Next(_state, Trigger.CloseEvent, this);
                Commands.Untrack(_initiatedEventId);
                ReportClose(ReadOutcome(e), jobs);
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

    private void ReportStart(ChildStart start, JobList jobs)
    {
        if (_startOutcome == null)
        {
            _startOutcome = start;
            jobs.Deliver(this);
        }
    }

    private void ReportClose(Outcome outcome, JobList jobs)
    {
        if (_closeOutcome == null)
        {
            _closeOutcome = outcome;
            jobs.Deliver(this);
        }
    }

    private void ReportCancelled()
    {
        var failure = CancelledFailure("Child Workflow execution cancelled", null);
        if (_state == State.Initiated)
        {
            ReportStart(new(null, failure, default), Commands.LocalJobs);
        }
        ReportClose(Outcome.Failed(failure), Commands.LocalJobs);
    }

    private Outcome ReadOutcome(HistoryEvent e)
    {
        switch (e.EventType)
        {
            case EventType.ChildWorkflowExecutionCompleted:
                return Outcome.Success(e.ChildWorkflowExecutionCompletedEventAttributes.Result);
            case EventType.ChildWorkflowExecutionFailed:
                var failed = e.ChildWorkflowExecutionFailedEventAttributes;
                return Outcome.Failed(Wrap("Child Workflow execution failed", failed.Failure, failed.RetryState));
            case EventType.ChildWorkflowExecutionTimedOut:
                return Outcome.Failed(Wrap(
                    "Child Workflow execution timed out",
                    new()
                    {
                        Message = "Timed out",
                        TimeoutFailureInfo = new() { TimeoutType = TimeoutType.StartToClose },
                    },
                    e.ChildWorkflowExecutionTimedOutEventAttributes.RetryState));
            case EventType.ChildWorkflowExecutionTerminated:
                return Outcome.Failed(Wrap(
                    "Child Workflow execution terminated",
                    new() { Message = "Terminated", TerminatedFailureInfo = new() },
                    RetryState.NonRetryableFailure));
            case EventType.ChildWorkflowExecutionCanceled:
                return Outcome.Failed(CancelledFailure(
                    "Child Workflow execution cancelled", e.ChildWorkflowExecutionCanceledEventAttributes.Details));
            default:
                throw Nondeterminism.Error($"{Nondeterminism.Describe(e)} cannot belong to {Describe()}");
        }
    }

    private Failure CancelledFailure(string message, Payloads? details) => Wrap(
        message,
        new() { CanceledFailureInfo = new() { Details = details } },
        RetryState.NonRetryableFailure);

    private Failure Wrap(string message, Failure cause, RetryState retryState) => new()
    {
        Message = message,
        Cause = cause,
        ChildWorkflowExecutionFailureInfo = new()
        {
            Namespace = _namespace,
            WorkflowExecution = new() { WorkflowId = Attributes.WorkflowId, RunId = _runId },
            WorkflowType = Attributes.WorkflowType,
            InitiatedEventId = _initiatedEventId,
            StartedEventId = _startedEventId,
            RetryState = retryState,
        },
    };
}

/// <summary>How the start of a child ended: with a run id, cancelled, or refused by the server.</summary>
internal readonly record struct ChildStart(
    string? RunId, Failure? Cancelled, StartChildWorkflowExecutionFailedCause RefusedCause);
