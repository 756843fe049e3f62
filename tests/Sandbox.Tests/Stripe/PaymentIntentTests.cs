namespace Sandbox.Tests.Stripe;

public sealed class PaymentIntentTests : IAsyncLifetime
{
    private StripeApi _stripe = null!;

    public async Task InitializeAsync() => _stripe = await StripeApi.StartAsync();

    public async Task DisposeAsync() => await _stripe.DisposeAsync();

    [Fact]
    public async Task Create_WithoutMethod_RequiresOne()
    {
        var created = await _stripe.PostAsync("/v1/payment_intents", "amount=5000&currency=USD");

        created["status"].ShouldBe("requires_payment_method");
        created["currency"].ShouldBe("usd");
        created.Header("Request-Id").ShouldStartWith("req_");
        created["client_secret"].ShouldStartWith(created["id"] + "_secret_");
    }

    [Fact]
    public async Task Confirm_ManualCapture_HoldsTheAmount()
    {
        var id = await _stripe.CreateAsync();

        var confirmed = await _stripe.PostAsync($"/v1/payment_intents/{id}/confirm", "expand[]=latest_charge");

        confirmed["status"].ShouldBe("requires_capture");
        confirmed["amount_capturable"].ShouldBe("5000");
        confirmed["amount_received"].ShouldBe("0");
        var charge = confirmed.Json.GetProperty("latest_charge");
        charge.GetProperty("captured").GetBoolean().ShouldBeFalse();
        charge.GetProperty("payment_method_details").GetProperty("card").GetProperty("capture_before").GetInt64()
            .ShouldBeGreaterThan(DateTimeOffset.UtcNow.AddDays(6).ToUnixTimeSeconds());
    }

    [Fact]
    public async Task Confirm_AutomaticCapture_TakesTheAmount()
    {
        var created = await _stripe.PostAsync(
            "/v1/payment_intents",
            "amount=700&currency=eur&confirm=true&payment_method=pm_card_mastercard&return_url=https%3A%2F%2Fx.example");

        created["status"].ShouldBe("succeeded");
        created["amount_received"].ShouldBe("700");
    }

    [Fact]
    public async Task Confirm_RedirectsAllowedWithoutReturnUrl_IsRefused()
    {
        var refused = await _stripe.PostAsync(
            "/v1/payment_intents", "amount=700&currency=eur&confirm=true&payment_method=pm_card_visa");

        refused.Status.ShouldBe(400);
        refused.Error.GetProperty("param").GetString().ShouldBe("return_url");
    }

    [Theory]
    [InlineData("pm_card_chargeDeclined", "card_declined", "generic_decline")]
    [InlineData("pm_card_visa_chargeDeclined", "card_declined", "generic_decline")]
    [InlineData("pm_card_chargeDeclinedInsufficientFunds", "card_declined", "insufficient_funds")]
    [InlineData("pm_card_visa_chargeDeclinedLostCard", "card_declined", "lost_card")]
    [InlineData("pm_card_chargeDeclinedExpiredCard", "expired_card", "expired_card")]
    [InlineData("pm_card_chargeDeclinedIncorrectCvc", "incorrect_cvc", "incorrect_cvc")]
    [InlineData("pm_card_chargeDeclinedProcessingError", "processing_error", "processing_error")]
    [InlineData("pm_card_radarBlock", "card_declined", "fraudulent")]
    public async Task Confirm_DecliningCard_Answers402WithTheIntent(string card, string code, string declineCode)
    {
        var id = await _stripe.CreateAsync(card);

        var declined = await _stripe.PostAsync($"/v1/payment_intents/{id}/confirm");

        declined.Status.ShouldBe(402);
        declined.Error.GetProperty("type").GetString().ShouldBe("card_error");
        declined.Error.GetProperty("code").GetString().ShouldBe(code);
        declined.Error.GetProperty("decline_code").GetString().ShouldBe(declineCode);
        var intent = declined.Error.GetProperty("payment_intent");
        intent.GetProperty("id").GetString().ShouldBe(id);
        intent.GetProperty("status").GetString().ShouldBe("requires_payment_method");
        intent.GetProperty("last_payment_error").GetProperty("code").GetString().ShouldBe(code);
    }

    [Fact]
    public async Task Confirm_AnotherCardAfterDecline_Succeeds()
    {
        var id = await _stripe.CreateAsync("pm_card_chargeDeclined");
        await _stripe.PostAsync($"/v1/payment_intents/{id}/confirm");

        var confirmed = await _stripe.PostAsync($"/v1/payment_intents/{id}/confirm", "payment_method=pm_card_visa");

        confirmed["status"].ShouldBe("requires_capture");
        confirmed.Json.GetProperty("last_payment_error").ValueKind.ShouldBe(System.Text.Json.JsonValueKind.Null);
        (await _stripe.GetAsync($"/v1/charges?payment_intent={id}")).Json.GetProperty("data").GetArrayLength().ShouldBe(2);
    }

