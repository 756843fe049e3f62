namespace Sandbox.Tests.Stripe;

public sealed class DurabilityTests : IDisposable
{
    private readonly string _data = Directory.CreateTempSubdirectory("stripe-sandbox-").FullName;

    public void Dispose() => Directory.Delete(_data, recursive: true);

    [Fact]
    public async Task Restart_ObjectsAndKeys_AreThere()
    {
        string id, before, dump;
        await using (var stripe = await StripeApi.StartAsync(_data))
        {
            id = await stripe.CreateAsync();
            before = (await stripe.PostAsync($"/v1/payment_intents/{id}/confirm", "expand[]=latest_charge", "c")).Text;
            await stripe.PostAsync($"/v1/payment_intents/{id}/capture");
            await stripe.PostAsync("/v1/refunds", $"payment_intent={id}&amount=100");
            await stripe.PostAsync($"/v1/payment_intents/{await stripe.CreateAsync("pm_card_chargeDeclined")}/confirm");
            dump = (await stripe.GetAsync("/_sandbox/dump")).Text;
        }

        await using var again = await StripeApi.StartAsync(_data);

        (await again.GetAsync("/_sandbox/dump")).Text.ShouldBe(dump);
        var replay = await again.PostAsync($"/v1/payment_intents/{id}/confirm", "expand[]=latest_charge", "c");
        replay.Text.ShouldBe(before);
        replay.Header("Idempotent-Replayed").ShouldBe("true");
    }

    [Fact]
    public async Task Restart_TornLastRecord_IsCutOff()
    {
        string dump;
        await using (var stripe = await StripeApi.StartAsync(_data))
        {
            await stripe.CaptureAsync();
            dump = (await stripe.GetAsync("/_sandbox/dump")).Text;
        }

        await using (var file = File.Open(Path.Combine(_data, "stripe.journal"), FileMode.Append))
        {
            file.Write([200, 0, 0, 0, 1, 2, 3, 4, 5, 6]);
        }

        await using var again = await StripeApi.StartAsync(_data);
        (await again.GetAsync("/_sandbox/dump")).Text.ShouldBe(dump);
        await again.CaptureAsync();
    }

    [Fact]
    public async Task Start_DirectoryInUse_IsOneSentence()
    {
        await using var stripe = await StripeApi.StartAsync(_data);

        var refused = await Should.ThrowAsync<Sandbox.Hosting.SandboxStartException>(StripeApi.StartAsync(_data));

        refused.Message.ShouldContain("--data");
    }
}
