namespace Sandbox.Tests.Stripe;

public sealed class RefundTests : IAsyncLifetime
{
    private StripeApi _stripe = null!;

    public async Task InitializeAsync() => _stripe = await StripeApi.StartAsync();

    public async Task DisposeAsync() => await _stripe.DisposeAsync();

    [Fact]
    public async Task Create_Partial_UpToTheCapturedAmount()
    {
        var id = await _stripe.CaptureAsync();
        (await _stripe.PostAsync("/v1/refunds", $"payment_intent={id}&amount=2000&metadata[refund_id]=r1"))["status"]
            .ShouldBe("succeeded");

        var tooMuch = await _stripe.PostAsync("/v1/refunds", $"payment_intent={id}&amount=3001");
        var rest = await _stripe.PostAsync("/v1/refunds", $"payment_intent={id}");
        var again = await _stripe.PostAsync("/v1/refunds", $"payment_intent={id}");

        tooMuch.Error.GetProperty("message").GetString()!.ShouldContain("greater than unrefunded amount");
        rest["amount"].ShouldBe("3000");
        again.Error.GetProperty("code").GetString().ShouldBe("charge_already_refunded");
        (await _stripe.GetAsync($"/v1/refunds?payment_intent={id}")).Json.GetProperty("data").GetArrayLength().ShouldBe(2);
    }

    [Fact]
    public async Task Create_UncapturedHold_IsRefused()
    {
        var id = await _stripe.AuthoriseAsync();

        (await _stripe.PostAsync("/v1/refunds", $"payment_intent={id}")).Status.ShouldBe(400);
    }

    [Fact]
    public async Task Create_WithoutTarget_IsRefused() =>
        (await _stripe.PostAsync("/v1/refunds", "amount=1")).Error.GetProperty("code").GetString()
            .ShouldBe("parameter_missing");

    [Theory]
    [InlineData("pm_card_pendingRefund", "pending", "succeeded", 0)]
    [InlineData("pm_card_refundFail", "succeeded", "failed", 5000)]
    public async Task Create_CardThatSettlesLater_Changes(string card, string atFirst, string later, int refundableAfter)
    {
        var id = await _stripe.CaptureAsync(card);
        var refund = await _stripe.PostAsync("/v1/refunds", $"payment_intent={id}");
        refund["status"].ShouldBe(atFirst);

        await _stripe.ControlAsync("clock", """{"advanceSeconds":61}""");

        (await _stripe.GetAsync($"/v1/refunds/{refund["id"]}?expand[]=payment_intent"))["status"].ShouldBe(later);
        var again = await _stripe.PostAsync("/v1/refunds", $"payment_intent={id}");
        again.Status.ShouldBe(refundableAfter == 0 ? 400 : 200);
    }
}
