namespace Sagas.Contracts.Bookings;

/// <summary>Writes the booking row, PENDING, with its first fact. An existing row of the same booking is success.</summary>
/// <param name="Key">`{bookingId}:open-booking:1`.</param>
public sealed record OpenBooking(
    string Key, string BookingId, string ClientId, string EventId, IReadOnlyList<string> Seats, Customer Customer);

public sealed record BookingOpened(int Attempt);

/// <summary>
/// Ends a booking that will not be confirmed: status and reason, never a deletion. A booking that was never opened is
/// success.
/// </summary>
/// <param name="Key">`{bookingId}:close-booking:1`.</param>
/// <param name="Status"><see cref="BookingStatuses.Rejected"/> or <see cref="BookingStatuses.Cancelled"/>.</param>
/// <param name="Total">What it would have cost; null when no seats were ever held.</param>
public sealed record CloseBooking(string Key, string BookingId, string Status, Refusal Reason, Money? Total);

public sealed record BookingClosed(int Attempt);

/// <summary>One transaction: CONFIRMED, tickets (codes derived from booking and seat), ledger entry, facts.</summary>
/// <param name="Key">`{bookingId}:confirm-booking:1`.</param>
/// <param name="PaymentIntentId">Null: there was nothing to pay.</param>
public sealed record ConfirmBooking(
    string Key,
    string BookingId,
    string EventId,
    int EventVersion,
    IReadOnlyList<SeatSold> Seats,
    Money Total,
    string? PaymentIntentId,
    string? ChargeId);

public sealed record SeatSold(string Seat, Money Price);

public sealed record BookingConfirmed(IReadOnlyList<Ticket> Tickets, int Attempt);

/// <summary>
/// Voids the booking's tickets, so that nobody enters on money given back. No tickets is success; afterwards none are issued
/// any more: a confirmation that arrives late is refused.
/// </summary>
/// <param name="Key">`{bookingId}:void-tickets:1`.</param>
public sealed record VoidTickets(string Key, string BookingId, string Reason);

public sealed record TicketsVoided(int Count, int Attempt);

/// <summary>Something happened to a booking's payment at the provider. What it was is looked up, not believed.</summary>
/// <param name="EventId">The provider's id of the event, for whoever reads the history.</param>
public sealed record PaymentChanged(string EventId, string Type);

/// <summary>Keeps support's list true: written when a saga parks and when it goes on, at no other time.</summary>
/// <param name="Key">`{bookingId}:park:{case}` or `{bookingId}:unpark:{case}`; later case numbers win over earlier ones.</param>
/// <param name="Parked">Null: the saga goes on.</param>
/// <param name="Email">The corrected address, when support gave one; null: unchanged.</param>
public sealed record NoteSagaState(
    string Key, string BookingId, int Case, ParkedBooking? Parked, Repair? DecidedBy, string? Email);

/// <summary>Why a booking is stuck and what that means, in words for support.</summary>
public sealed record ParkedBooking(
    string Step,
    bool Compensating,
    DateTimeOffset Since,
    string ErrorCode,
    string ErrorMessage,
    string SeatsMeaning,
    string MoneyMeaning,
    string MailMeaning,
    Money? MoneyAtRisk);

/// <summary>A decision of support, for the audit trail.</summary>
/// <param name="Action">One of <see cref="RepairActions"/>.</param>
public sealed record Repair(string Action, string Who, string Why, string? Evidence, DateTimeOffset At);
