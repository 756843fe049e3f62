namespace Sagas.Contracts.Events;

/// <summary>
/// Reads the offer (event, version, prices) and holds all the seats or none, in one statement, so that no price can change
/// between the two. Repeating it with the same epoch changes nothing.
/// </summary>
/// <param name="Key">`{bookingId}:hold-seats:{epoch}`.</param>
/// <param name="Epoch">Fencing number of this hold, set by the saga: 1, and one more with every new hold.</param>
public sealed record HoldSeats(string Key, string BookingId, string EventId, IReadOnlyList<string> Seats, int Epoch);

/// <param name="HoldUntil">Database time plus the hold's length; shown to the buyer. It never frees a seat by itself.</param>
/// <param name="Attempt">Attempt number of the activity that did it, for the timeline.</param>
/// <param name="DecideBy">How long a payment that is under way may keep the hold. Null: as long as the hold (the answer of an older build).</param>
public sealed record SeatsHeld(
    int EventVersion,
    string EventName,
    DateTimeOffset EventStartsAt,
    IReadOnlyList<SeatPrice> Prices,
    Money Total,
    DateTimeOffset HoldUntil,
    int Attempt,
    DateTimeOffset? DecideBy = null);

public sealed record SeatPrice(string Seat, string Section, Money Price);

/// <summary>Turns the hold into a sale, if the event is still on sale and the hold is still this booking's.</summary>
/// <param name="Key">`{bookingId}:commit-seats:{epoch}`.</param>
public sealed record CommitSeats(
    string Key, string BookingId, string EventId, IReadOnlyList<string> Seats, int Epoch, int EventVersion);

public sealed record SeatsCommitted(int EventVersion, int Attempt);

/// <summary>Frees what this booking holds or has committed with this epoch; no such seat is success ("never happened").</summary>
/// <param name="Key">`{bookingId}:release-seats:{epoch}`.</param>
public sealed record ReleaseSeats(string Key, string BookingId, string EventId, IReadOnlyList<string> Seats, int Epoch);

public sealed record SeatsReleased(int Count, int Attempt);
