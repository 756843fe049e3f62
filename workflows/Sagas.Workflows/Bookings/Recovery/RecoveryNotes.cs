using Sagas.Contracts.Bookings;
using Sagas.Contracts.Payments;

namespace Sagas.Workflows.Bookings.Recovery;

/// <summary>What a recovery was told and has found out.</summary>
internal sealed class RecoveryNotes(RecoverBooking command)
{
    public RecoverBooking Command { get; } = command;

    /// <summary>Null until the facts are read.</summary>
    public BookingFacts? Facts { get; set; }

    /// <summary>What the provider says of the payment; null until it is asked, and when there is nothing to ask about.</summary>
    public PaymentSeen? Payment { get; set; }

    /// <summary>There is nothing to pay.</summary>
    public bool IsFree { get; set; }

    /// <summary>What follows from all that.</summary>
    public RecoveryMove Move => Facts is null
        ? RecoveryMove.Undecided
        : RecoveryDecisions.Of(Facts, Payment?.State ?? PaymentStates.None, IsFree);
}
