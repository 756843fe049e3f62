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
    /// <summary>The answer where the acceptance of the request has opened the booking: no activity is needed.</summary>
    public static Task<BookingOpened> Opened { get; } = Task.FromResult(new BookingOpened(Attempt: 1));

    public static Task<BookingOpened> OpenAsync(OpenBooking command, StepCall call) =>
        call.RunAsync((IBookingActivities a) => a.OpenBookingAsync(command));

    public static Task<BookingClosed> CloseAsync(CloseBooking command, StepCall call) =>
        call.RunAsync((IBookingActivities a) => a.CloseBookingAsync(command));

    public static Task<BookingConfirmed> ConfirmAsync(ConfirmBooking command, StepCall call) =>
        call.RunAsync((IBookingActivities a) => a.ConfirmBookingAsync(command));

    public static Task<TicketsVoided> VoidAsync(VoidTickets command, StepCall call) =>
        call.RunAsync((IBookingActivities a) => a.VoidTicketsAsync(command));

    public static Task<SeatsHeld> HoldAsync(HoldSeats command, StepCall call) =>
        call.RunAsync((IEventActivities a) => a.HoldSeatsAsync(command));

    public static Task<SeatsCommitted> CommitAsync(CommitSeats command, StepCall call) =>
        call.RunAsync((IEventActivities a) => a.CommitSeatsAsync(command));

    public static Task<SeatsReleased> ReleaseAsync(ReleaseSeats command, StepCall call) =>
        call.RunAsync((IEventActivities a) => a.ReleaseSeatsAsync(command));

    public static Task<AuthorisationAnswer> AuthoriseAsync(AuthorisePayment command, StepCall call) =>
        call.RunAsync((IPaymentActivities a) => a.AuthorisePaymentAsync(command));

    public static Task<AuthorisationAnswer> CheckAsync(CheckAuthorisation command, ActivityOptions options) =>
        Workflow.ExecuteActivityAsync((IPaymentActivities a) => a.CheckAuthorisationAsync(command), options);

    public static Task<AuthorisationAnswer> ExpireAsync(ExpireAuthorisation command, ActivityOptions options) =>
        Workflow.ExecuteActivityAsync((IPaymentActivities a) => a.ExpireAuthorisationAsync(command), options);

    public static Task<PaymentCaptured> CaptureAsync(CapturePayment command, StepCall call) =>
        call.RunAsync((IPaymentActivities a) => a.CapturePaymentAsync(command));

    public static Task<PaymentCancelled> CancelAsync(CancelPayment command, StepCall call) =>
        call.RunAsync((IPaymentActivities a) => a.CancelPaymentAsync(command));

    public static Task<PaymentRefunded> RefundAsync(RefundPayment command, StepCall call) =>
        call.RunAsync((IPaymentActivities a) => a.RefundPaymentAsync(command));

    public static Task<PaymentSeen> AskAsync(ReadPayment command, StepCall call) =>
        call.RunAsync((IPaymentActivities a) => a.ReadPaymentAsync(command));

    public static Task<TicketsSent> DeliverAsync(SendTickets command, StepCall call) =>
        call.RunAsync((INotificationActivities a) => a.SendTicketsAsync(command));

    public static Task<CancellationSent> NoticeAsync(SendCancellation command, StepCall call) =>
        call.RunAsync((INotificationActivities a) => a.SendCancellationAsync(command));

    public static Task<BookingFacts> BeginRecoveryAsync(BeginRecovery command, StepCall call) =>
        call.RunAsync((IRecoveryActivities a) => a.BeginRecoveryAsync(command));

    public static Task NoteAsync(NoteSagaState command, StepCall call) =>
        Workflow.ExecuteActivityAsync((IBookingActivities a) => a.NoteSagaStateAsync(command), call.Options);
}
