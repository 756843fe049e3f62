using System.Text.Json;
using Sagas.Api.Json;
using Sagas.Contracts;
using Sagas.Contracts.Bookings;

namespace Sagas.Api.Bookings;

/// <summary>One row of <c>bookings.booking_view</c>.</summary>
internal sealed class BookingRow
{
    public const string Columns =
        """
        booking_id, client_id, event_id, seats, customer_email, status, lifecycle, reason_code, reason_detail, total_minor,
        currency, hold_until, parked::text as parked, attention_case, accepted_at, finished_at, in_recovery,
        tickets::text as tickets, action_url
        """;

    public required string BookingId { get; init; }

    public required string ClientId { get; init; }

    public required string EventId { get; init; }

    public required string[] Seats { get; init; }

    public required string CustomerEmail { get; init; }

    public required string Status { get; init; }

    public required string Lifecycle { get; init; }

    public string? ReasonCode { get; init; }

    public string? ReasonDetail { get; init; }

    public long? TotalMinor { get; init; }

    public string? Currency { get; init; }

    public DateTime? HoldUntil { get; init; }

    public string? Parked { get; init; }

    public int AttentionCase { get; init; }

    public DateTime AcceptedAt { get; init; }

    public DateTime? FinishedAt { get; init; }

    public bool InRecovery { get; init; }

    public required string Tickets { get; init; }

    /// <summary>Where the customer is to confirm the payment.</summary>
    public string? ActionUrl { get; init; }

    /// <summary>The workflow that acts for it, or has done so last.</summary>
    public string WorkflowId => InRecovery ? WorkflowIds.Recovery(BookingId) : WorkflowIds.Booking(BookingId);

    public Money? Total => TotalMinor is { } amount && Currency is { } currency ? new Money(amount, currency) : null;

    public ParkedBooking? ParkedCase =>
        Parked is null ? null : JsonSerializer.Deserialize(Parked, ApiJson.Default.ParkedBooking);

    public BookingResponse ToResponse(IReadOnlyList<StepResponse> steps)
    {
        var parked = ParkedCase;
        var open = Lifecycle == BookingStatuses.Pending;
        return new BookingResponse
        {
            Id = BookingId,
            Status = Status,
            Reason = parked?.ErrorCode ?? ReasonCode,
            ReasonDetail = parked?.ErrorMessage ?? ReasonDetail,
            EventId = EventId,
            Seats = Seats,
            Total = Total,
            Steps = steps,
            Tickets = JsonSerializer.Deserialize(Tickets, ApiJson.Default.TicketResponseArray) ?? [],
            NextAction = open && ActionUrl is { } url ? new NextActionResponse(NextActionResponse.Redirect, url) : null,
            HoldUntil = open ? HoldUntil : null,
            AcceptedAt = AcceptedAt,
            FinishedAt = FinishedAt,
        };
    }
}
