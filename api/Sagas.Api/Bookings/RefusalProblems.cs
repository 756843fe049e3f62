using Sagas.Api.Problems;
using Sagas.Contracts;

namespace Sagas.Api.Bookings;

/// <summary>The problem that a client gets for each declared refusal of the booking saga.</summary>
internal static class RefusalProblems
{
    public static Problem Of(Refusal refusal, string bookingId)
    {
        var problem = Problem.Of(TypeOf(refusal.Code), refusal.Message) with
        {
            BookingId = bookingId,
            Location = BookingRoutes.Of(bookingId),
        };
        return refusal.Code switch
        {
            RefusalCodes.SeatsTaken or RefusalCodes.UnknownSeats => problem with { Seats = refusal.Detail?.Split(',') },
            RefusalCodes.PaymentDeclined or RefusalCodes.PaymentInvalid or RefusalCodes.CaptureFailed =>
                problem with { DeclineCode = refusal.Detail },
            _ => problem,
        };
    }

    private static ProblemType TypeOf(string code) => code switch
    {
        RefusalCodes.UnknownEvent => ProblemTypes.UnknownEvent,
        RefusalCodes.EventClosed => ProblemTypes.EventClosed,
        RefusalCodes.UnknownSeats => ProblemTypes.UnknownSeats,
        RefusalCodes.SeatsTaken => ProblemTypes.SeatsTaken,
        RefusalCodes.HoldLost => ProblemTypes.HoldLost,
        RefusalCodes.PaymentDeclined => ProblemTypes.PaymentDeclined,
        RefusalCodes.PaymentInvalid => ProblemTypes.PaymentInvalid,
        RefusalCodes.PaymentActionRequired => ProblemTypes.PaymentActionRequired,
        RefusalCodes.PaymentNotConfirmed => ProblemTypes.PaymentNotConfirmed,
        RefusalCodes.CaptureFailed => ProblemTypes.CaptureFailed,
        _ => ProblemTypes.BookingRejected,
    };
}

internal static class BookingRoutes
{
    public const string Collection = "/v1/bookings";

    public static string Of(string bookingId) => $"{Collection}/{bookingId}";
}
