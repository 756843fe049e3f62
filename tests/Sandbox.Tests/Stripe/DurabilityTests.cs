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
    public async Task Restart_JournalIsMostlyHistory_IsWrittenAnewAndSaysTheSame()
    {
        string id, before, dump, list;
        long length;
        await using (var stripe = await StripeApi.StartAsync(_data))
        {
            id = await stripe.CreateAsync();
            await stripe.CreateAsync();
            before = (await stripe.PostAsync($"/v1/payment_intents/{id}/confirm", "expand[]=latest_charge", "c")).Text;
            for (var change = 0; change < 30; change++)
            {
                await stripe.PostAsync($"/v1/payment_intents/{id}", $"metadata[change]={change}");
            }

            dump = (await stripe.GetAsync("/_sandbox/dump")).Text;
            list = (await stripe.GetAsync("/v1/payment_intents")).Text;
            length = Journal().Length;
        }

        for (var start = 0; start < 2; start++)
        {
            await using var again = await StripeApi.StartAsync(_data);
            Journal().Length.ShouldBeLessThan(length / 2);
            (await again.GetAsync("/_sandbox/dump")).Text.ShouldBe(dump);
            (await again.GetAsync("/v1/payment_intents")).Text.ShouldBe(list);
            (await again.PostAsync($"/v1/payment_intents/{id}/confirm", "expand[]=latest_charge", "c")).Text.ShouldBe(before);
        }
    }

    [Fact]
    public async Task Restart_AfterNinetyDays_FinalPaymentsAreForgottenAndOthersAreNot()
    {
        string open;
        await using (var stripe = await StripeApi.StartAsync(_data))
        {
            await stripe.CaptureAsync();
            open = await stripe.CreateAsync();
        }

        var clock = new Sandbox.Hosting.SandboxClock();
        clock.Advance(Sandbox.Stripe.Store.Snapshot.FinalKeptSeconds + 60);
        using var store = Sandbox.Stripe.Store.StripeStore.Open(clock, _data);

        store.Intents.Items.Select(intent => intent.Id).ShouldBe([open]);
        store.Charges.Count.ShouldBe(0);
    }

    private FileInfo Journal() => new(Path.Combine(_data, "stripe.journal"));

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
