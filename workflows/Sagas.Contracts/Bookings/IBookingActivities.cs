namespace Sagas.Contracts.Bookings;

/// <summary>Port of the Bookings context, on <see cref="TaskQueues.Bookings"/>. Implementations repeat the attributes.</summary>
public interface IBookingActivities
{
    Task<BookingOpened> OpenBookingAsync(OpenBooking command);

    Task<BookingClosed> CloseBookingAsync(CloseBooking command);

    Task<BookingConfirmed> ConfirmBookingAsync(ConfirmBooking command);

    Task<TicketsVoided> VoidTicketsAsync(VoidTickets command);

    Task NoteSagaStateAsync(NoteSagaState command);
}
