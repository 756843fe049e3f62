using Sagas.Activities.Support;
using Sagas.Contracts.Bookings;
using Sagas.Effects;
using Temporalio.Activities;

namespace Sagas.Activities.Bookings.Recovery;

/// <summary>What a recovery needs to know before it acts.</summary>
public sealed class RecoveryActivities(IEffects effects, IBookingRuns runs) : IRecoveryActivities
{
    [Activity]
    public Task<BookingFacts> BeginRecoveryAsync(BeginRecovery command) =>
        CrashPoint.AroundAsync(BookingSteps.RecoverBooking, async () =>
        {
            var stop = ActivityAttempt.Token;
            // The last look before anything is touched: an operator may have reset the booking since the sweep saw it closed.
            if (await runs.IsOpenAsync(command.BookingId, stop).ConfigureAwait(false))
            {
                await effects.ApplyAsync(new StandDownEffect(command), stop).ConfigureAwait(false);
                return StoodDown;
            }

            return await effects.ApplyAsync(new BeginRecoveryEffect(command), stop).ConfigureAwait(false);
        });

    private static BookingFacts StoodDown { get; } = new(
        IsRunning: true, IsUnfinished: false, IsHeld: false, IsCommitted: false, IsConfirmed: false, IsBeingUndone: false,
        HasRefund: false, PaymentAttempt: 1, PaymentIntentId: null, RefundAttempt: 1, MailRevision: 1);
}
