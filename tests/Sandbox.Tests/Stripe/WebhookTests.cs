using System.Security.Cryptography;
using System.Text;

namespace Sandbox.Tests.Stripe;

public sealed class WebhookTests : IAsyncLifetime
{
    private const string Needy = "pm_card_authenticationRequired";

    private readonly string _data = Directory.CreateTempSubdirectory("stripe-sandbox-").FullName;
    private WebhookReceiver _receiver = null!;

    public async Task InitializeAsync() => _receiver = await WebhookReceiver.StartAsync();

    public async Task DisposeAsync()
    {
        await _receiver.DisposeAsync();
        Directory.Delete(_data, recursive: true);
    }

    [Theory]
    [InlineData("pass", "payment_intent.amount_capturable_updated", "requires_capture")]
    [InlineData("fail", "payment_intent.payment_failed", "requires_payment_method")]
    public async Task Buyer_Answers_EventsTellOfIt(string outcome, string type, string status)
    {
        await using var stripe = await StripeApi.StartAsync(webhooks: _receiver.Endpoint);
        var id = await WaitForBuyerAsync(stripe);
        var asked = await _receiver.NextAsync();

        await stripe.ControlAsync($"payment_intents/{id}/authenticate", $$"""{"outcome":"{{outcome}}"}""");

        asked.Type.ShouldBe("payment_intent.requires_action");
        var answered = await _receiver.NextAsync();
        answered.Type.ShouldBe(type);
        answered.Id.ShouldNotBe(asked.Id);
        answered.Intent.GetProperty("id").GetString().ShouldBe(id);
        answered.Intent.GetProperty("status").GetString().ShouldBe(status);
    }

    [Fact]
    public async Task CaptureAndCancel_AfterTheBuyerWasNeeded_EventsTellOfIt()
    {
        await using var stripe = await StripeApi.StartAsync(webhooks: _receiver.Endpoint);
        var captured = await WaitForBuyerAsync(stripe);
        await stripe.ControlAsync($"payment_intents/{captured}/authenticate", """{"outcome":"pass"}""");
        await stripe.PostAsync($"/v1/payment_intents/{captured}/capture");
        var canceled = await WaitForBuyerAsync(stripe);
        await stripe.PostAsync($"/v1/payment_intents/{canceled}/cancel");

        var types = new List<string>();
        for (var i = 0; i < 5; i++)
        {
            types.Add((await _receiver.NextAsync()).Type);
        }

        types.ShouldContain("payment_intent.succeeded");
        types.ShouldContain("payment_intent.canceled");
    }

    [Fact]
    public async Task Card_ThatNeedsNobody_IsNotToldOf()
    {
        await using var stripe = await StripeApi.StartAsync(webhooks: _receiver.Endpoint);
        await stripe.CaptureAsync();
        var id = await WaitForBuyerAsync(stripe);

        (await _receiver.NextAsync()).Intent.GetProperty("id").GetString().ShouldBe(id);
    }

    [Fact]
    public async Task Delivery_IsSignedOverTimeAndBody()
    {
        await using var stripe = await StripeApi.StartAsync(webhooks: _receiver.Endpoint);
        await WaitForBuyerAsync(stripe);

        var delivery = await _receiver.NextAsync();

        var parts = delivery.Signature.Split(',').Select(part => part.Split('=', 2)).ToDictionary(part => part[0], part => part[1]);
        byte[] message = [.. Encoding.UTF8.GetBytes(parts["t"] + "."), .. delivery.Body];
        var signed = HMACSHA256.HashData(Encoding.UTF8.GetBytes(WebhookReceiver.Secret), message);
        parts["v1"].ShouldBe(Convert.ToHexStringLower(signed));
        Math.Abs(DateTimeOffset.UtcNow.ToUnixTimeSeconds() - long.Parse(parts["t"])).ShouldBeLessThan(60);
        delivery.IsTraced.ShouldBeFalse();
    }

    [Fact]
    public async Task Delivery_Refused_ComesAgainUntilItIsTaken()
    {
        _receiver.Answers.Enqueue(500);
        _receiver.Answers.Enqueue(302);
        await using var stripe = await StripeApi.StartAsync(webhooks: _receiver.Endpoint);
        await WaitForBuyerAsync(stripe);

        var ids = new HashSet<string>();
        for (var i = 0; i < 3; i++)
        {
            ids.Add((await _receiver.NextAsync()).Id);
        }

        ids.Count.ShouldBe(1);
    }

    [Fact]
    public async Task Restart_WhatWasNotTaken_IsDelivered()
    {
        string id;
        await using (var unreachable = await WebhookReceiver.StartAsync())
        {
            unreachable.Answers.Enqueue(500);
            await using var stripe = await StripeApi.StartAsync(_data, unreachable.Endpoint);
            await WaitForBuyerAsync(stripe);
            id = (await unreachable.NextAsync()).Id;
        }

        await using var again = await StripeApi.StartAsync(_data, _receiver.Endpoint);

        (await _receiver.NextAsync()).Id.ShouldBe(id);
    }

    [Fact]
    public async Task Fault_Drop_LosesTheEvent()
    {
        await using var stripe = await StripeApi.StartAsync(webhooks: _receiver.Endpoint);
        await stripe.ControlAsync(
            "faults", """{"operation":"webhooks.deliver","drop":true,"match":"payment_intent.requires_action"}""");
        var id = await WaitForBuyerAsync(stripe);
        await stripe.ControlAsync($"payment_intents/{id}/authenticate", """{"outcome":"pass"}""");

        (await _receiver.NextAsync()).Type.ShouldBe("payment_intent.amount_capturable_updated");
    }

    private static async Task<string> WaitForBuyerAsync(StripeApi stripe)
    {
        var id = await stripe.CreateAsync(Needy);
        (await stripe.PostAsync($"/v1/payment_intents/{id}/confirm", "return_url=https://shop.example/back"))["status"]
            .ShouldBe("requires_action");
        return id;
    }
}
