using Sagas.Contracts.Bookings;

namespace Sagas.Api.Bookings;

/// <summary>Bookings as responses, straight from what the API has in hand, without reading them from the database.</summary>
internal static class Outcomes
{
    public static BookingResponse Pending(BookSeats booking) => new()
    {
        Id = booking.BookingId,
        Status = BookingStatuses.Pending,
        EventId = booking.EventId,
        Seats = booking.Seats,
        Steps = [],
        Tickets = [],
    };

    public static BookingResponse ToResponse(BookSeats booking, BookingOutcome outcome)
    {
        var steps = outcome.Saga.Timeline.Select(StepResponse.Of).ToArray();
        var ticketStatus = outcome.Status == BookingStatuses.Confirmed ? "valid" : "void";
        return new BookingResponse
        {
            Id = outcome.BookingId,
            Status = outcome.Status,
            Reason = outcome.Reason?.Code,
            ReasonDetail = outcome.Reason?.Detail ?? outcome.Reason?.Message,
            EventId = booking.EventId,
            Seats = booking.Seats,
            Total = outcome.Total,
            Steps = steps,
            Tickets = [.. outcome.Tickets.Select(ticket => new TicketResponse(ticket.Code, ticket.Seat, ticketStatus))],
            AcceptedAt = steps.Length > 0 ? steps[0].StartedAt : null,
            FinishedAt = steps.Length > 0 ? steps[^1].EndedAt : null,
        };
    }
}
