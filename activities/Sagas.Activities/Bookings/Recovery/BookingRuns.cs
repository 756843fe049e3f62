using Sagas.Contracts;
using Temporalio.Client;
using Temporalio.Exceptions;

namespace Sagas.Activities.Bookings.Recovery;

/// <summary>Asks Temporal.</summary>
public sealed class BookingRuns(ITemporalClient client) : IBookingRuns
{
    public async Task<bool> IsOpenAsync(string bookingId, CancellationToken stop)
    {
        try
        {
            var run = await client.GetWorkflowHandle(WorkflowIds.Booking(bookingId))
                .DescribeAsync(new WorkflowDescribeOptions { Rpc = new RpcOptions { CancellationToken = stop } })
                .ConfigureAwait(false);
            return run.CloseTime is null;
        }
        catch (RpcException error) when (error.Code == RpcException.StatusCode.NotFound)
        {
            return false;
        }
    }
}
