namespace Sandbox.Tests.Stripe;

public sealed class FaultTests : IAsyncLifetime
{
    private StripeApi _stripe = null!;

    public async Task InitializeAsync() => _stripe = await StripeApi.StartAsync();

    public async Task DisposeAsync() => await _stripe.DisposeAsync();

    [Fact]
    public async Task Status_TwiceThenSuccess_NothingDoneBefore()
    {
        await _stripe.ControlAsync("faults", """{"operation":"payment_intents.create","times":2,"status":500}""");

        for (var i = 0; i < 2; i++)
        {
            var failed = await _stripe.PostAsync("/v1/payment_intents", StripeApi.Hold, "k");
            failed.Status.ShouldBe(500);
            failed.Error.GetProperty("type").GetString().ShouldBe("api_error");
        }

        (await _stripe.PostAsync("/v1/payment_intents", StripeApi.Hold, "k")).Status.ShouldBe(200);
        (await _stripe.GetAsync("/v1/payment_intents")).Json.GetProperty("data").GetArrayLength().ShouldBe(1);
    }

    [Fact]
    public async Task Drop_AfterTheWork_ReplayTellsTheResult()
    {
        var id = await _stripe.AuthoriseAsync();
        await _stripe.ControlAsync("faults", """{"operation":"payment_intents.capture","drop":true}""");

        await Should.ThrowAsync<HttpRequestException>(_stripe.PostAsync($"/v1/payment_intents/{id}/capture", key: "c"));

        var replay = await _stripe.PostAsync($"/v1/payment_intents/{id}/capture", key: "c");
        replay["status"].ShouldBe("succeeded");
        replay.Header("Idempotent-Replayed").ShouldBe("true");
    }

    [Fact]
    public async Task Drop_WithoutTheWork_NothingHappened()
    {
        var id = await _stripe.AuthoriseAsync();
        await _stripe.ControlAsync("faults", """{"operation":"payment_intents.capture","drop":true,"work":false}""");

        await Should.ThrowAsync<HttpRequestException>(_stripe.PostAsync($"/v1/payment_intents/{id}/capture", key: "c"));

        (await _stripe.GetAsync($"/v1/payment_intents/{id}"))["status"].ShouldBe("requires_capture");
    }

    [Fact]
    public async Task Match_StrikesOnlyTheCallThatCarriesIt()
    {
        var id = await _stripe.AuthoriseAsync();
        await _stripe.ControlAsync("faults", """{"operation":"*","status":503,"times":100,"match":"b1"}""");

        (await _stripe.PostAsync($"/v1/payment_intents/{id}/capture")).Status.ShouldBe(503);
        (await _stripe.PostAsync("/v1/payment_intents", "amount=5000&currency=usd")).Status.ShouldBe(200);
    }

    [Fact]
    public async Task RateLimit_TellsNothingAboutTheKey()
    {
        await _stripe.ControlAsync("faults", """{"operation":"payment_intents.create","status":429}""");

        var limited = await _stripe.PostAsync("/v1/payment_intents", StripeApi.Hold, "k");

        limited.Status.ShouldBe(429);
        limited.Error.GetProperty("code").GetString().ShouldBe("rate_limit");
        (await _stripe.PostAsync("/v1/payment_intents", StripeApi.Hold, "k")).Header("Idempotent-Replayed").ShouldBeNull();
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("nonsense")]
    [InlineData("""{"operation":"pay"}""")]
    [InlineData("""{"operation":"*","times":0}""")]
    [InlineData("""{"operation":"*","status":"500"}""")]
    [InlineData("""{"operation":"*","status":500,"drop":true}""")]
    [InlineData("""{"operation":"*","delays":5}""")]
    public async Task Rule_Wrong_IsRefused(string rule)
    {
        var refused = await _stripe.ControlAsync("faults", rule);

        refused.Status.ShouldBe(400);
        refused["error"].ShouldNotBeNullOrEmpty();
    }
}
