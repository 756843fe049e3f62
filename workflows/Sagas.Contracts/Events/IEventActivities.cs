using Temporalio.Activities;

namespace Sagas.Contracts.Events;

/// <summary>Port of the Events context, on <see cref="TaskQueues.Events"/>. Implementations repeat the attributes.</summary>
public interface IEventActivities
{
    /// <summary>Refuses with UnknownEvent, EventClosed, UnknownSeats or SeatsTaken.</summary>
    [Activity]
    Task<SeatsHeld> HoldSeatsAsync(HoldSeats command);

    /// <summary>Refuses with EventClosed or HoldLost.</summary>
    [Activity]
    Task<SeatsCommitted> CommitSeatsAsync(CommitSeats command);

    [Activity]
    Task<SeatsReleased> ReleaseSeatsAsync(ReleaseSeats command);
}