    [Fact]
    public async Task Confirm_UnknownMethod_IsNotFound()
    {
        var refused = await _stripe.PostAsync("/v1/payment_intents", StripeApi.Hold + "&payment_method=pm_card_none");

        refused.Status.ShouldBe(404);
        refused.Error.GetProperty("code").GetString().ShouldBe("resource_missing");
    }

    [Theory]
    [InlineData("pass", "requires_capture")]
    [InlineData("fail", "requires_payment_method")]
    public async Task ThreeDSecure_BuyerActs_StateFollows(string outcome, string status)
    {
        var id = await _stripe.CreateAsync("pm_card_authenticationRequired");
        var confirmed = await _stripe.PostAsync($"/v1/payment_intents/{id}/confirm");
        confirmed["status"].ShouldBe("requires_action");
        confirmed.Json.GetProperty("next_action").GetProperty("type").GetString().ShouldBe("use_stripe_sdk");

        await _stripe.ControlAsync($"payment_intents/{id}/authenticate", $$"""{"outcome":"{{outcome}}"}""");

        (await _stripe.GetAsync($"/v1/payment_intents/{id}"))["status"].ShouldBe(status);
    }

    [Fact]
    public async Task ThreeDSecure_ErrorOnRequiresAction_Answers402()
    {
        var id = await _stripe.CreateAsync("pm_card_threeDSecure2Required");

        var refused = await _stripe.PostAsync($"/v1/payment_intents/{id}/confirm", "error_on_requires_action=true");

        refused.Status.ShouldBe(402);
        refused.Error.GetProperty("code").GetString().ShouldBe("authentication_required");
    }

    [Fact]
    public async Task Capture_Part_ReleasesTheRest()
    {
        var id = await _stripe.AuthoriseAsync();

        var captured = await _stripe.PostAsync($"/v1/payment_intents/{id}/capture", "amount_to_capture=3000");

        captured["status"].ShouldBe("succeeded");
        captured["amount_received"].ShouldBe("3000");
        captured["amount_capturable"].ShouldBe("0");
    }

    [Fact]
    public async Task Capture_Twice_IsWrongState()
    {
        var id = await _stripe.CaptureAsync();

        var refused = await _stripe.PostAsync($"/v1/payment_intents/{id}/capture");

        refused.Status.ShouldBe(400);
        refused.Error.GetProperty("code").GetString().ShouldBe("payment_intent_unexpected_state");
        refused.Error.GetProperty("payment_intent").GetProperty("status").GetString().ShouldBe("succeeded");
    }

    [Fact]
    public async Task Capture_LapsedHold_IsRefusedAndCanceled()
    {
        var id = await _stripe.AuthoriseAsync("pm_sandbox_authorizationLapses");

        var refused = await _stripe.PostAsync($"/v1/payment_intents/{id}/capture");

        refused.Error.GetProperty("code").GetString().ShouldBe("charge_expired_for_capture");
        (await _stripe.GetAsync($"/v1/payment_intents/{id}"))["status"].ShouldBe("canceled");
    }

    [Fact]
    public async Task Hold_AfterSevenDays_IsCanceledByItself()
    {
        var id = await _stripe.AuthoriseAsync();

        await _stripe.ControlAsync("clock", """{"advanceSeconds":604801}""");

        var intent = await _stripe.GetAsync($"/v1/payment_intents/{id}");
        intent["status"].ShouldBe("canceled");
        intent["cancellation_reason"].ShouldBe("automatic");
    }

    [Fact]
    public async Task Cancel_Hold_ReleasesIt()
    {
        var id = await _stripe.AuthoriseAsync();

        var canceled = await _stripe.PostAsync($"/v1/payment_intents/{id}/cancel", "cancellation_reason=abandoned");

        canceled["status"].ShouldBe("canceled");
        canceled["amount_capturable"].ShouldBe("0");
        canceled["cancellation_reason"].ShouldBe("abandoned");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Cancel_FinalIntent_IsWrongState(bool captured)
    {
        var id = captured ? await _stripe.CaptureAsync() : await _stripe.CreateAsync();
        if (!captured)
        {
            await _stripe.PostAsync($"/v1/payment_intents/{id}/cancel");
        }

        var refused = await _stripe.PostAsync($"/v1/payment_intents/{id}/cancel");

        refused.Status.ShouldBe(400);
        refused.Error.GetProperty("code").GetString().ShouldBe("payment_intent_unexpected_state");
    }

    [Fact]
    public async Task Update_Metadata_MergesAndClears()
    {
        var id = await _stripe.CreateAsync();

        var updated = await _stripe.PostAsync($"/v1/payment_intents/{id}", "metadata[booking_id]=&metadata[n]=2");

        updated.Json.GetProperty("metadata").GetRawText().ShouldBe("""{"n":"2"}""");
    }

    [Fact]
    public async Task Retrieve_Unknown_IsNotFound()
    {
        var missing = await _stripe.GetAsync("/v1/payment_intents/pi_none");

        missing.Status.ShouldBe(404);
        missing.Error.GetProperty("message").GetString().ShouldBe("No such payment_intent: 'pi_none'");
    }
}
