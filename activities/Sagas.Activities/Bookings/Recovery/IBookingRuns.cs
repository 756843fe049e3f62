namespace Sagas.Activities.Bookings.Recovery;

/// <summary>The bookings' own workflows, as far as a recovery cares.</summary>
public interface IBookingRuns
{
    /// <summary>Whether the newest run of the booking's workflow is open. One that Temporal does not know is not.</summary>
    Task<bool> IsOpenAsync(string bookingId, CancellationToken stop);
}
