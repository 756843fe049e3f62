using Sagas.Contracts;
using Sagas.Contracts.Bookings;
using Sagas.Contracts.Events;
using Sagas.Contracts.Notifications;
using Sagas.Contracts.Payments;
using Sagas.Contracts.Sagas;
using Sagas.Engine.Definition;
using Temporalio.Common;
using Temporalio.Workflows;

namespace Sagas.Workflows.Bookings;

/// <summary>
/// The booking saga: open, hold, authorise, commit, capture (the pivot), confirm, deliver. Undone in reverse: void
/// tickets, refund, cancel the payment, release the seats, close the booking; then the customer is told. Seats are freed
/// only when the payment is known to be dead, and the booking is closed only when everything else is undone.
/// </summary>
internal static class BookingSaga
{
    public static SagaDefinition<BookingState> Definition { get; } = Define();

    private static SagaDefinition<BookingState> Define()
    {
        var saga = new SagaBuilder<BookingState>("booking");
        DefineOpen(saga);
        DefineHold(saga);
        DefineAuthorise(saga);
        DefineCommit(saga);
        DefineCapture(saga);
        DefineConfirm(saga);
        DefineDeliver(saga);
        return saga.With(BookingHooks.All).Build();
    }

    private static void DefineOpen(SagaBuilder<BookingState> saga) => saga
        .Compensable(BookingSteps.OpenBooking, BookingPolicies.Open, (b, call) =>
            Workflow.ExecuteActivityAsync((IBookingActivities a) => a.OpenBookingAsync(BookingCommands.Open(b)), call.Options))
        .Keep((_, _) => { }, receipt => receipt.Attempt)
        .Says(_ => "Open the booking")
        .UndoneBy(BookingCompensations.CloseBooking, BookingPolicies.UndoBooking, (b, call) =>
            Workflow.ExecuteActivityAsync(
                (IBookingActivities a) => a.CloseBookingAsync(BookingCommands.Close(b, call.Cause!)), call.Options),
            undo => undo
                .Attempts(receipt => receipt.Attempt)
                .After(
                    BookingSteps.HoldSeats,
                    BookingSteps.AuthorisePayment,
                    BookingSteps.CapturePayment,
                    BookingSteps.ConfirmBooking));

    private static void DefineHold(SagaBuilder<BookingState> saga) => saga
        .Compensable(BookingSteps.HoldSeats, BookingPolicies.Seats, (b, call) =>
            Workflow.ExecuteActivityAsync((IEventActivities a) => a.HoldSeatsAsync(BookingCommands.Hold(b)), call.Options))
        .Keep((b, receipt) => b.Held = receipt, receipt => receipt.Attempt)
        .Says(b => $"Hold {BookingWords.Seats(b)} of {b.Command.EventId}")
        .RefusedBy(RefusalCodes.UnknownEvent, RefusalCodes.EventClosed, RefusalCodes.UnknownSeats, RefusalCodes.SeatsTaken)
        .UndoneBy(BookingCompensations.ReleaseSeats, BookingPolicies.UndoSeats, (b, call) =>
            Workflow.ExecuteActivityAsync((IEventActivities a) => a.ReleaseSeatsAsync(BookingCommands.Release(b)), call.Options),
            undo => undo
                .Keep((b, receipt) => b.Released = receipt)
                .Attempts(receipt => receipt.Attempt)
                .After(BookingSteps.AuthorisePayment, BookingSteps.CapturePayment, BookingSteps.ConfirmBooking));

    private static void DefineAuthorise(SagaBuilder<BookingState> saga) => saga
        .Compensable(BookingSteps.AuthorisePayment, BookingPolicies.Payment, (b, call) =>
            Workflow.ExecuteActivityAsync(
                (IPaymentActivities a) => a.AuthorisePaymentAsync(BookingCommands.Authorise(b)), call.Options))
        .Keep((b, receipt) => b.Authorised = receipt, receipt => receipt.Attempt)
        .Says(b => $"Authorise {BookingWords.Total(b)}")
        .RefusedBy(RefusalCodes.PaymentDeclined, RefusalCodes.PaymentInvalid, RefusalCodes.PaymentActionRequired)
        .AskedBy(BookingEvidence.AuthorisedAsync)
        .UndoneBy(BookingCompensations.CancelPayment, BookingPolicies.UndoPayment, (b, call) =>
            Workflow.ExecuteActivityAsync(
                (IPaymentActivities a) => a.CancelPaymentAsync(BookingCommands.CancelPayment(b, call.Cause!)), call.Options),
            undo => undo
                .Keep((b, receipt) => b.PaymentCancelled = receipt)
                .Attempts(receipt => receipt.Attempt)
                .After(BookingSteps.CapturePayment, BookingSteps.ConfirmBooking));

