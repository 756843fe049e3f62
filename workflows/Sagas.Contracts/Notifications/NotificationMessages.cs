using Sagas.Contracts.Bookings;

namespace Sagas.Contracts.Notifications;

/// <summary>E-mails the tickets. The mail row comes first; a mail that may have been sent is looked up before it is sent again.</summary>
/// <param name="Key">`{bookingId}:deliver-tickets:{revision}`; also the mail's id.</param>
/// <param name="Revision">1, and one more for every corrected address.</param>
public sealed record SendTickets(
    string Key,
    string BookingId,
    int Revision,
    Customer Customer,
    string EventName,
    DateTimeOffset EventStartsAt,
    IReadOnlyList<Ticket> Tickets,
    Money Total);

/// <param name="MailId">The provider's message id, when it gave one.</param>
public sealed record TicketsSent(string? MailId, int Attempt);

/// <summary>Tells the customer that a booking with issued tickets was undone, and that the money comes back.</summary>
/// <param name="Key">`{bookingId}:send-cancellation:1`.</param>
public sealed record SendCancellation(
    string Key,
    string BookingId,
    Customer Customer,
    string EventName,
    IReadOnlyList<string> Seats,
    Money Refunded,
    string Reason);

public sealed record CancellationSent(string? MailId, int Attempt);
