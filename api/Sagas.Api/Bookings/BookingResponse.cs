using System.ComponentModel;
using Sagas.Contracts;
using Sagas.Contracts.Bookings;
using Sagas.Contracts.Sagas;

namespace Sagas.Api.Bookings;

/// <summary>A booking as its client sees it.</summary>
public sealed record BookingResponse
{
    public required string Id { get; init; }

    [Description("pending, confirmed, rejected, cancelled or needs_attention.")]
    public required string Status { get; init; }

    [Description("Why it was not confirmed, or why it needs attention: a stable code, such as SeatsTaken.")]
    public string? Reason { get; init; }

    [Description("More about the reason, such as the decline code of the card.")]
    public string? ReasonDetail { get; init; }

    public required string EventId { get; init; }

    public required IReadOnlyList<string> Seats { get; init; }

    public Money? Total { get; init; }

    [Description("What the saga did, in order: actions and compensations.")]
    public required IReadOnlyList<StepResponse> Steps { get; init; }

    public required IReadOnlyList<TicketResponse> Tickets { get; init; }

    [Description("What the client must do for the booking to go on, while it is pending; null: nothing.")]
    public NextActionResponse? NextAction { get; init; }

    [Description("Until when the seats are held while the booking is being made.")]
    public DateTimeOffset? HoldUntil { get; init; }

    public DateTimeOffset? AcceptedAt { get; init; }

    public DateTimeOffset? FinishedAt { get; init; }
}

/// <summary>What a client must do.</summary>
/// <param name="Type">redirect_to_url: send the customer to the page, where the card's bank asks for confirmation (3-D Secure).</param>
/// <param name="Url">The page. Only for this customer.</param>
public sealed record NextActionResponse(string Type, string Url)
{
    public const string Redirect = "redirect_to_url";

    public override string ToString() => $"NextActionResponse {{ {Type} }}";
}

/// <summary>One action or compensation of the saga.</summary>
/// <param name="Step">The step; for a compensation the step that it undoes.</param>
/// <param name="Name">The action or compensation itself.</param>
/// <param name="Kind">action or compensation.</param>
/// <param name="Outcome">running, done, refused, failed or accepted.</param>
public sealed record StepResponse(
    int Number,
    string Step,
    string Name,
    string Kind,
    string Outcome,
    int Attempts,
    DateTimeOffset StartedAt,
    DateTimeOffset? EndedAt,
    StepError? Error)
{
    internal static StepResponse Of(TimelineEntry entry) => new(
        entry.Number,
        entry.Step,
        entry.Name,
        entry.Kind,
        entry.Outcome,
        entry.Attempts,
        entry.StartedAt,
        entry.EndedAt,
        entry.Error is { } error ? new StepError(error.Code, error.Message, error.Detail) : null);
}

public sealed record StepError(string Code, string Message, string? Detail);

/// <param name="Status">valid or void.</param>
public sealed record TicketResponse(string Code, string Seat, string Status = "valid");
