using System.Globalization;
using System.Runtime.CompilerServices;
using Sagas.Contracts;
using Sagas.Contracts.Bookings;
using Temporalio.Api.Enums.V1;
using Temporalio.Client;
using Temporalio.Exceptions;

namespace Sagas.Api.Temporal;

/// <summary>Recoveries by Temporal's client.</summary>
internal sealed class Recoveries(ITemporalClient client) : IRecoveries
{
    private static readonly TimeSpan Within = TimeSpan.FromSeconds(3);

    public async IAsyncEnumerable<string> EndedFromOutsideAsync(
        DateTimeOffset since, [EnumeratorCancellation] CancellationToken stop)
    {
        var from = since.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
        var query = $"WorkflowType IN ('{BookingWorkflowNames.Workflow}', '{BookingWorkflowNames.Recovery}') "
            + $"AND ExecutionStatus IN ('Terminated', 'Failed', 'TimedOut', 'Canceled') AND CloseTime > '{from}'";
        await foreach (var run in client.ListWorkflowsAsync(query, new WorkflowListOptions { Rpc = Rpc(stop) }))
        {
            if (WorkflowIds.BookingId(run.Id) is { } bookingId)
            {
                yield return bookingId;
            }
        }
    }

    public Task<RunSeen> LookAtBookingAsync(string bookingId, CancellationToken stop) =>
        LookAsync(WorkflowIds.Booking(bookingId), stop);

    public Task<RunSeen> LookAtRecoveryAsync(string bookingId, CancellationToken stop) =>
        LookAsync(WorkflowIds.Recovery(bookingId), stop);

    public async Task<bool> StartAsync(RecoverBooking recovery)
    {
        try
        {
            await client.StartWorkflowAsync(
                BookingWorkflowNames.Recovery,
                [recovery],
                new WorkflowOptions(WorkflowIds.Recovery(recovery.Booking.BookingId), TaskQueues.Bookings)
                {
                    TypedSearchAttributes = BookingVisibility.AtStart(recovery.Booking),
                    StaticSummary = BookingVisibility.Summary(recovery),
                    // One that was itself ended from outside is started again; two at once there cannot be.
                    IdReusePolicy = WorkflowIdReusePolicy.AllowDuplicate,
                    Rpc = new RpcOptions { Timeout = Within },
                });
            return true;
        }
        catch (WorkflowAlreadyStartedException)
        {
            return false;
        }
    }

    private async Task<RunSeen> LookAsync(string workflowId, CancellationToken stop)
    {
        try
        {
            var run = await client.GetWorkflowHandle(workflowId).DescribeAsync(new WorkflowDescribeOptions { Rpc = Rpc(stop) });
            return new RunSeen(CauseOf(run), Utc(run.StartTime), run.CloseTime is { } closed ? Utc(closed) : null);
        }
        catch (RpcException error) when (error.Code == RpcException.StatusCode.NotFound)
        {
            return RunSeen.Absent;
        }
    }

    private static string CauseOf(WorkflowExecutionDescription run) => run.CloseTime is null ? "" : run.Status switch
    {
        WorkflowExecutionStatus.Terminated => RecoveryCauses.Terminated,
        WorkflowExecutionStatus.TimedOut => RecoveryCauses.TimedOut,
        WorkflowExecutionStatus.Canceled => RecoveryCauses.Cancelled,
        WorkflowExecutionStatus.Completed => RecoveryCauses.Completed,
        _ => RecoveryCauses.Failed,
    };

    private static DateTimeOffset Utc(DateTime time) => new(DateTime.SpecifyKind(time, DateTimeKind.Utc));

    private static RpcOptions Rpc(CancellationToken stop) => new() { Timeout = Within, CancellationToken = stop };
}
