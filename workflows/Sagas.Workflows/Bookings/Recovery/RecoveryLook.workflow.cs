using Sagas.Contracts;
using Sagas.Contracts.Bookings;
using Sagas.Contracts.Events;
using Sagas.Contracts.Payments;
using Sagas.Engine;
using Sagas.Engine.Definition;
using Temporalio.Exceptions;

namespace Sagas.Workflows.Bookings.Recovery;

/// <summary>
/// The step that finds out what is true: the facts first, then the provider. Receipts that later steps need come from the
/// actions themselves, which answer again what they answered once, as long as their fact is there.
/// </summary>
internal static class RecoveryLook
{
    public static SagaDefinition<BookingState> Definition { get; } = Define();

    private static SagaDefinition<BookingState> Define()
    {
        var look = new SagaBuilder<BookingState>("booking-recovery");
        look.RetryOnly(BookingSteps.RecoverBooking, BookingPolicies.Recover, LookAsync)
            .Says(_ => "Read what the booking's facts say")
            .RefusedBy(RefusalCodes.RecoveryUndecided);
        return look.With(BookingHooks.All).Build();
    }

    private static async Task<RecoveryMove> LookAsync(BookingState b, StepCall call)
    {
        var notes = b.Recovery;
        Invariant.Require(notes is not null, "only a recovery looks");
        var facts = await BookingPorts.BeginRecoveryAsync(BookingCommands.BeginRecovery(b), call);
        notes.Facts = facts;
        if (facts.IsRunning || !facts.IsUnfinished)
        {
            return notes.Move;
        }
        b.TakeUp(facts);
        b.Held = facts.IsHeld ? await HeldAsync(b, call) : null;
        notes.IsFree = b.Held is { Total.Amount: 0 };
        b.Committed = facts.IsCommitted ? new SeatsCommitted(b.Held!.EventVersion, 0) : null;
        await LookAtPaymentAsync(b, notes, facts, call);
        if (notes.Move == RecoveryMove.Deliver)
        {
            b.Confirmed = await ConfirmedAsync(b, call);
        }
        return notes.Move == RecoveryMove.Undecided ? throw Undecided(b, facts, notes.Payment) : notes.Move;
    }

    private static Task<SeatsHeld> HeldAsync(BookingState b, StepCall call) => BookingPorts.HoldAsync(
        BookingCommands.Hold(b), call.On(BookingPolicies.UndoSeats, "Read what was quoted"));

    private static Task<BookingConfirmed> ConfirmedAsync(BookingState b, StepCall call) => BookingPorts.ConfirmAsync(
        BookingCommands.Confirm(b), call.On(BookingPolicies.Confirm, "Read which tickets were issued"));

    private static async Task LookAtPaymentAsync(
        BookingState b, RecoveryNotes notes, BookingFacts facts, StepCall call)
    {
        if (facts.PaymentIntentId is not { } intent || b.Held is not { } held)
        {
            return;
        }
        // Until the provider answers, money may be at risk.
        b.Authorised = new PaymentAuthorised(intent, held.Total, 0);
        var seen = await BookingPorts.AskAsync(
            BookingCommands.Ask(b), call.On(BookingPolicies.UndoPayment, "Ask what became of the payment"));
        notes.Payment = seen;
        b.Authorised = seen.State is PaymentStates.Authorised or PaymentStates.Captured or PaymentStates.Refunded
            ? b.Authorised
            : null;
        b.Captured = seen is { State: PaymentStates.Captured, Captured: { } captured }
            ? new PaymentCaptured(intent, seen.ChargeId, captured, 0)
            : null;
    }

    private static ApplicationFailureException Undecided(BookingState b, BookingFacts facts, PaymentSeen? payment) => new(
        $"Booking {b.Command.BookingId} is {(facts.IsConfirmed ? "confirmed" : "not confirmed, its seats not sold")}, but the "
        + $"provider says of payment {payment?.PaymentIntentId ?? "(none)"}: {payment?.State ?? PaymentStates.None}. "
        + "Retry once that is put right at the provider, or undo the booking.",
        errorType: RefusalCodes.RecoveryUndecided,
        nonRetryable: true);
}
