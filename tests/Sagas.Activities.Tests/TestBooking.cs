using Sagas.Activities.Bookings;
using Sagas.Activities.Events;
using Sagas.Contracts;
using Sagas.Contracts.Bookings;
using Sagas.Contracts.Events;
using Temporalio.Exceptions;

namespace Sagas.Activities.Tests;

/// <summary>The commands of one booking, as its saga would give them.</summary>
internal sealed class TestBooking(DatabaseFixture fixture, string eventId, params string[] seats)
{
    public string Id { get; } = BookingIds.Create();

    public string EventId => eventId;

    public EventActivities Events { get; } = new(fixture.Effects, new HoldOptions());

    public BookingActivities Bookings { get; } = new(fixture.Effects, new TicketCodes(new byte[32]));

    public Customer Customer { get; init; } = new("Ada", "ada@example.org");

    public Task<BookingOpened> OpenAsync() => Bookings.OpenBookingAsync(
        new OpenBooking(Key(BookingSteps.OpenBooking), Id, "client", eventId, seats, Customer));

    public HoldSeats HoldCommand(int epoch = 1) => new(Key(BookingSteps.HoldSeats, epoch), Id, eventId, seats, epoch);

    public Task<SeatsHeld> HoldAsync(int epoch = 1) => Events.HoldSeatsAsync(HoldCommand(epoch));

    public Task<SeatsCommitted> CommitAsync(int epoch = 1) => Events.CommitSeatsAsync(
        new CommitSeats(Key(BookingSteps.CommitSeats, epoch), Id, eventId, seats, epoch, 1));

    public Task<SeatsReleased> ReleaseAsync(int epoch = 1) => Events.ReleaseSeatsAsync(
        new ReleaseSeats(Key(BookingCompensations.ReleaseSeats, epoch), Id, eventId, seats, epoch));

    public Task<BookingConfirmed> ConfirmAsync(SeatsHeld held, string intent, string? charge) => Bookings.ConfirmBookingAsync(
        new ConfirmBooking(
            Key(BookingSteps.ConfirmBooking), Id, eventId, held.EventVersion,
            held.Prices.Select(price => new SeatSold(price.Seat, price.Price)).ToList(), held.Total, intent, charge));

    public Task<BookingClosed> CloseAsync(string status, Refusal reason) => Bookings.CloseBookingAsync(
        new CloseBooking(Key(BookingCompensations.CloseBooking), Id, status, reason, null));

    public Task<TicketsVoided> VoidAsync() => Bookings.VoidTicketsAsync(
        new VoidTickets(Key(BookingCompensations.VoidTickets), Id, "test"));

    public async Task<TestBooking> OpenedAsync()
    {
        await OpenAsync();
        return this;
    }

    public string Key(string step, int attempt = 1) => BusinessKeys.Of(Id, step, attempt);

    public Task<string> StatusAsync() => fixture.ScalarAsync<string>(
        "select status from bookings.booking_view where booking_id = $1", Id);

    public Task<string> SeatStatusAsync(string seat) => fixture.ScalarAsync<string>(
        "select status from events.seat_view where event_id = $1 and seat_id = $2", eventId, seat);

    public static async Task<ApplicationFailureException> RefusedAsync(Func<Task> act, string code)
    {
        var error = await Should.ThrowAsync<ApplicationFailureException>(act);
        error.ErrorType.ShouldBe(code);
        error.NonRetryable.ShouldBeTrue();
        return error;
    }
}
