using Temporalio.Activities;

namespace Sagas.Contracts.Bookings;

/// <summary>Port of the Bookings context for recoveries, on <see cref="TaskQueues.Bookings"/>.</summary>
public interface IRecoveryActivities
{
    [Activity]
    Task<BookingFacts> BeginRecoveryAsync(BeginRecovery command);
}
