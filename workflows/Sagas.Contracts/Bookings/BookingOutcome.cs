using Sagas.Contracts.Sagas;

namespace Sagas.Contracts.Bookings;

/// <summary>Result of the booking workflow.</summary>
/// <param name="Status">One of <see cref="BookingStatuses"/>.</param>
/// <param name="Reason">Why it was not confirmed; null when it was.</param>
/// <param name="Total">Null when no seats were ever held.</param>
/// <param name="Saga">The finished timeline, so that nobody has to query a closed workflow.</param>
public sealed record BookingOutcome(
    string BookingId,
    string Status,
    Refusal? Reason,
    Money? Total,
    IReadOnlyList<Ticket> Tickets,
    SagaSnapshot Saga);

/// <summary>One admission to one seat; the code is what the door checks.</summary>
public sealed record Ticket(string Code, string Seat);
