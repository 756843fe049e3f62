using Sagas.Contracts.Sagas;
using Temporalio.Workflows;

namespace Sagas.Contracts.Bookings;

/// <summary>
/// The recovery of a booking as its clients see it: support repairs it as it would repair the booking. It cannot be cancelled.
/// </summary>
[Workflow(BookingWorkflowNames.Recovery)]
public interface IBookingRecovery
{
    [WorkflowRun]
    Task<RecoveryOutcome> RunAsync(RecoverBooking command);

    [WorkflowQuery(BookingWorkflowNames.TimelineQuery)]
    SagaSnapshot Timeline();

    [WorkflowUpdate(BookingWorkflowNames.RetryUpdate)]
    Task<RepairAccepted> RetryAsync(RetryBooking command);

    [WorkflowUpdate(BookingWorkflowNames.CompensateUpdate)]
    Task<RepairAccepted> CompensateAsync(CompensateBooking command);

    [WorkflowUpdate(BookingWorkflowNames.AcceptAsDoneUpdate)]
    Task<RepairAccepted> AcceptAsDoneAsync(AcceptAsDone command);
}
