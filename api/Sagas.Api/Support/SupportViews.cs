using Sagas.Api.Bookings;

namespace Sagas.Api.Support;

/// <summary>Rows as support is shown them.</summary>
internal static class SupportViews
{
    public static SupportBookingResponse InList(BookingRow row) => new()
    {
        Id = row.BookingId,
        ClientId = row.ClientId,
        Status = row.Status,
        EventId = row.EventId,
        Seats = row.Seats,
        Total = row.Total,
        AcceptedAt = row.AcceptedAt,
        Stuck = Stuck(row),
    };

    public static StuckResponse? Stuck(BookingRow row) => row.ParkedCase is { } parked
        ? new StuckResponse(
            row.AttentionCase,
            parked.Step,
            parked.Compensating,
            parked.Since,
            new StepError(parked.ErrorCode, parked.ErrorMessage, null),
            new MeaningResponse(parked.SeatsMeaning, parked.MoneyMeaning, parked.MailMeaning),
            parked.MoneyAtRisk)
        : null;
}
