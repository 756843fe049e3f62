using Temporalio.Activities;

namespace Sagas.Contracts.Bookings;

/// <summary>Port of the Bookings context, on <see cref="TaskQueues.Bookings"/>. Implementations repeat the attributes.</summary>
public interface IBookingActivities
{
    [Activity]
    Task<BookingOpened> OpenBookingAsync(OpenBooking command);

    [Activity]
    Task<BookingClosed> CloseBookingAsync(CloseBooking command);

    [Activity]
    Task<BookingConfirmed> ConfirmBookingAsync(ConfirmBooking command);

    [Activity]
    Task<TicketsVoided> VoidTicketsAsync(VoidTickets command);

    [Activity]
    Task NoteSagaStateAsync(NoteSagaState command);
}
