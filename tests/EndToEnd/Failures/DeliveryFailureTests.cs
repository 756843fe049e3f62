using Sagas.Harness;

namespace EndToEnd.Failures;

public sealed class DeliveryFailureTests(SharedSystem shared) : SystemTest(shared)
{
    private const string RefusedForGood = "buyer@invalid.example";

    [Fact]
    public async Task AddressRefused_PolicyPark_SupportCorrectsIt()
    {
        var id = await ParkAsync("park");

        var stuck = (await System.Support.GetAsync("/v1/support/bookings?status=needs_attention")).Json.GetProperty("bookings")
            .EnumerateArray().Single(item => item.GetProperty("id").GetString() == id).GetProperty("stuck");
        stuck.GetProperty("step").GetString().ShouldBe("deliver-tickets");
        stuck.GetProperty("means").GetProperty("money").GetString().ShouldNotBeNullOrEmpty();
        var retried = await System.Support.PostAsync(
            $"/v1/support/bookings/{id}/retry", """{"reason":"typing error","email":"right@example.org"}""");

        retried.Status.ShouldBe(202, retried.Text);
        // A booking is confirmed again as soon as it no longer waits for support; its mail follows.
        var booking = await Desk.UntilAsync(
            id, "delivered", seen => seen.Status == "confirmed" && seen.Steps.Contains("deliver-tickets done"));
        booking.Tickets.Count.ShouldBe(1);
        (await System.SendGrid.GetAsync("/_sandbox/mails?to=right@example.org")).GetProperty("mails").GetArrayLength().ShouldBe(1);
        await MovedOnAsync(id);
    }

    [Fact]
    public async Task AddressRefused_PolicyPark_SupportUndoesIt()
    {
        var id = await ParkAsync("park");

        var undone = await System.Support.PostAsync(
            $"/v1/support/bookings/{id}/compensate", """{"reason":"buyer gave up"}""");

        undone.Status.ShouldBe(202, undone.Text);
        var booking = await Desk.UntilAsync(
            id, "undone", seen => seen.Status == "cancelled" && seen.Compensations.Contains("close-booking"));
        booking.Compensations.Take(4).ShouldBe(["void-tickets", "refund-payment", "release-seats", "close-booking"]);
        await MovedOnAsync(id);
    }

    [Fact]
    public async Task AddressRefused_PolicyCompensate_IsUndoneInExactReverse()
    {
        var eventId = await Shared.EventAsync();

        var booking = await Desk.BookAsync(eventId, ["A-1"], email: RefusedForGood, onDeliveryFailure: "compensate");

        booking.Status.ShouldBe("cancelled");
        booking.Steps.ShouldContain("deliver-tickets refused");
        booking.Compensations.Take(4).ShouldBe(["void-tickets", "refund-payment", "release-seats", "close-booking"]);
        (await Desk.SeatsAsync(eventId))["A-1"].ShouldBe("free");
        var intent = (await System.Stripe.DumpAsync(booking.Id)).GetProperty("payment_intents")[0];
        intent.GetProperty("amount_refunded").GetInt64().ShouldBe(intent.GetProperty("amount").GetInt64());
    }

    [Fact]
    public async Task ProviderDownThenUp_TheMailIsSentOnce()
    {
        await System.SendGrid.FailAsync("""{"operation":"mail.send","times":3,"status":503}""");

        var booking = await Desk.BookAsync(await Shared.EventAsync(), ["A-1"], email: "down@example.org");

        booking.Status.ShouldBe("confirmed");
        await Desk.UntilAsync(booking.Id, "delivered", seen => seen.Steps.Contains("deliver-tickets done"));
        (await System.SendGrid.GetAsync("/_sandbox/mails?to=down@example.org")).GetProperty("mails").GetArrayLength().ShouldBe(1);
    }

    private async Task<string> ParkAsync(string policy)
    {
        var id = await Desk.PlaceAsync(await Shared.EventAsync(), ["A-1"], email: RefusedForGood, onDeliveryFailure: policy);
        var parked = await Desk.UntilAsync(id, "parked", booking => booking.Status == "needs_attention");
        parked.Tickets.Count.ShouldBe(1, "the tickets stay downloadable");
        (await Soundness.CheckAsync(System)).ShouldBeEmpty();
        return id;
    }

    private async Task MovedOnAsync(string id)
    {
        var late = await System.Support.PostAsync($"/v1/support/bookings/{id}/compensate", """{"reason":"too late"}""");
        late.Status.ShouldBe(409, late.Text);
        var actions = (await System.Support.GetAsync($"/v1/support/bookings/{id}")).Json.GetProperty("actions");
        actions.GetArrayLength().ShouldBeGreaterThanOrEqualTo(1);
    }
}
