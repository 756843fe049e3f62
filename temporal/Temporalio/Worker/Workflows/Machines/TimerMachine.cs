using System.Globalization;
using Google.Protobuf.WellKnownTypes;
using Temporalio.Api.Command.V1;
using Temporalio.Api.Enums.V1;
using Temporalio.Api.History.V1;
using Temporalio.Api.Sdk.V1;

namespace Temporalio.Worker.Workflows.Machines;

/// <summary>A timer. The workflow code that cancels it does not wait for the server.</summary>
internal sealed class TimerMachine : Machine
{
    public static readonly TransitionTable<State, Trigger> Table = new(
        "Timer",
        (State.Created, Trigger.Cancel, State.Withdrawn),
        (State.Created, Trigger.StartedEvent, State.Started),
        (State.Started, Trigger.FiredEvent, State.Fired),
        (State.Started, Trigger.Cancel, State.Cancelling),
        (State.Cancelling, Trigger.CanceledEvent, State.Canceled),
        (State.Fired, Trigger.Cancel, State.Fired));

    private readonly string _timerId;
    private readonly OutgoingCommand _start;
    private readonly TaskCompletionSource _source = new();
    private State _state = State.Created;
    private long _startedEventId;

    public TimerMachine(CommandQueue commands, int seq, TimeSpan delay, UserMetadata metadata)
        : base(commands)
    {
        _timerId = seq.ToString(CultureInfo.InvariantCulture);
        _start = Emit(
            new()
            {
                CommandType = CommandType.StartTimer,
                UserMetadata = metadata,
                StartTimerCommandAttributes = new()
                {
                    TimerId = _timerId,
                    StartToFireTimeout = Duration.FromTimeSpan(delay),
                },
            },
            EventType.TimerStarted);
    }

    internal enum State
    {
        Created,
        Withdrawn,
        Started,
        Fired,
        Cancelling,
        Canceled,
    }

    internal enum Trigger
    {
        StartedEvent,
        FiredEvent,
        CanceledEvent,
        Cancel,
    }

    /// <summary>Gets the task that ends when the timer fires or is cancelled.</summary>
    public Task Task => _source.Task;

    public override string Describe() => $"timer '{_timerId}'";

    /// <summary>Cancels the timer; its task is cancelled at once.</summary>
    public void Cancel(CancellationToken token)
    {
        if (!_source.TrySetCanceled(token))
        {
            return;
        }
        _state = Table.Next(_state, Trigger.Cancel, this);
        if (_state == State.Withdrawn)
        {
            _start.Withdrawn = true;
        }
        else if (_state == State.Cancelling)
        {
            Emit(
                new()
                {
                    CommandType = CommandType.CancelTimer,
                    UserMetadata = _start.Proto.UserMetadata,
                    CancelTimerCommandAttributes = new() { TimerId = _timerId },
                },
                EventType.TimerCanceled);
        }
    }

    public override void OnRecorded(OutgoingCommand command, HistoryEvent e)
    {
        if (e.EventType == EventType.TimerCanceled)
        {
            _state = Table.Next(_state, Trigger.CanceledEvent, this);
            Commands.Untrack(_startedEventId);
            return;
        }
        var recorded = e.TimerStartedEventAttributes.TimerId;
        if (recorded != _timerId)
        {
            throw Nondeterminism.WrongIdentity(e, "timer id", recorded, _timerId);
        }
        _state = Table.Next(_state, Trigger.StartedEvent, this);
        _startedEventId = e.EventId;
        Commands.Track(e.EventId, this);
    }

    public override void OnEvent(HistoryEvent e, JobList jobs)
    {
        _state = Table.Next(_state, Trigger.FiredEvent, this);
        Commands.Untrack(_startedEventId);
        jobs.Deliver(this);
    }

    public override void Deliver() => _source.TrySetResult();
}