    private static void DefineCommit(SagaBuilder<BookingState> saga) => saga
        .Compensable(BookingSteps.CommitSeats, BookingPolicies.Seats, (b, call) =>
            Workflow.ExecuteActivityAsync((IEventActivities a) => a.CommitSeatsAsync(BookingCommands.Commit(b)), call.Options))
        .Keep((b, receipt) => b.Committed = receipt, receipt => receipt.Attempt)
        .Says(b => $"Commit {BookingWords.Seats(b)}")
        .RefusedBy(RefusalCodes.EventClosed, RefusalCodes.HoldLost)
        .UndoneWith(BookingSteps.HoldSeats);

    private static void DefineCapture(SagaBuilder<BookingState> saga) => saga
        .Pivot(BookingSteps.CapturePayment, BookingPolicies.Payment, (b, call) =>
            Workflow.ExecuteActivityAsync(
                (IPaymentActivities a) => a.CapturePaymentAsync(BookingCommands.Capture(b)), call.Options))
        .Keep((b, receipt) => b.Captured = receipt, receipt => receipt.Attempt)
        .Says(b => $"Capture {BookingWords.Total(b)}")
        .RefusedBy(RefusalCodes.CaptureFailed)
        .AskedBy(BookingEvidence.CapturedAsync)
        .AcceptedOn(BookingEvidence.CapturedAsync)
        .Supersedes(BookingSteps.AuthorisePayment)
        .UndoneBy(BookingCompensations.RefundPayment, BookingPolicies.UndoPayment, (b, call) =>
            Workflow.ExecuteActivityAsync(
                (IPaymentActivities a) => a.RefundPaymentAsync(BookingCommands.Refund(b, call.Cause!)), call.Options),
            undo => undo
                .Keep((b, receipt) => b.Refunded = receipt)
                .Attempts(receipt => receipt.Attempt)
                .After(BookingSteps.ConfirmBooking));

    private static void DefineConfirm(SagaBuilder<BookingState> saga) => saga
        .RetryOnly(BookingSteps.ConfirmBooking, BookingPolicies.Confirm, (b, call) =>
            Workflow.ExecuteActivityAsync(
                (IBookingActivities a) => a.ConfirmBookingAsync(BookingCommands.Confirm(b)), call.Options))
        .Keep((b, receipt) => b.Confirmed = receipt, receipt => receipt.Attempt)
        .Says(_ => "Confirm the booking and issue its tickets")
        .UndoneBy(BookingCompensations.VoidTickets, BookingPolicies.UndoBooking, (b, call) =>
            Workflow.ExecuteActivityAsync(
                (IBookingActivities a) => a.VoidTicketsAsync(BookingCommands.Void(b, call.Cause!)), call.Options),
            undo => undo.Keep((b, receipt) => b.Voided = receipt).Attempts(receipt => receipt.Attempt));

    private static void DefineDeliver(SagaBuilder<BookingState> saga) => saga
        .RetryOnly(BookingSteps.DeliverTickets, BookingPolicies.Deliver, (b, call) =>
            Workflow.ExecuteActivityAsync(
                (INotificationActivities a) => a.SendTicketsAsync(BookingCommands.Deliver(b)), call.Options))
        .Keep((b, receipt) => b.Sent = receipt, receipt => receipt.Attempt)
        .Says(_ => "E-mail the tickets")
        .RefusedBy(RefusalCodes.MailAddressRejected)
        .OnRefusal(b => b.Command.OnDeliveryFailure == DeliveryFailurePolicy.Compensate ? RefusalMove.Undo : RefusalMove.Park)
        .AcceptedOn((_, evidence, _) => Task.FromResult<TicketsSent?>(new TicketsSent(evidence, 0)))
        .UndoneBy(BookingCompensations.SendCancellation, BookingPolicies.Notice, (b, call) =>
            Workflow.ExecuteActivityAsync(
                (INotificationActivities a) => a.SendCancellationAsync(BookingCommands.Notice(b, call.Cause!)), call.Options),
            undo => undo
                .Attempts(receipt => receipt.Attempt)
                .SettledBy(RefusalCodes.MailAddressRejected)
                .AtTheEnd());
}
