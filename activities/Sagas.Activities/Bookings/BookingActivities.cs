using Sagas.Activities.Support;
using Sagas.Contracts;
using Sagas.Contracts.Bookings;
using Sagas.Effects;
using Temporalio.Activities;

namespace Sagas.Activities.Bookings;

/// <summary>The booking itself: opened, confirmed with its tickets, closed, and noted as parked.</summary>
public sealed class BookingActivities(IEffects effects, TicketCodes codes) : IBookingActivities
{
    private const string NoteSagaState = "note-saga-state";

    [Activity]
    public Task<BookingOpened> OpenBookingAsync(OpenBooking command) =>
        CrashPoint.AroundAsync(BookingSteps.OpenBooking, async () =>
        {
            await effects.ApplyAsync(new OpenEffect(command), ActivityAttempt.Token).ConfigureAwait(false);
            return new BookingOpened(ActivityAttempt.Number);
        });

    [Activity]
    public Task<BookingClosed> CloseBookingAsync(CloseBooking command) =>
        CrashPoint.AroundAsync(BookingCompensations.CloseBooking, async () =>
        {
            await effects.ApplyAsync(new CloseEffect(command), ActivityAttempt.Token).ConfigureAwait(false);
            return new BookingClosed(ActivityAttempt.Number);
        });

    [Activity]
    public Task<BookingConfirmed> ConfirmBookingAsync(ConfirmBooking command) =>
        CrashPoint.AroundAsync(BookingSteps.ConfirmBooking, async () =>
        {
            var tickets = command.Seats.Select(sold => codes.Issue(command.BookingId, sold.Seat)).ToList();
            await effects.ApplyAsync(new ConfirmEffect(command, tickets), ActivityAttempt.Token).ConfigureAwait(false);
            return new BookingConfirmed(tickets, ActivityAttempt.Number);
        });

    [Activity]
    public Task<TicketsVoided> VoidTicketsAsync(VoidTickets command) =>
        CrashPoint.AroundAsync(BookingCompensations.VoidTickets, async () =>
        {
            var confirmKey = BusinessKeys.Of(command.BookingId, BookingSteps.ConfirmBooking, 1);
            var count = await effects.ApplyAsync(new VoidEffect(command, confirmKey), ActivityAttempt.Token)
                .ConfigureAwait(false);
            return new TicketsVoided(count, ActivityAttempt.Number);
        });

    [Activity]
    public Task NoteSagaStateAsync(NoteSagaState command) => CrashPoint.AroundAsync(NoteSagaState, () =>
        effects.ApplyAsync(new NoteStateEffect(command), ActivityAttempt.Token));
}
