namespace Sagas.Contracts.Bookings;

/// <summary>What a client sees of a booking; the same words in API, database and search attributes.</summary>
public static class BookingStatuses
{
    /// <summary>The saga is at work, forward or backward.</summary>
    public const string Pending = "pending";
    /// <summary>Seats sold, money captured, tickets issued.</summary>
    public const string Confirmed = "confirmed";
    /// <summary>A declared refusal before the money moved; fully undone.</summary>
    public const string Rejected = "rejected";
    /// <summary>Undone by a decision: of the client, of support, or of the delivery policy.</summary>
    public const string Cancelled = "cancelled";
    /// <summary>The saga is parked and open; support decides.</summary>
    public const string NeedsAttention = "needs_attention";

    public static IReadOnlyList<string> All { get; } = [Pending, Confirmed, Rejected, Cancelled, NeedsAttention];
}
