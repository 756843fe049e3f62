using Sagas.Contracts;

namespace Sagas.Activities.Tests.Events;

[Collection(DatabaseCollection.Name)]
public sealed class SeatTests(DatabaseFixture fixture)
{
    [Fact]
    public async Task Hold_FreeSeats_HeldAndQuoted()
    {
        var booking = await new TestBooking(fixture, await fixture.NewEventAsync(), "A-2", "A-1").OpenedAsync();
        var held = await booking.HoldAsync();
        held.Total.ShouldBe(new Money(24_000, "EUR"));
        held.Prices.Select(price => price.Seat).ShouldBe(["A-2", "A-1"]);
        (held.HoldUntil - DateTimeOffset.UtcNow).ShouldBeInRange(TimeSpan.FromMinutes(9), TimeSpan.FromMinutes(11));
        (await booking.SeatStatusAsync("A-1")).ShouldBe("held");
    }

    [Fact]
    public async Task Hold_Twice_SameAnswerAndOneFact()
    {
        var booking = await new TestBooking(fixture, await fixture.NewEventAsync(), "A-1").OpenedAsync();
        var first = await booking.HoldAsync();
        var second = await booking.HoldAsync();
        second.HoldUntil.ShouldBe(first.HoldUntil);
        second.Prices.ShouldBe(first.Prices);
        (await fixture.FactsAsync(booking.Id)).ShouldBe(["booking_opened", "seats_held"]);
    }

    [Fact]
    public async Task Hold_OneSeatTaken_NoneHeldAndTheTakenOneNamed()
    {
        var eventId = await fixture.NewEventAsync();
        await (await new TestBooking(fixture, eventId, "A-2").OpenedAsync()).HoldAsync();
        var late = await new TestBooking(fixture, eventId, "A-1", "A-2").OpenedAsync();
        var error = await TestBooking.RefusedAsync(() => late.HoldAsync(), RefusalCodes.SeatsTaken);
        error.Details.ElementAt<string>(0).ShouldBe("A-2");
        (await late.SeatStatusAsync("A-1")).ShouldBe("free");
    }

    [Fact]
    public async Task Hold_RefusedThenSeatFreed_StillRefusedUnderTheSameKey()
    {
        var eventId = await fixture.NewEventAsync();
        var first = await new TestBooking(fixture, eventId, "A-1").OpenedAsync();
        await first.HoldAsync();
        var second = await new TestBooking(fixture, eventId, "A-1").OpenedAsync();
        await TestBooking.RefusedAsync(() => second.HoldAsync(), RefusalCodes.SeatsTaken);
        await first.ReleaseAsync();
        await TestBooking.RefusedAsync(() => second.HoldAsync(), RefusalCodes.SeatsTaken);
        await second.HoldAsync(epoch: 2);
    }

    [Fact]
    public async Task Hold_UnknownEventOrSeat_RefusedByName()
    {
        var eventId = await fixture.NewEventAsync();
        var nowhere = await new TestBooking(fixture, "no-such", "A-1").OpenedAsync();
        await TestBooking.RefusedAsync(() => nowhere.HoldAsync(), RefusalCodes.UnknownEvent);
        var noSeat = await new TestBooking(fixture, eventId, "A-1", "Z-9").OpenedAsync();
        var error = await TestBooking.RefusedAsync(() => noSeat.HoldAsync(), RefusalCodes.UnknownSeats);
        error.Details.ElementAt<string>(0).ShouldBe("Z-9");
    }

    [Fact]
    public async Task Hold_EventOffSale_Refused()
    {
        var booking = await new TestBooking(fixture, await fixture.NewEventAsync(), "A-1").OpenedAsync();
        await CloseSaleAsync(booking.EventId);
        await TestBooking.RefusedAsync(() => booking.HoldAsync(), RefusalCodes.EventClosed);
    }

    [Fact]
    public async Task Commit_SaleClosedMeanwhile_RefusedAndSeatStaysHeld()
    {
        var booking = await new TestBooking(fixture, await fixture.NewEventAsync(), "A-1").OpenedAsync();
        await booking.HoldAsync();
        await CloseSaleAsync(booking.EventId);
        await TestBooking.RefusedAsync(() => booking.CommitAsync(), RefusalCodes.EventClosed);
        (await booking.SeatStatusAsync("A-1")).ShouldBe("held");
    }

    [Fact]
    public async Task Commit_Twice_Committed()
    {
        var booking = await new TestBooking(fixture, await fixture.NewEventAsync(), "A-1").OpenedAsync();
        await booking.HoldAsync();
        await booking.CommitAsync();
        await CloseSaleAsync(booking.EventId);
        await booking.CommitAsync();
        (await booking.SeatStatusAsync("A-1")).ShouldBe("sold");
    }

    [Fact]
    public async Task Commit_HoldReleased_Refused()
    {
        var booking = await new TestBooking(fixture, await fixture.NewEventAsync(), "A-1").OpenedAsync();
        await booking.HoldAsync();
        await booking.ReleaseAsync();
        await TestBooking.RefusedAsync(() => booking.CommitAsync(), RefusalCodes.HoldLost);
    }

    [Fact]
    public async Task Release_NeverHeld_SuccessAndALateHoldIsRefused()
    {
        var booking = await new TestBooking(fixture, await fixture.NewEventAsync(), "A-1").OpenedAsync();
        (await booking.ReleaseAsync()).Count.ShouldBe(0);
        await TestBooking.RefusedAsync(() => booking.HoldAsync(), RefusalCodes.SeatsTaken);
        (await booking.SeatStatusAsync("A-1")).ShouldBe("free");
    }

    [Fact]
    public async Task Release_OfAnOldEpoch_LeavesTheNewHold()
    {
        var booking = await new TestBooking(fixture, await fixture.NewEventAsync(), "A-1").OpenedAsync();
        await booking.HoldAsync(epoch: 1);
        await booking.ReleaseAsync(epoch: 1);
        await booking.HoldAsync(epoch: 2);
        await booking.ReleaseAsync(epoch: 1);
        (await booking.SeatStatusAsync("A-1")).ShouldBe("held");
    }

    [Fact]
    public async Task Release_CommittedSeats_FreesThemOnce()
    {
        var booking = await new TestBooking(fixture, await fixture.NewEventAsync(), "A-1", "A-2").OpenedAsync();
        await booking.HoldAsync();
        await booking.CommitAsync();
        (await booking.ReleaseAsync()).Count.ShouldBe(2);
        (await booking.ReleaseAsync()).Count.ShouldBe(0);
        (await fixture.FactsAsync(booking.Id)).ShouldBe(
            ["booking_opened", "seats_held", "seats_committed", "seats_released"]);
    }

    private Task CloseSaleAsync(string eventId) => fixture.ScalarAsync<string>(
        "update events.events set on_sale = false where event_id = $1 returning event_id", eventId);
}
