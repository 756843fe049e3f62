using Sagas.Contracts.Sagas;
using Temporalio.Workflows;

namespace Sagas.Contracts.Bookings;

/// <summary>The booking saga as its clients see it.</summary>
[Workflow(BookingWorkflowNames.Workflow)]
public interface IBookingWorkflow
{
    [WorkflowRun]
    Task<BookingOutcome> RunAsync(BookSeats command);

    [WorkflowQuery(BookingWorkflowNames.TimelineQuery)]
    SagaSnapshot Timeline();

    [WorkflowUpdate(BookingWorkflowNames.RetryUpdate)]
    Task<RepairAccepted> RetryAsync(RetryBooking command);

    [WorkflowUpdate(BookingWorkflowNames.CompensateUpdate)]
    Task<RepairAccepted> CompensateAsync(CompensateBooking command);

    [WorkflowUpdate(BookingWorkflowNames.AcceptAsDoneUpdate)]
    Task<RepairAccepted> AcceptAsDoneAsync(AcceptAsDone command);

    /// <summary>A hint that it is worth looking at the payment now. Harmless at any time, and as often as it comes.</summary>
    [WorkflowSignal(BookingWorkflowNames.PaymentChangedSignal)]
    Task PaymentChangedAsync(PaymentChanged hint);

    /// <summary>Answers when the booking is undone, or refuses because the money has been captured.</summary>
    [WorkflowUpdate(BookingWorkflowNames.CancelUpdate)]
    Task<BookingCancelled> CancelAsync(CancelBooking command);
}
