using Sagas.Contracts.Bookings;
using Sagas.Contracts.Events;
using Sagas.Contracts.Notifications;
using Sagas.Contracts.Payments;
using Sagas.Engine.Definition;
using Temporalio.Workflows;

namespace Sagas.Workflows.Bookings;

/// <summary>
/// The activities of the booking saga. Each takes its finished command, so that the expression holds nothing but a captured
/// variable: the SDK reads that without interpreting an expression tree, for every step of every saga.
/// </summary>
internal static class BookingPorts
{
    public static Task<BookingOpened> OpenAsync(OpenBooking command, StepCall call) =>
        Workflow.ExecuteActivityAsync((IBookingActivities a) => a.OpenBookingAsync(command), call.Options);

    public static Task<BookingClosed> CloseAsync(CloseBooking command, StepCall call) =>
        Workflow.ExecuteActivityAsync((IBookingActivities a) => a.CloseBookingAsync(command), call.Options);

    public static Task<BookingConfirmed> ConfirmAsync(ConfirmBooking command, StepCall call) =>
        Workflow.ExecuteActivityAsync((IBookingActivities a) => a.ConfirmBookingAsync(command), call.Options);

    public static Task<TicketsVoided> VoidAsync(VoidTickets command, StepCall call) =>
        Workflow.ExecuteActivityAsync((IBookingActivities a) => a.VoidTicketsAsync(command), call.Options);

    public static Task<SeatsHeld> HoldAsync(HoldSeats command, StepCall call) =>
        Workflow.ExecuteActivityAsync((IEventActivities a) => a.HoldSeatsAsync(command), call.Options);

    public static Task<SeatsCommitted> CommitAsync(CommitSeats command, StepCall call) =>
        Workflow.ExecuteActivityAsync((IEventActivities a) => a.CommitSeatsAsync(command), call.Options);

    public static Task<SeatsReleased> ReleaseAsync(ReleaseSeats command, StepCall call) =>
        Workflow.ExecuteActivityAsync((IEventActivities a) => a.ReleaseSeatsAsync(command), call.Options);

    public static Task<AuthorisationAnswer> AuthoriseAsync(AuthorisePayment command, StepCall call) =>
        Workflow.ExecuteActivityAsync((IPaymentActivities a) => a.AuthorisePaymentAsync(command), call.Options);

    public static Task<AuthorisationAnswer> CheckAsync(CheckAuthorisation command, ActivityOptions options) =>
        Workflow.ExecuteActivityAsync((IPaymentActivities a) => a.CheckAuthorisationAsync(command), options);

    public static Task<AuthorisationAnswer> ExpireAsync(ExpireAuthorisation command, ActivityOptions options) =>
        Workflow.ExecuteActivityAsync((IPaymentActivities a) => a.ExpireAuthorisationAsync(command), options);

    public static Task<PaymentCaptured> CaptureAsync(CapturePayment command, StepCall call) =>
        Workflow.ExecuteActivityAsync((IPaymentActivities a) => a.CapturePaymentAsync(command), call.Options);

    public static Task<PaymentCancelled> CancelAsync(CancelPayment command, StepCall call) =>
        Workflow.ExecuteActivityAsync((IPaymentActivities a) => a.CancelPaymentAsync(command), call.Options);

    public static Task<PaymentRefunded> RefundAsync(RefundPayment command, StepCall call) =>
        Workflow.ExecuteActivityAsync((IPaymentActivities a) => a.RefundPaymentAsync(command), call.Options);

    public static Task<PaymentSeen> AskAsync(ReadPayment command, StepCall call) =>
        Workflow.ExecuteActivityAsync((IPaymentActivities a) => a.ReadPaymentAsync(command), call.Options);

    public static Task<TicketsSent> DeliverAsync(SendTickets command, StepCall call) =>
        Workflow.ExecuteActivityAsync((INotificationActivities a) => a.SendTicketsAsync(command), call.Options);

    public static Task<CancellationSent> NoticeAsync(SendCancellation command, StepCall call) =>
        Workflow.ExecuteActivityAsync((INotificationActivities a) => a.SendCancellationAsync(command), call.Options);

    public static Task<BookingFacts> BeginRecoveryAsync(BeginRecovery command, StepCall call) =>
        Workflow.ExecuteActivityAsync((IRecoveryActivities a) => a.BeginRecoveryAsync(command), call.Options);

    public static Task NoteAsync(NoteSagaState command, StepCall call) =>
        Workflow.ExecuteActivityAsync((IBookingActivities a) => a.NoteSagaStateAsync(command), call.Options);
}
