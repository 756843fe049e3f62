using Sagas.Contracts;
using Sagas.Contracts.Bookings;
using Temporalio.Activities;

namespace Sagas.Workflows.Tests.Fakes;

/// <summary>The port for recoveries on a <see cref="World"/>: the keys of the effects are the facts.</summary>
internal sealed class FakeRecovery(World world) : IRecoveryActivities
{
    /// <summary>An operator has reset the booking.</summary>
    public bool IsRunning { get; set; }

    [Activity]
    public Task<BookingFacts> BeginRecoveryAsync(BeginRecovery command) =>
        world.RunAsync("BeginRecovery", command.Key, _ => Facts(command.BookingId));

    private BookingFacts Facts(string id)
    {
        var isUndoing = Has(id, BookingCompensations.VoidTickets) || Has(id, BookingCompensations.CancelPayment)
            || Has(id, BookingCompensations.RefundPayment) || Has(id, BookingCompensations.ReleaseSeats);
        return new BookingFacts(
            IsRunning,
            IsUnfinished: !IsRunning && IsUnfinished(id, isUndoing),
            IsHeld: Has(id, BookingSteps.HoldSeats),
            IsCommitted: Has(id, BookingSteps.CommitSeats),
            IsConfirmed: Has(id, BookingSteps.ConfirmBooking),
            IsBeingUndone: isUndoing,
            HasRefund: Has(id, BookingCompensations.RefundPayment),
            PaymentAttempt: 1,
            PaymentIntentId: world.Intents.ContainsKey(FakePayments.IntentOf(id)) ? FakePayments.IntentOf(id) : null,
            RefundAttempt: Has(id, BookingCompensations.RefundPayment, 2) ? 2 : 1,
            MailRevision: 1);
    }

    private bool IsUnfinished(string id, bool isUndoing) => world.Bookings.GetValueOrDefault(id) switch
    {
        null or BookingStatuses.Pending => true,
        BookingStatuses.Confirmed => isUndoing || !world.Mails.Contains(BusinessKeys.Of(id, BookingSteps.DeliverTickets, 1)),
        _ => Has(id, BookingSteps.ConfirmBooking)
            && !world.Mails.Contains(BusinessKeys.Of(id, BookingCompensations.SendCancellation, 1)),
    };

    private bool Has(string id, string step, int attempt = 1) => world.Keys.Contains(BusinessKeys.Of(id, step, attempt));
}
