namespace EndToEnd.Failures;

public sealed class SeatFailureTests(SharedSystem shared) : SystemTest(shared)
{
    [Fact]
    public async Task SoldOut_IsRejected_NothingCharged()
    {
        var eventId = await Shared.EventAsync(seats: 1);
        (await Desk.BookAsync(eventId, ["A-1"])).Status.ShouldBe("confirmed");

        var second = await Desk.BookAsync(eventId, ["A-1"]);

        second.Status.ShouldBe("rejected");
        second.Reason.ShouldBe("SeatsTaken");
        second.Steps.Take(2).ShouldBe(["open-booking done", "hold-seats refused"]);
        second.Compensations.ShouldBe(["release-seats", "close-booking"]);
        (await System.Stripe.DumpAsync(second.Id)).GetProperty("payment_intents").GetArrayLength().ShouldBe(0);
    }

    [Fact]
    public async Task ManyWantOneSeat_OneGetsIt()
    {
        var eventId = await Shared.EventAsync(seats: 2);

        var bookings = await Task.WhenAll(Enumerable.Range(0, 20).Select(i =>
            Desk.BookAsync(eventId, i % 2 == 0 ? ["A-1", "A-2"] : ["A-2", "A-1"])));

        bookings.Count(booking => booking.Status == "confirmed").ShouldBe(1);
        bookings.Where(booking => booking.Status != "confirmed").ShouldAllBe(booking => booking.Reason == "SeatsTaken");
    }

    [Fact]
    public async Task EventClosesWhileThePaymentIsAuthorised_IsUndone()
    {
        var eventId = await Shared.EventAsync();
        await System.Stripe.FailAsync("""{"operation":"payment_intents.confirm","delayAfterMs":4000}""");
        var id = await Desk.PlaceAsync(eventId, ["A-1"]);
        await Sagas.Harness.Eventually.HoldsAsync("the seat is held", Sagas.Harness.BookingDesk.Patience, async () =>
            (await Desk.SeatsAsync(eventId))["A-1"] == "held" && await System.Stripe.FaultsLeftAsync() == 0);

        await System.ExecuteAsync("update events.events set on_sale = false, version = version + 1 where event_id = $1", eventId);

        var booking = await Desk.UntilFinalAsync(id);
        booking.Status.ShouldBe("rejected");
        booking.Reason.ShouldBe("EventClosed");
        booking.Steps.ShouldContain("commit-seats refused");
        booking.Compensations.ShouldBe(["cancel-payment", "release-seats", "close-booking"]);
        (await Desk.SeatsAsync(eventId))["A-1"].ShouldBe("free");
    }

    [Fact]
    public async Task UnknownSeat_IsRefusedAtOnce()
    {
        var refused = await System.Api.PostAsync(
            "/v1/bookings",
            Sagas.Harness.ApiClient.Body(await Shared.EventAsync(), ["Z-99"], "pm_card_visa", "b@example.org"),
            "unknown-seat");

        refused.Status.ShouldBe(422);
        refused.Problem.ShouldBe("unknown-seats");
    }
}
