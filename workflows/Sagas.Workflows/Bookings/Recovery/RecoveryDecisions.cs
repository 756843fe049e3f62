using Sagas.Contracts.Bookings;
using Sagas.Contracts.Payments;

namespace Sagas.Workflows.Bookings.Recovery;

/// <summary>
/// What a recovery does with a booking. Pure, so that the whole policy can be read, and tested, as one table; the first line
/// that fits counts:
/// <code>
/// the booking's facts say      the provider says      the recovery
/// its own workflow is open     -                      stands down
/// nothing is left to do        -                      has nothing to do
/// being undone, and confirmed
///   before, or refund begun    anything               goes on undoing, by refund
/// being undone                 anything               goes on undoing, by cancelling the payment
/// confirmed                    captured, or free      sends the tickets
/// confirmed                    anything else          asks support (confirmed, but not paid)
/// seats committed              captured               confirms, then sends the tickets
/// not confirmed                refunded               undoes, by refund (which finds the one that was made)
/// seats not committed          captured               asks support (paid, but by nobody of ours)
/// not confirmed                anything else          undoes, by cancelling the payment
/// </code>
/// Cancelling a payment looks first, and gives back what turns out to be captured.
/// </summary>
internal static class RecoveryDecisions
{
    public static RecoveryMove Of(BookingFacts facts, string payment, bool isFree = false) => facts switch
    {
        { IsRunning: true } => RecoveryMove.StandDown,
        { IsUnfinished: false } => RecoveryMove.NothingToDo,
        { IsBeingUndone: true } => facts.IsConfirmed || facts.HasRefund ? RecoveryMove.UndoPaid : RecoveryMove.UndoUnpaid,
        { IsConfirmed: true } => payment == PaymentStates.Captured || isFree ? RecoveryMove.Deliver : RecoveryMove.Undecided,
        _ => payment switch
        {
            PaymentStates.Captured => facts.IsCommitted ? RecoveryMove.Confirm : RecoveryMove.Undecided,
            PaymentStates.Refunded => RecoveryMove.UndoPaid,
            _ => RecoveryMove.UndoUnpaid,
        },
    };
}

/// <summary>Which way a recovery goes.</summary>
internal enum RecoveryMove
{
    StandDown,
    NothingToDo,

    /// <summary>Forward, from the confirmation.</summary>
    Confirm,

    /// <summary>Forward, from the mail.</summary>
    Deliver,

    /// <summary>Back, where nothing was charged as far as is known.</summary>
    UndoUnpaid,

    /// <summary>Back, with a refund.</summary>
    UndoPaid,

    /// <summary>Nowhere, until support decides.</summary>
    Undecided,
}
