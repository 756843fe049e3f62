using EndToEnd.Kills;
using Sagas.Harness;

namespace EndToEnd.Customers;

/// <summary>A customer who never confirms, with a hold of a second instead of ten minutes.</summary>
[Collection(KillCollection.Name)]
public sealed class ExpiryTests
{
    [Fact]
    public async Task Customer_NeverActs_PaymentIsDeadAndSeatsAreFree()
    {
        await using var system = await RunningSystem.StartAsync(new Dictionary<string, string>
        {
            ["SAGAS_HOLD_SECONDS"] = "1",
            ["SAGAS_HOLD_GRACE_SECONDS"] = "1",
        });
        await system.SeedEventAsync("short");
        var desk = new BookingDesk(system);

        var booking = await desk.BookAsync("short", ["A-1"], "pm_card_authenticationRequired");

        booking.Status.ShouldBe("rejected");
        booking.Reason.ShouldBe("PaymentNotConfirmed");
        booking.NextUrl.ShouldBeNull();
        booking.Compensations.ShouldBe(["cancel-payment", "release-seats", "close-booking"]);
        (await desk.SeatsAsync("short"))["A-1"].ShouldBe("free");
        (await system.Stripe.DumpAsync(booking.Id)).GetProperty("payment_intents")[0].GetProperty("status").GetString()
            .ShouldBe("canceled");
        (await Soundness.CheckAsync(system)).ShouldBeEmpty();
    }
}
