namespace Sandbox.Tests.Stripe;

public sealed class IdempotencyTests : IAsyncLifetime
{
    private const string Intents = "/v1/payment_intents";

    private StripeApi _stripe = null!;

    public async Task InitializeAsync() => _stripe = await StripeApi.StartAsync();

    public async Task DisposeAsync() => await _stripe.DisposeAsync();

    [Fact]
    public async Task SameKey_SameParametersInAnotherOrderAndEncoding_Replays()
    {
        var first = await _stripe.PostAsync(Intents, "amount=5000&currency=usd&metadata[a]=x%20y&expand[0]=latest_charge", "k");

        var second = await _stripe.PostAsync(
            Intents, "expand%5B%5D=latest_charge&metadata%5Ba%5D=x+y&currency=usd&amount=5000", "k");

        second.Text.ShouldBe(first.Text);
        second.Header("Idempotent-Replayed").ShouldBe("true");
        second.Header("Original-Request").ShouldBe(first.Header("Request-Id"));
        first.Header("Idempotent-Replayed").ShouldBeNull();
    }

    [Fact]
    public async Task SameKey_AfterTheObjectChanged_ReplaysTheFirstAnswer()
    {
        var id = await _stripe.CreateAsync();
        var first = await _stripe.PostAsync($"{Intents}/{id}/confirm", key: "c");
        await _stripe.PostAsync($"{Intents}/{id}/capture");

        var replay = await _stripe.PostAsync($"{Intents}/{id}/confirm", key: "c");

        replay.Text.ShouldBe(first.Text);
        replay["status"].ShouldBe("requires_capture");
    }

    [Theory]
    [InlineData("amount=5001&currency=usd")]
    [InlineData("amount=5000&currency=usd&metadata[a]=1")]
    public async Task SameKey_OtherParameters_IsAnIdempotencyError(string other)
    {
        await _stripe.PostAsync(Intents, "amount=5000&currency=usd", "k");

        var refused = await _stripe.PostAsync(Intents, other, "k");

        refused.Status.ShouldBe(400);
        refused.Error.GetProperty("type").GetString().ShouldBe("idempotency_error");
    }

    [Fact]
    public async Task SameKey_AfterDecline_ReplaysThe402()
    {
        var id = await _stripe.CreateAsync("pm_card_chargeDeclined");
        var first = await _stripe.PostAsync($"{Intents}/{id}/confirm", key: "c");

        var replay = await _stripe.PostAsync($"{Intents}/{id}/confirm", key: "c");

        replay.Status.ShouldBe(402);
        replay.Text.ShouldBe(first.Text);
        replay.Header("Idempotent-Replayed").ShouldBe("true");
    }

    [Fact]
    public async Task SameKey_AfterStored500_ReplaysThe500()
    {
        await _stripe.ControlAsync(
            "faults", """{"operation":"payment_intents.create","status":500,"stored":true,"work":true}""");
        (await _stripe.PostAsync(Intents, "amount=5000&currency=usd", "k")).Status.ShouldBe(500);

        var replay = await _stripe.PostAsync(Intents, "amount=5000&currency=usd", "k");

        replay.Status.ShouldBe(500);
        replay.Header("Idempotent-Replayed").ShouldBe("true");
        replay.Header("Stripe-Should-Retry").ShouldBe("false");
        (await _stripe.GetAsync(Intents)).Json.GetProperty("data").GetArrayLength().ShouldBe(1);
    }

    [Fact]
    public async Task SameKey_AfterRefusedParameters_IsFree()
    {
        (await _stripe.PostAsync(Intents, "amount=x&currency=usd", "k")).Status.ShouldBe(400);
        (await _stripe.PostAsync(Intents, "amount=1&currency=usd", "k")).Status.ShouldBe(400);

        (await _stripe.PostAsync(Intents, "amount=5000&currency=usd", "k")).Status.ShouldBe(200);
    }

    [Fact]
    public async Task SameKey_WhileTheFirstRuns_Answers409()
    {
        await _stripe.ControlAsync("faults", """{"operation":"payment_intents.create","delayMs":60000,"match":"slow"}""");
        using var patience = new CancellationTokenSource();
        using var request = new HttpRequestMessage(HttpMethod.Post, Intents)
        {
            Content = new StringContent(
                "amount=5000&currency=usd", System.Text.Encoding.UTF8, "application/x-www-form-urlencoded"),
        };
        request.Headers.Add("Idempotency-Key", "slow");
        var first = _stripe.Http.SendAsync(request, patience.Token);
        await FaultIsTakenAsync();

        var twin = await _stripe.PostAsync(Intents, "amount=5000&currency=usd", "slow");

        twin.Status.ShouldBe(409);
        twin.Error.GetProperty("code").GetString().ShouldBe("idempotency_key_in_use");
        await patience.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(first);
    }

    [Fact]
    public async Task SameKey_AfterOneDay_IsNew()
    {
        var first = await _stripe.PostAsync(Intents, "amount=5000&currency=usd", "k");

        await _stripe.ControlAsync("clock", """{"advanceSeconds":86400}""");

        (await _stripe.PostAsync(Intents, "amount=9000&currency=usd", "k"))["id"].ShouldNotBe(first["id"]);
    }

    [Fact]
    public async Task Key_Over255Characters_IsRefused() =>
        (await _stripe.PostAsync(Intents, "amount=5000&currency=usd", new string('k', 256))).Status.ShouldBe(400);

    /// <summary>The rule is counted down just before the key is claimed; a call that meets neither is answered 200.</summary>
    private async Task FaultIsTakenAsync()
    {
        while ((await _stripe.GetAsync("/_sandbox/faults")).Json.GetArrayLength() > 0)
        {
            await Task.Yield();
        }
    }
}
