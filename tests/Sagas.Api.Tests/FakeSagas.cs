using System.Collections.Concurrent;
using System.Diagnostics;
using Sagas.Api.Temporal;
using Sagas.Contracts;
using Sagas.Contracts.Bookings;
using Sagas.Contracts.Sagas;
using Temporalio.Exceptions;

namespace Sagas.Api.Tests;

/// <summary>Stands for Temporal: remembers what was started, and ends sagas as a test says.</summary>
internal sealed class FakeSagas : IBookingSagas
{
    private readonly ConcurrentDictionary<string, TaskCompletionSource<BookingOutcome>> _running = new();

    public ConcurrentQueue<BookSeats> Started { get; } = new();

    public ConcurrentQueue<object> Decisions { get; } = new();

    /// <summary>The workflow that took the last decision.</summary>
    public string? DecidedAt { get; private set; }

    /// <summary>The span of every attempt to start one.</summary>
    public ConcurrentQueue<Activity?> Traces { get; } = new();

    public bool IsDown { get; set; }

    /// <summary>Every saga was ended from outside.</summary>
    public bool IsTerminated { get; set; }

    /// <summary>Ends every saga as soon as it is started; null leaves it running.</summary>
    public Func<BookSeats, BookingOutcome>? EndAs { get; set; }

    /// <summary>What every look at a saga fails with.</summary>
    public Exception? Unreadable { get; set; }

    public Exception? RefuseDecision { get; set; }

    public static BookingOutcome Outcome(BookSeats booking, string status, Contracts.Refusal? reason = null) => new(
        booking.BookingId,
        status,
        reason,
        new Contracts.Money(12_000, "EUR"),
        status == BookingStatuses.Confirmed ? [new Ticket("T-1", booking.Seats[0])] : [],
        Snapshot(SagaStates.Completed));

    public static SagaSnapshot Snapshot(string state) => new(
        state,
        BookingSteps.HoldSeats,
        "Holding seats",
        [
            new TimelineEntry(
                1, BookingSteps.HoldSeats, BookingSteps.HoldSeats, TimelineKinds.Action, TimelineOutcomes.Done, 1,
                DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddMilliseconds(3), null),
        ],
        null,
        []);

    public Task<bool> StartAsync(BookSeats booking)
    {
        Traces.Enqueue(Activity.Current);
        ThrowIfDown();
        var isNew = _running.TryAdd(booking.BookingId, new(TaskCreationOptions.RunContinuationsAsynchronously));
        if (isNew)
        {
            Started.Enqueue(booking);
            if (EndAs is not null)
            {
                _running[booking.BookingId].SetResult(EndAs(booking));
            }
        }

        return Task.FromResult(isNew);
    }

    public async Task<BookingOutcome?> WaitAsync(string bookingId, CancellationToken stop)
    {
        ThrowIfUnreadable();
        try
        {
            return await _running[bookingId].Task.WaitAsync(stop);
        }
        catch (OperationCanceledException)
        {
            return null;
        }
    }

    public Task<SagaSnapshot> AskAsync(string workflowId, CancellationToken stop)
    {
        ThrowIfDown();
        ThrowIfUnreadable();
        return Task.FromResult(Snapshot(SagaStates.Running));
    }

    public async Task<KeptSaga> KeptAsync(string workflowId, CancellationToken stop)
    {
        ThrowIfDown();
        ThrowIfUnreadable();
        return IsTerminated ? new KeptSaga(IsOpen: false, Saga: null)
            : _running.TryGetValue(WorkflowIds.BookingId(workflowId)!, out var saga) && saga.Task.IsCompleted
                ? new KeptSaga(IsOpen: false, (await saga.Task).Saga)
            : new KeptSaga(IsOpen: true, Saga: null);
    }

    public Task<RepairAccepted> DecideAsync(
        string workflowId, string update, object decision, string decisionId, CancellationToken stop)
    {
        ThrowIfDown();
        if (RefuseDecision is not null)
        {
            throw new WorkflowUpdateFailedException(RefuseDecision);
        }

        Decisions.Enqueue(decision);
        DecidedAt = workflowId;
        return Task.FromResult(new RepairAccepted(1, update, BookingSteps.DeliverTickets));
    }

    /// <summary>Has a saga gone, as if its run had ended and been forgotten.</summary>
    public void Forget(string bookingId) => _running.TryRemove(bookingId, out _);

    /// <summary>What sagas were told, by booking.</summary>
    public ConcurrentQueue<(string BookingId, PaymentChanged Hint)> Told { get; } = new();

    public Task<bool> TellAsync(string bookingId, PaymentChanged hint, CancellationToken stop)
    {
        Traces.Enqueue(Activity.Current);
        ThrowIfDown();
        Told.Enqueue((bookingId, hint));
        return Task.FromResult(_running.ContainsKey(bookingId));
    }

    public Task<bool> IsReachableAsync(CancellationToken stop) => Task.FromResult(!IsDown);

    private void ThrowIfUnreadable()
    {
        if (Unreadable is not null)
        {
            throw Unreadable;
        }
    }

    private void ThrowIfDown()
    {
        if (IsDown)
        {
            throw new RpcException(RpcException.StatusCode.Unavailable, "Temporal is down", null);
        }
    }
}
