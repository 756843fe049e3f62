using Sagas.Contracts;
using Sagas.Contracts.Bookings;
using Sagas.Contracts.Events;
using Sagas.Contracts.Notifications;
using Sagas.Contracts.Payments;
using Sagas.Engine;
using Sagas.Engine.Execution;

namespace Sagas.Workflows.Bookings;

/// <summary>The commands that the booking saga sends, made from its state; every key is made here.</summary>
internal static class BookingCommands
{
    public static BeginRecovery BeginRecovery(BookingState b)
    {
        Invariant.Require(b.Recovery is not null, "only a recovery begins one");
        var recovery = b.Recovery.Command;
        return new BeginRecovery(Key(b, BookingSteps.RecoverBooking, recovery.Number), b.Command.BookingId, recovery.Cause);
    }

    public static OpenBooking Open(BookingState b) => new(
        Key(b, BookingSteps.OpenBooking, 1), b.Command.BookingId, b.Command.ClientId, b.Command.EventId, b.Command.Seats, b.Customer);

    public static CloseBooking Close(BookingState b, SagaCause cause) => new(
        Key(b, BookingCompensations.CloseBooking, 1),
        b.Command.BookingId,
        BookingWords.Status(cause.Outcome),
        BookingWords.Reason(cause.Outcome, cause.Error),
        b.Held?.Total);

    public static HoldSeats Hold(BookingState b) => new(
        Key(b, BookingSteps.HoldSeats, b.Epoch), b.Command.BookingId, b.Command.EventId, b.Command.Seats, b.Epoch);

    public static ReleaseSeats Release(BookingState b) => new(
        Key(b, BookingCompensations.ReleaseSeats, b.Epoch), b.Command.BookingId, b.Command.EventId, b.Command.Seats, b.Epoch);

    public static AuthorisePayment Authorise(BookingState b) => new(
        Key(b, BookingSteps.AuthorisePayment, b.PaymentAttempt),
        b.Command.BookingId,
        b.PaymentAttempt,
        Held(b).Total,
        b.Command.PaymentMethod,
        $"{b.Command.Seats.Count} seats, {Held(b).EventName}",
        b.Command.ReturnUrl);

    public static CheckAuthorisation Check(BookingState b) => new(b.Command.BookingId, b.PaymentAttempt, Held(b).Total);

    public static ExpireAuthorisation Expire(BookingState b) =>
        new(Key(b, "expire-payment", b.PaymentAttempt), b.Command.BookingId, b.PaymentAttempt, Held(b).Total);

    public static CancelPayment CancelPayment(BookingState b, SagaCause cause) => new(
        Key(b, BookingCompensations.CancelPayment, b.PaymentAttempt),
        b.Command.BookingId,
        b.PaymentAttempt,
        b.Authorised?.PaymentIntentId,
        cause.Error.Code);

    public static CommitSeats Commit(BookingState b) => new(
        Key(b, BookingSteps.CommitSeats, b.Epoch),
        b.Command.BookingId,
        b.Command.EventId,
        b.Command.Seats,
        b.Epoch,
        Held(b).EventVersion);

    public static CapturePayment Capture(BookingState b) => new(
        Key(b, BookingSteps.CapturePayment, b.CaptureAttempt),
        b.Command.BookingId,
        b.PaymentAttempt,
        Authorised(b).PaymentIntentId,
        Held(b).Total);

    public static RefundPayment Refund(BookingState b, SagaCause cause) => new(
        Key(b, BookingCompensations.RefundPayment, b.RefundAttempt),
        b.Command.BookingId,
        b.RefundAttempt,
        Authorised(b).PaymentIntentId,
        Held(b).Total,
        cause.Error.Code);

    public static ReadPayment Ask(BookingState b) =>
        new(b.Command.BookingId, b.PaymentAttempt, b.Authorised?.PaymentIntentId);

    public static ConfirmBooking Confirm(BookingState b) => new(
        Key(b, BookingSteps.ConfirmBooking, 1),
        b.Command.BookingId,
        b.Command.EventId,
        Held(b).EventVersion,
        [.. Held(b).Prices.Select(price => new SeatSold(price.Seat, price.Price))],
        Held(b).Total,
        Held(b).Total.Amount == 0 ? null : Authorised(b).PaymentIntentId,
        b.Captured?.ChargeId);

    public static VoidTickets Void(BookingState b, SagaCause cause) => new(
        Key(b, BookingCompensations.VoidTickets, 1), b.Command.BookingId, cause.Error.Code);

    public static SendTickets Deliver(BookingState b)
    {
        Invariant.Require(b.Confirmed is not null, "tickets are delivered only after the booking is confirmed");
        return new SendTickets(
            Key(b, BookingSteps.DeliverTickets, b.MailRevision),
            b.Command.BookingId,
            b.MailRevision,
            b.Customer,
            Held(b).EventName,
            Held(b).EventStartsAt,
            b.Confirmed.Tickets,
            Held(b).Total);
    }

    public static SendCancellation Notice(BookingState b, SagaCause cause) => new(
        Key(b, BookingCompensations.SendCancellation, b.MailRevision),
        b.Command.BookingId,
        b.Customer,
        Held(b).EventName,
        b.Command.Seats,
        b.Refunded?.Refunded ?? Money.Zero(Held(b).Total.Currency),
        cause.Error.Code);

    private static string Key(BookingState b, string step, int businessAttempt) =>
        BusinessKeys.Of(b.Command.BookingId, step, businessAttempt);

    private static SeatsHeld Held(BookingState b)
    {
        Invariant.Require(b.Held is not null, "this command is made only after the seats are held");
        return b.Held;
    }

    private static PaymentAuthorised Authorised(BookingState b)
    {
        Invariant.Require(b.Authorised is not null, "this command is made only after the payment is authorised");
        return b.Authorised;
    }
}
