namespace Sagas.Contracts.Events;

/// <summary>Port of the Events context, on <see cref="TaskQueues.Events"/>. Implementations repeat the attributes.</summary>
public interface IEventActivities
{
    /// <summary>Refuses with UnknownEvent, EventClosed, UnknownSeats or SeatsTaken.</summary>
    Task<SeatsHeld> HoldSeatsAsync(HoldSeats command);

    /// <summary>Refuses with EventClosed or HoldLost.</summary>
    Task<SeatsCommitted> CommitSeatsAsync(CommitSeats command);

    Task<SeatsReleased> ReleaseSeatsAsync(ReleaseSeats command);
}
