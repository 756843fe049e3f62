using Sagas.Contracts.Sagas;

namespace Sagas.Contracts.Bookings;

/// <summary>The booking saga as its clients see it.</summary>
public interface IBookingWorkflow
{
    Task<BookingOutcome> RunAsync(BookSeats command);

    SagaSnapshot Timeline();

    Task<RepairAccepted> RetryAsync(RetryBooking command);

    Task<RepairAccepted> CompensateAsync(CompensateBooking command);

    Task<RepairAccepted> AcceptAsDoneAsync(AcceptAsDone command);

    /// <summary>Answers when the booking is undone, or refuses because the money has been captured.</summary>
    Task<BookingCancelled> CancelAsync(CancelBooking command);
}
