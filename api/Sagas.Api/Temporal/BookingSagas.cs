using Sagas.Contracts;
using Sagas.Contracts.Bookings;
using Sagas.Contracts.Sagas;
using Temporalio.Api.Enums.V1;
using Temporalio.Client;
using Temporalio.Exceptions;

namespace Sagas.Api.Temporal;

/// <summary>The booking workflows, as the API uses them: start, wait, look, decide.</summary>
internal sealed class BookingSagas(ITemporalClient client)
{
    private static readonly TimeSpan StartWithin = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan LookWithin = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan DecideWithin = TimeSpan.FromSeconds(10);

    /// <summary>Starts the workflow of an accepted booking. Starting it again is harmless: it runs once.</summary>
    /// <returns>Whether it was this call that started it.</returns>
    public async Task<bool> StartAsync(BookSeats booking)
    {
        try
        {
            await client.StartWorkflowAsync(
                BookingWorkflowNames.Workflow,
                [booking],
                new WorkflowOptions(WorkflowIds.Booking(booking.BookingId), TaskQueues.Bookings)
                {
                    IdReusePolicy = WorkflowIdReusePolicy.RejectDuplicate,
                    Rpc = new RpcOptions { Timeout = StartWithin },
                });
            return true;
        }
        catch (WorkflowAlreadyStartedException)
        {
            return false;
        }
    }

    /// <summary>The outcome, as soon as there is one; null when <paramref name="stop"/> comes first.</summary>
    public async Task<BookingOutcome?> WaitAsync(string bookingId, CancellationToken stop)
    {
        try
        {
            return await Handle(bookingId).GetResultAsync<BookingOutcome>(
                rpcOptions: new RpcOptions { CancellationToken = stop });
        }
        catch (Exception error) when (stop.IsCancellationRequested
            && error is OperationCanceledException or RpcTimeoutOrCanceledException or RpcException)
        {
            return null;
        }
    }

    /// <summary>The timeline of a saga that is at work, by asking its worker.</summary>
    public Task<SagaSnapshot> AskAsync(string bookingId, CancellationToken stop) =>
        Handle(bookingId).QueryAsync<SagaSnapshot>(
            BookingWorkflowNames.TimelineQuery, [], new WorkflowQueryOptions { Rpc = Look(stop) });

    /// <summary>The kept timeline of a saga that has ended; null when it is still at work or did not end by itself.</summary>
    public async Task<BookingOutcome?> KeptOutcomeAsync(string bookingId, CancellationToken stop)
    {
        var description = await Handle(bookingId).DescribeAsync(new WorkflowDescribeOptions { Rpc = Look(stop) });
        return description.Status == WorkflowExecutionStatus.Completed
            ? await Handle(bookingId).GetResultAsync<BookingOutcome>(rpcOptions: Look(stop))
            : null;
    }

    /// <summary>Sends a decision of support. The workflow's refusals come as <see cref="WorkflowUpdateFailedException"/>.</summary>
    public Task<RepairAccepted> DecideAsync(
        string bookingId, string update, object decision, string decisionId, CancellationToken stop) =>
        Handle(bookingId).ExecuteUpdateAsync<RepairAccepted>(
            update,
            [decision],
            new WorkflowUpdateOptions(decisionId) { Rpc = new RpcOptions { Timeout = DecideWithin, CancellationToken = stop } });

    /// <summary>True when Temporal answers.</summary>
    public Task<bool> IsReachableAsync(CancellationToken stop) =>
        client.Connection.CheckHealthAsync(options: new RpcOptions { Timeout = LookWithin, CancellationToken = stop, Retry = false });

    private WorkflowHandle Handle(string bookingId) => client.GetWorkflowHandle(WorkflowIds.Booking(bookingId));

    private static RpcOptions Look(CancellationToken stop) => new() { Timeout = LookWithin, CancellationToken = stop };
}
