namespace EndToEnd.Failures;

public sealed class PaymentFailureTests(SharedSystem shared) : SystemTest(shared)
{
    [Theory]
    [InlineData("pm_card_chargeDeclined", "generic_decline")]
    [InlineData("pm_card_chargeDeclinedInsufficientFunds", "insufficient_funds")]
    [InlineData("pm_card_chargeDeclinedExpiredCard", "expired_card")]
    public async Task CardDeclined_IsUndoneInReverse(string card, string declineCode)
    {
        var eventId = await Shared.EventAsync();

        var booking = await Desk.BookAsync(eventId, ["A-1"], card);

        booking.Status.ShouldBe("rejected");
        booking.Reason.ShouldBe("PaymentDeclined");
        booking.ReasonDetail.ShouldBe(declineCode);
        booking.Steps.ShouldContain("authorise-payment refused");
        booking.Compensations.ShouldBe(["cancel-payment", "release-seats", "close-booking"]);
        (await Desk.SeatsAsync(eventId))["A-1"].ShouldBe("free");
        await OneIntentAsync(booking.Id, "canceled");
    }

    [Theory]
    [InlineData("payment_intents.create", false)]
    [InlineData("payment_intents.confirm", false)]
    [InlineData("payment_intents.capture", false)]
    [InlineData("payment_intents.create", true)]
    [InlineData("payment_intents.confirm", true)]
    [InlineData("payment_intents.capture", true)]
    public async Task Provider500ThenSuccess_IsConfirmed(string operation, bool workDone)
    {
        await System.Stripe.FailAsync(
            $$"""{"operation":"{{operation}}","times":2,"status":500,"work":{{(workDone ? "true" : "false")}}}""");

        var booking = await Desk.BookAsync(await Shared.EventAsync(), ["A-1"]);

        booking.Status.ShouldBe("confirmed");
        await OneIntentAsync(booking.Id, "succeeded");
    }

    [Theory]
    [InlineData("payment_intents.confirm")]
    [InlineData("payment_intents.capture")]
    public async Task Provider500IsKeptUnderTheKey_IsConfirmedAllTheSame(string operation)
    {
        await System.Stripe.FailAsync($$"""{"operation":"{{operation}}","status":500,"work":true,"stored":true}""");

        var booking = await Desk.BookAsync(await Shared.EventAsync(), ["A-1"]);

        booking.Status.ShouldBe("confirmed");
        await OneIntentAsync(booking.Id, "succeeded");
    }

    [Theory]
    [InlineData("payment_intents.create")]
    [InlineData("payment_intents.confirm")]
    [InlineData("payment_intents.capture")]
    public async Task AnswerLostAfterTheEffect_ChargedOnce(string operation)
    {
        await System.Stripe.FailAsync($$"""{"operation":"{{operation}}","drop":true}""");

        var booking = await Desk.BookAsync(await Shared.EventAsync(), ["A-1"]);

        booking.Status.ShouldBe("confirmed");
        await OneIntentAsync(booking.Id, "succeeded");
    }

    [Fact]
    public async Task RateLimited_IsWaitedOut()
    {
        await System.Stripe.FailAsync("""{"operation":"*","times":3,"status":429}""");

        (await Desk.BookAsync(await Shared.EventAsync(), ["A-1"])).Status.ShouldBe("confirmed");
    }

    [Fact]
    public async Task CaptureFailsForGood_IsUndoneInReverse()
    {
        var eventId = await Shared.EventAsync();

        var booking = await Desk.BookAsync(eventId, ["A-1"], "pm_sandbox_authorizationLapses");

        booking.Status.ShouldBe("rejected");
        booking.Reason.ShouldBe("CaptureFailed");
        booking.Steps.ShouldContain("capture-payment refused");
        booking.Compensations.ShouldBe(["refund-payment", "cancel-payment", "release-seats", "close-booking"]);
        (await Desk.SeatsAsync(eventId))["A-1"].ShouldBe("free");
        await OneIntentAsync(booking.Id, "canceled");
    }

    /// <summary>Seats that another could buy while this payment may still be captured would be sold twice.</summary>
    [Fact]
    public async Task CancelFailsForAWhile_SeatsAreKeptUntilThePaymentIsDead()
    {
        var eventId = await Shared.EventAsync();
        await System.Stripe.FailAsync("""{"operation":"payment_intents.cancel","times":2,"status":503}""");
        await System.Stripe.FailAsync("""{"operation":"payment_intents.cancel","times":1000,"status":503}""");
        var id = await Desk.PlaceAsync(eventId, ["A-1"], "pm_card_chargeDeclined");

        await Sagas.Harness.Eventually.HoldsAsync("it was tried twice", Sagas.Harness.BookingDesk.Patience, async () =>
            await System.Stripe.FaultsLeftAsync() == 1);

        var stuck = (await Desk.FindAsync(id))!;
        stuck.Status.ShouldBe("pending");
        stuck.Compensations.ShouldBeEmpty();
        (await Desk.SeatsAsync(eventId))["A-1"].ShouldBe("held");
        await System.Stripe.HealAsync();
        var booking = await Desk.UntilFinalAsync(id);
        booking.Compensations.ShouldBe(["cancel-payment", "release-seats", "close-booking"]);
        (await Desk.SeatsAsync(eventId))["A-1"].ShouldBe("free");
        await OneIntentAsync(id, "canceled");
    }

    private async Task OneIntentAsync(string booking, string status)
    {
        var intents = (await System.Stripe.DumpAsync(booking)).GetProperty("payment_intents");
        intents.GetArrayLength().ShouldBe(1);
        intents[0].GetProperty("status").GetString().ShouldBe(status);
    }
}
