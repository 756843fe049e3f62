using Sagas.Contracts;
using Sagas.Contracts.Bookings;
using Sagas.Engine;
using Sagas.Engine.Execution;

namespace Sagas.Workflows.Bookings.Recovery;

/// <summary>
/// Where the booking saga stands after a recovery has looked. On the way back the confirmation always counts as taken: its undo
/// is the fence that keeps a run which comes to life again from confirming what is being undone.
/// </summary>
internal static class RecoveryPosition
{
    private static readonly IReadOnlySet<string> _captured = Through(BookingSteps.CapturePayment);

    private static readonly IReadOnlySet<string> _confirmed = Through(BookingSteps.ConfirmBooking);

    private static readonly IReadOnlySet<string> _everything = Through(BookingSteps.DeliverTickets);

    public static SagaPosition Of(BookingState b)
    {
        Invariant.Require(b.Recovery is not null, "only a recovery has a position");
        return b.Recovery.Move switch
        {
            RecoveryMove.StandDown or RecoveryMove.NothingToDo => SagaPosition.Over,
            RecoveryMove.Confirm => new SagaPosition(_captured, Cause: null),
            RecoveryMove.Deliver => new SagaPosition(_confirmed, Cause: null),
            RecoveryMove.UndoUnpaid => new SagaPosition(ToUndo(b, isPaid: false), Cause(b)),
            // From undecided only support's decision to undo leads here.
            _ => new SagaPosition(ToUndo(b, isPaid: b.Authorised is not null), Cause(b)),
        };
    }

    /// <summary>What is not known to be paid goes back by cancelling the payment, which refunds what turns out to be captured.</summary>
    private static IReadOnlySet<string> ToUndo(BookingState b, bool isPaid)
    {
        var steps = b.Recovery!.Facts is { IsConfirmed: true } ? _everything : _confirmed;
        return isPaid ? steps : steps.Where(step => step != BookingSteps.CapturePayment).ToHashSet();
    }

    private static SagaCause Cause(BookingState b) => new(
        SagaOutcome.Compensated,
        new SagaError(
            RefusalCodes.UndoneByRecovery, $"{RecoveryCauses.InWords(b.Recovery!.Command.Cause)}; undone by recovery"));

    private static IReadOnlySet<string> Through(string last) =>
        BookingSteps.InOrder.Take(BookingSteps.InOrder.ToList().IndexOf(last) + 1).ToHashSet();
}
