using System.ComponentModel;
using Sagas.Api.Bookings;
using Sagas.Contracts;

namespace Sagas.Api.Support;

public sealed record StuckBookingsResponse(IReadOnlyList<SupportBookingResponse> Bookings);

/// <summary>A booking as support sees it in a list.</summary>
public sealed record SupportBookingResponse
{
    public required string Id { get; init; }

    public required string ClientId { get; init; }

    public required string Status { get; init; }

    public required string EventId { get; init; }

    public required IReadOnlyList<string> Seats { get; init; }

    public Money? Total { get; init; }

    public required DateTimeOffset AcceptedAt { get; init; }

    [Description("Set while the booking waits for a decision.")]
    public StuckResponse? Stuck { get; init; }
}

/// <summary>Why a booking is stuck, and what that means.</summary>
/// <param name="Case">Counts how often it got stuck; a decision may name the case it means.</param>
/// <param name="Step">Where.</param>
/// <param name="Compensating">Whether it was undoing the booking already.</param>
public sealed record StuckResponse(
    int Case,
    string Step,
    bool Compensating,
    DateTimeOffset Since,
    StepError Why,
    MeaningResponse Means,
    Money? MoneyAtRisk);

/// <summary>What it means that the booking is stuck, in words.</summary>
public sealed record MeaningResponse(string Seats, string Money, string Mail);

/// <summary>A booking with everything support may see of it.</summary>
public sealed record SupportCaseResponse(
    BookingResponse Booking,
    string ClientId,
    string CustomerEmail,
    StuckResponse? Stuck,
    IReadOnlyList<SupportActionResponse> Actions);

/// <summary>One entry of the audit trail: what support did, or tried to do.</summary>
public sealed record SupportActionResponse(string Who, string Action, string Reason, string Outcome, DateTimeOffset At);

/// <summary>A decision that the saga has taken in; what comes of it, the booking shows.</summary>
public sealed record RepairResponse(string BookingId, int Case, string Action, string Step);
