using Temporalio.Api.Command.V1;
using Temporalio.Api.Enums.V1;
using Temporalio.Api.Failure.V1;
using Temporalio.Api.History.V1;
using Temporalio.Worker.Workflows.LocalActivities;
using Temporalio.Workflows;

namespace Temporalio.Worker.Workflows.Machines;

/// <summary>
/// A local activity. It runs in the worker; only its end is recorded, as a marker. In replay the end comes from the
/// marker.
/// </summary>
internal sealed class LocalActivityMachine : Machine
{
    public static readonly TransitionTable<State, Trigger> Table = new(
        "LocalActivity",
        (State.Running, Trigger.Resolve, State.Resolved),
        (State.Running, Trigger.Cancel, State.Running),
        (State.Resolved, Trigger.Cancel, State.Resolved),
        (State.Resolved, Trigger.MarkerEvent, State.Recorded),
        (State.Recorded, Trigger.Cancel, State.Recorded));

    private readonly CancellationTokenSource _cancellation = new();
    private readonly TaskCompletionSource<LocalActivityOutcome> _source = new();
    private readonly Func<DateTime> _now;
    private State _state = State.Running;
    private LocalActivityOutcome? _outcome;

    public LocalActivityMachine(CommandQueue commands, LocalActivityRequest request, Func<DateTime> now)
        : base(commands)
    {
        Request = request;
        _now = now;
    }

    internal enum State
    {
        Running,
        Resolved,
        Recorded,
    }

    internal enum Trigger
    {
        Resolve,
        Cancel,
        MarkerEvent,
    }

    public LocalActivityRequest Request { get; }

    public Task<LocalActivityOutcome> Task => _source.Task;

    public CancellationToken CancellationToken => _cancellation.Token;

    public bool IsResolved => _state != State.Running;

    /// <summary>Gets the workflow time at which it ended.</summary>
    public DateTime CompleteTime { get; private set; }

    public static Failure CancelledFailure() => new()
    {
        Message = "Activity cancelled",
        CanceledFailureInfo = new(),
    };

    public override string Describe() => $"local activity '{Request.ActivityType}' (id '{Request.ActivityId}')";

    public void Cancel()
    {
        _state = Table.Next(_state, Trigger.Cancel, this);
        if (_state != State.Running)
        {
            return;
        }
        _cancellation.Cancel();
        if (Request.Options.CancellationType != ActivityCancellationType.WaitCancellationCompleted)
        {
            Resolve(new(Outcome.Failed(CancelledFailure()), Request.FirstAttempt, null), null);
        }
    }

    /// <summary>It has ended; the workflow learns of it by the next activation.</summary>
    /// <param name="outcome">How.</param>
    /// <param name="recordedTime">Workflow time of the end according to history; null if it ends now.</param>
    public void Resolve(LocalActivityOutcome outcome, DateTime? recordedTime)
    {
        _state = Table.Next(_state, Trigger.Resolve, this);
        _outcome = outcome;
        CompleteTime = recordedTime ?? _now();
        Emit(BuildMarker(outcome), EventType.MarkerRecorded);
        Commands.LocalJobs.Add(JobOrder.LocalActivity, JobKind.Deliver, this);
    }

    public override void OnRecorded(OutgoingCommand command, HistoryEvent e)
    {
        var marker = e.MarkerRecordedEventAttributes;
        if (marker.MarkerName != LocalActivityMarker.Name)
        {
            throw Nondeterminism.WrongIdentity(e, "marker", marker.MarkerName, LocalActivityMarker.Name);
        }
        var recorded = LocalActivityMarker.Read(marker);
        if (recorded.ActivityType != Request.ActivityType)
        {
            throw Nondeterminism.WrongIdentity(
                e, "local activity type", recorded.ActivityType, Request.ActivityType);
        }
        _state = Table.Next(_state, Trigger.MarkerEvent, this);
    }

    public override void Deliver() => _source.TrySetResult(_outcome!);

    private Command BuildMarker(LocalActivityOutcome outcome)
    {
        var data = new LocalActivityMarker
        {
            Seq = Request.Seq,
            Attempt = outcome.Attempt,
            ActivityId = Request.ActivityId,
            ActivityType = Request.ActivityType,
            CompleteTime = LocalActivityMarker.Instant.Of(CompleteTime),
            Backoff = outcome.Backoff is { } backoff ? LocalActivityMarker.Instant.Of(backoff) : null,
            OriginalScheduleTime = LocalActivityMarker.Instant.Of(Request.OriginalScheduleTime),
            ActivationIndex = outcome.ActivationIndex,
        };
        var attributes = new RecordMarkerCommandAttributes
        {
            MarkerName = LocalActivityMarker.Name,
            Details = { [LocalActivityMarker.DataKey] = data.Write() },
            Failure = outcome.Outcome.Failure,
        };
        if (outcome.Outcome.Result is { } result)
        {
            attributes.Details.Add(LocalActivityMarker.ResultKey, result);
        }
        return new()
        {
            CommandType = CommandType.RecordMarker,
            RecordMarkerCommandAttributes = attributes,
            UserMetadata = Request.Metadata,
        };
    }
}
