using Sagas.Contracts;
using Sagas.Contracts.Bookings;
using Sagas.Contracts.Notifications;
using Sagas.Engine.Definition;
using Temporalio.Workflows;

namespace Sagas.Workflows.Bookings;

/// <summary>
/// The booking saga: open, hold, authorise, commit, capture (the pivot), confirm, deliver. Undone in reverse: void
/// tickets, refund, cancel the payment, release the seats, close the booking; then the customer is told. Seats are freed
/// only when the payment is known to be dead, and the booking is closed only when everything else is undone.
/// Where nothing is to be paid, authorise and capture are left out.
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
        .Compensable(BookingSteps.OpenBooking, BookingPolicies.Open,
            (b, call) => b.Command.Accepted ? BookingPorts.Opened : BookingPorts.OpenAsync(BookingCommands.Open(b), call))
        .Keep((_, _) => { }, receipt => receipt.Attempt)
        .Says(_ => "Open the booking")
        .UndoneBy(BookingCompensations.CloseBooking, BookingPolicies.UndoBooking,
            (b, call) => BookingPorts.CloseAsync(BookingCommands.Close(b, call.Cause!), call),
            undo => undo
                .Attempts(receipt => receipt.Attempt)
                .After(
                    BookingSteps.HoldSeats,
                    BookingSteps.AuthorisePayment,
                    BookingSteps.CapturePayment,
                    BookingSteps.ConfirmBooking));

    private static void DefineHold(SagaBuilder<BookingState> saga) => saga
        .Compensable(BookingSteps.HoldSeats, BookingPolicies.Seats,
            (b, call) => BookingPorts.HoldAsync(BookingCommands.Hold(b), call))
        .Keep((b, receipt) => b.Held = receipt, receipt => receipt.Attempt)
        .Says(b => $"Hold {BookingWords.SeatsInBrief(b)} of {b.Command.EventId}")
        .RefusedBy(RefusalCodes.UnknownEvent, RefusalCodes.EventClosed, RefusalCodes.UnknownSeats, RefusalCodes.SeatsTaken)
        .UndoneBy(BookingCompensations.ReleaseSeats, BookingPolicies.UndoSeats,
            (b, call) => BookingPorts.ReleaseAsync(BookingCommands.Release(b), call),
            undo => undo
                .Keep((b, receipt) => b.Released = receipt)
                .Attempts(receipt => receipt.Attempt)
                .After(BookingSteps.AuthorisePayment, BookingSteps.CapturePayment, BookingSteps.ConfirmBooking));

    private static void DefineAuthorise(SagaBuilder<BookingState> saga) => saga
        .Compensable(BookingSteps.AuthorisePayment, BookingPolicies.Payment,
            BookingAuthorisation.RunAsync)
        .Keep((b, receipt) => b.Authorised = receipt, receipt => receipt.Attempt)
        .OnlyIf(IsPaid)
        .Says(b => $"Authorise {BookingWords.Total(b)}")
        .RefusedBy(
            RefusalCodes.PaymentDeclined,
            RefusalCodes.PaymentInvalid,
            RefusalCodes.PaymentActionRequired,
            RefusalCodes.PaymentNotConfirmed)
        .AskedBy(BookingEvidence.AuthorisedAsync)
        .UndoneBy(BookingCompensations.CancelPayment, BookingPolicies.UndoPayment,
            (b, call) => BookingPorts.CancelAsync(BookingCommands.CancelPayment(b, call.Cause!), call),
            undo => undo
                .Keep((b, receipt) => b.PaymentCancelled = receipt)
                .Attempts(receipt => receipt.Attempt)
                .After(BookingSteps.CapturePayment, BookingSteps.ConfirmBooking));

    private static void DefineCommit(SagaBuilder<BookingState> saga) => saga
        .Compensable(BookingSteps.CommitSeats, BookingPolicies.Seats,
            (b, call) => BookingPorts.CommitAsync(BookingCommands.Commit(b), call))
        .Keep((b, receipt) => b.Committed = receipt, receipt => receipt.Attempt)
        .Says(b => $"Commit {BookingWords.SeatsInBrief(b)}")
        .RefusedBy(RefusalCodes.EventClosed, RefusalCodes.HoldLost)
        .UndoneWith(BookingSteps.HoldSeats);

    private static void DefineCapture(SagaBuilder<BookingState> saga) => saga
        .Pivot(BookingSteps.CapturePayment, BookingPolicies.Payment,
            (b, call) => BookingPorts.CaptureAsync(BookingCommands.Capture(b), call))
        .Keep((b, receipt) => b.Captured = receipt, receipt => receipt.Attempt)
        .OnlyIf(IsPaid)
        .Says(b => $"Capture {BookingWords.Total(b)}")
        .RefusedBy(RefusalCodes.CaptureFailed)
        .AskedBy(BookingEvidence.CapturedAsync)
        .AcceptedOn(BookingEvidence.CapturedAsync)
        .Supersedes(BookingSteps.AuthorisePayment)
        .UndoneBy(BookingCompensations.RefundPayment, BookingPolicies.UndoPayment,
            (b, call) => BookingPorts.RefundAsync(BookingCommands.Refund(b, call.Cause!), call),
            undo => undo
                .Keep((b, receipt) => b.Refunded = receipt)
                .Attempts(receipt => receipt.Attempt)
                .After(BookingSteps.ConfirmBooking));

    private static void DefineConfirm(SagaBuilder<BookingState> saga) => saga
        .RetryOnly(BookingSteps.ConfirmBooking, BookingPolicies.Confirm,
            (b, call) => BookingPorts.ConfirmAsync(BookingCommands.Confirm(b), call))
        .Keep((b, receipt) => b.Confirmed = receipt, receipt => receipt.Attempt)
        .Says(_ => "Confirm the booking and issue its tickets")
        .UndoneBy(BookingCompensations.VoidTickets, BookingPolicies.UndoBooking,
            (b, call) => BookingPorts.VoidAsync(BookingCommands.Void(b, call.Cause!), call),
            undo => undo.Keep((b, receipt) => b.Voided = receipt).Attempts(receipt => receipt.Attempt));

    private static void DefineDeliver(SagaBuilder<BookingState> saga) => saga
        .RetryOnly(BookingSteps.DeliverTickets, BookingPolicies.Deliver,
            (b, call) => BookingPorts.DeliverAsync(BookingCommands.Deliver(b), call))
        .Keep((b, receipt) => b.Sent = receipt, receipt => receipt.Attempt)
        .Says(_ => "E-mail the tickets")
        .RefusedBy(RefusalCodes.MailAddressRejected)
        .OnRefusal(b => b.Command.OnDeliveryFailure == DeliveryFailurePolicy.Compensate ? RefusalMove.Undo : RefusalMove.Park)
        .AcceptedOn((_, evidence, _) => Task.FromResult<TicketsSent?>(new TicketsSent(evidence, 0)))
        .UndoneBy(BookingCompensations.SendCancellation, BookingPolicies.Notice,
            (b, call) => BookingPorts.NoticeAsync(BookingCommands.Notice(b, call.Cause!), call),
            undo => undo
                .Attempts(receipt => receipt.Attempt)
                .SettledBy(RefusalCodes.MailAddressRejected)
                .AtTheEnd());

    /// <summary>
    /// There is nothing to authorise or capture where nothing is to be paid. Such a booking that an older build began tried to,
    /// and goes on as it began.
    /// </summary>
    private static bool IsPaid(BookingState b) => b.Held!.Total.Amount > 0 || !Workflow.Patched("free-bookings");
}
