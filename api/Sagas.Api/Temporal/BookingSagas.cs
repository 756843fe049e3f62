using Sagas.Contracts;
using Sagas.Contracts.Bookings;
using Sagas.Contracts.Sagas;
using Temporalio.Api.Enums.V1;
using Temporalio.Client;
using Temporalio.Exceptions;

namespace Sagas.Api.Temporal;

/// <summary>The booking workflows by Temporal's client.</summary>
internal sealed class BookingSagas(ITemporalClient client) : IBookingSagas
{
    private static readonly TimeSpan StartWithin = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan LookWithin = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan DecideWithin = TimeSpan.FromSeconds(10);

    public async Task<bool> StartAsync(BookSeats booking)
    {
        try
        {
            await client.StartWorkflowAsync(
                BookingWorkflowNames.Workflow,
                [booking],
                new WorkflowOptions(WorkflowIds.Booking(booking.BookingId), TaskQueues.Bookings)
                {
                    TypedSearchAttributes = BookingVisibility.AtStart(booking),
                    StaticSummary = BookingVisibility.Summary(booking),
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

    public Task<SagaSnapshot> AskAsync(string workflowId, CancellationToken stop) =>
        client.GetWorkflowHandle(workflowId).QueryAsync<SagaSnapshot>(
            BookingWorkflowNames.TimelineQuery, [], new WorkflowQueryOptions { Rpc = Look(stop) });

    public async Task<KeptSaga> KeptAsync(string workflowId, CancellationToken stop)
    {
        var handle = client.GetWorkflowHandle(workflowId);
        var description = await handle.DescribeAsync(new WorkflowDescribeOptions { Rpc = Look(stop) });
        var saga = description.Status == WorkflowExecutionStatus.Completed
            ? (await handle.GetResultAsync<Result>(rpcOptions: Look(stop))).Saga
            : null;
        return new KeptSaga(description.CloseTime is null, saga);
    }

    public Task<RepairAccepted> DecideAsync(
        string workflowId, string update, object decision, string decisionId, CancellationToken stop) =>
        client.GetWorkflowHandle(workflowId).ExecuteUpdateAsync<RepairAccepted>(
            update,
            [decision],
            new WorkflowUpdateOptions(decisionId) { Rpc = new RpcOptions { Timeout = DecideWithin, CancellationToken = stop } });

    public async Task<bool> TellAsync(string bookingId, PaymentChanged hint, CancellationToken stop)
    {
        try
        {
            await Handle(bookingId).SignalAsync(
                BookingWorkflowNames.PaymentChangedSignal, [hint], new WorkflowSignalOptions { Rpc = Look(stop) });
            return true;
        }
        catch (RpcException error) when (error.Code == RpcException.StatusCode.NotFound)
        {
            return false;
        }
    }

    public Task<bool> IsReachableAsync(CancellationToken stop) =>
        client.Connection.CheckHealthAsync(
            options: new RpcOptions { Timeout = LookWithin, CancellationToken = stop, Retry = false });

    private WorkflowHandle Handle(string bookingId) => client.GetWorkflowHandle(WorkflowIds.Booking(bookingId));

    private static RpcOptions Look(CancellationToken stop) => new() { Timeout = LookWithin, CancellationToken = stop };

    /// <summary>What the results of a booking and of its recovery have in common.</summary>
    private sealed record Result(SagaSnapshot Saga);
}
