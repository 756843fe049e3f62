namespace EndToEnd.Failures;

public sealed class BookingTests(SharedSystem shared) : SystemTest(shared)
{
    [Fact]
    public async Task Book_NothingFails_IsConfirmedWithTicketsAndMail()
    {
        var eventId = await Shared.EventAsync();

        var booking = await Desk.BookAsync(eventId, ["A-1", "A-2"], email: "happy@example.org");

        booking.Status.ShouldBe("confirmed");
        booking.Steps.ShouldBe(
        [
            "open-booking done", "hold-seats done", "authorise-payment done", "commit-seats done", "capture-payment done",
            "confirm-booking done", "deliver-tickets done",
        ]);
        booking.Tickets.Count.ShouldBe(2);
        (await Desk.SeatsAsync(eventId))["A-1"].ShouldBe("sold");
        var mail = (await System.SendGrid.GetAsync("/_sandbox/mails?to=happy@example.org")).GetProperty("mails");
        mail.GetArrayLength().ShouldBe(1);
        var request = (await System.SendGrid.GetAsync($"/_sandbox/mails/{mail[0].GetProperty("id").GetString()}"))
            .GetProperty("request").GetRawText();
        booking.Tickets.ShouldAllBe(ticket => request.Contains(ticket, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Book_ClientWaits_GetsTheOutcome()
    {
        var eventId = await Shared.EventAsync();

        var answer = await System.Api.PostAsync(
            "/v1/bookings", Sagas.Harness.ApiClient.Body(eventId, ["A-1"], "pm_card_visa", "w@example.org"), "wait-1", wait: 30);

        answer.Status.ShouldBe(201, answer.Text);
        answer.Json.GetProperty("status").GetString().ShouldBe("confirmed");
    }

    [Fact]
    public async Task Book_SeatsThatCostNothing_IsConfirmedWithoutAPayment()
    {
        var eventId = await Shared.EventAsync();
        await System.ExecuteAsync("update events.sections set price_minor = 0 where event_id = $1", eventId);

        var booking = await Desk.BookAsync(eventId, ["A-1"]);

        booking.Status.ShouldBe("confirmed");
        booking.Steps.ShouldBe(["open-booking done", "hold-seats done", "commit-seats done", "confirm-booking done", "deliver-tickets done"]);
        booking.Tickets.Count.ShouldBe(1);
        (await System.Stripe.DumpAsync(booking.Id)).GetProperty("payment_intents").GetArrayLength().ShouldBe(0);
    }
}
