using Sagas.Contracts.Bookings;
using Sagas.Contracts.Payments;
using Sagas.Workflows.Bookings.Recovery;

namespace Sagas.Workflows.Tests.Bookings.Recovery;

/// <summary>Given what the facts say and what the provider says, then what a recovery does.</summary>
public class RecoveryDecisionsTests
{
    private static readonly BookingFacts _opened = new(
        IsRunning: false, IsUnfinished: true, IsHeld: false, IsCommitted: false, IsConfirmed: false, IsBeingUndone: false,
        HasRefund: false, PaymentAttempt: 1, PaymentIntentId: null, RefundAttempt: 1, MailRevision: 1);

    private static readonly BookingFacts _held = _opened with { IsHeld = true };
    private static readonly BookingFacts _committed = _held with { IsCommitted = true };
    private static readonly BookingFacts _confirmed = _committed with { IsConfirmed = true };

    private static readonly IReadOnlyDictionary<string, BookingFacts> _given = new Dictionary<string, BookingFacts>
    {
        ["opened"] = _opened,
        ["held"] = _held,
        ["committed"] = _committed,
        ["confirmed"] = _confirmed,
        ["held, being undone"] = _held with { IsBeingUndone = true },
        ["committed, being undone"] = _committed with { IsBeingUndone = true },
        ["committed, being undone by refund"] = _committed with { IsBeingUndone = true, HasRefund = true },
        ["confirmed, being undone"] = _confirmed with { IsBeingUndone = true },
        ["finished"] = _confirmed with { IsUnfinished = false },
        ["undone"] = _held with { IsBeingUndone = true, IsUnfinished = false },
        ["running again"] = _opened with { IsRunning = true, IsUnfinished = false },
    };

    [Theory]
    [InlineData("opened", PaymentStates.None, nameof(RecoveryMove.UndoUnpaid))]
    [InlineData("held", PaymentStates.None, nameof(RecoveryMove.UndoUnpaid))]
    [InlineData("held", PaymentStates.Open, nameof(RecoveryMove.UndoUnpaid))]
    [InlineData("held", PaymentStates.Authorised, nameof(RecoveryMove.UndoUnpaid))]
    [InlineData("held", PaymentStates.Cancelled, nameof(RecoveryMove.UndoUnpaid))]
    [InlineData("held", PaymentStates.Captured, nameof(RecoveryMove.Undecided))]
    [InlineData("committed", PaymentStates.Authorised, nameof(RecoveryMove.UndoUnpaid))]
    [InlineData("committed", PaymentStates.Cancelled, nameof(RecoveryMove.UndoUnpaid))]
    [InlineData("committed", PaymentStates.Captured, nameof(RecoveryMove.Confirm))]
    [InlineData("committed", PaymentStates.Refunded, nameof(RecoveryMove.UndoPaid))]
    [InlineData("confirmed", PaymentStates.Captured, nameof(RecoveryMove.Deliver))]
    [InlineData("confirmed", PaymentStates.Refunded, nameof(RecoveryMove.Undecided))]
    [InlineData("confirmed", PaymentStates.Authorised, nameof(RecoveryMove.Undecided))]
    [InlineData("confirmed", PaymentStates.None, nameof(RecoveryMove.Undecided))]
    [InlineData("held, being undone", PaymentStates.Authorised, nameof(RecoveryMove.UndoUnpaid))]
    [InlineData("held, being undone", PaymentStates.Cancelled, nameof(RecoveryMove.UndoUnpaid))]
    [InlineData("committed, being undone", PaymentStates.Captured, nameof(RecoveryMove.UndoUnpaid))]
    [InlineData("committed, being undone by refund", PaymentStates.Captured, nameof(RecoveryMove.UndoPaid))]
    [InlineData("committed, being undone by refund", PaymentStates.Refunded, nameof(RecoveryMove.UndoPaid))]
    [InlineData("confirmed, being undone", PaymentStates.Captured, nameof(RecoveryMove.UndoPaid))]
    [InlineData("confirmed, being undone", PaymentStates.Refunded, nameof(RecoveryMove.UndoPaid))]
    [InlineData("finished", PaymentStates.Captured, nameof(RecoveryMove.NothingToDo))]
    [InlineData("undone", PaymentStates.Cancelled, nameof(RecoveryMove.NothingToDo))]
    [InlineData("running again", PaymentStates.Authorised, nameof(RecoveryMove.StandDown))]
    [InlineData("running again", PaymentStates.Captured, nameof(RecoveryMove.StandDown))]
    public void Decide_FactsAndProvider_Move(string given, string payment, string then) =>
        RecoveryDecisions.Of(_given[given], payment).ToString().ShouldBe(then);

    [Theory]
    [InlineData("held", nameof(RecoveryMove.UndoUnpaid))]
    [InlineData("committed", nameof(RecoveryMove.UndoUnpaid))]
    [InlineData("confirmed", nameof(RecoveryMove.Deliver))]
    [InlineData("confirmed, being undone", nameof(RecoveryMove.UndoPaid))]
    public void Decide_NothingToPay_Move(string given, string then) =>
        RecoveryDecisions.Of(_given[given], PaymentStates.None, isFree: true).ToString().ShouldBe(then);
}
