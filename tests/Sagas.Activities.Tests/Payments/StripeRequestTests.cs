using Sagas.Activities.Payments.Stripe;
using Sagas.Activities.Tests.OpenApi;

namespace Sagas.Activities.Tests.Payments;

/// <summary>What we send is what Stripe's published description allows.</summary>
[Collection(DatabaseCollection.Name)]
public sealed class StripeRequestTests(DatabaseFixture database, ProviderFixture providers)
{
    [Fact]
    public async Task Requests_OfEveryCall_FitTheDescription()
    {
        var payment = await TestPayment.NewAsync(database, providers);
        var intent = (await payment.AuthoriseAsync()).PaymentIntentId;
        await payment.CaptureAsync(intent);
        await payment.RefundAsync(intent);
        var other = await TestPayment.NewAsync(database, providers);
        await other.CancelAsync((await other.AuthoriseAsync()).PaymentIntentId);
        var needy = await TestPayment.NewAsync(database, providers, returnUrl: "https://shop.example/{bookingId}");
        await needy.AuthoriseAsync("pm_card_authenticationRequired");

        var description = PublishedDescription.Load("stripe.json");
        var posts = providers.Recorder.Requests.Where(request => request.Method == "POST"
            && request.Path.StartsWith("/v1/", StringComparison.Ordinal)).ToList();
        posts.SelectMany(post => description.Check(post.Method, post.Path, post.ContentType!, FormTree.Parse(post.Body!)))
            .ShouldBeEmpty();
        posts.Select(post => post.Path.Split('/')[^1]).ShouldBeSubsetOf(
            ["payment_intents", "confirm", "capture", "cancel", "refunds"]);
        posts.ShouldAllBe(post => post.Headers["Idempotency-Key"].Length > 0
            && post.Headers["Stripe-Version"] == "2026-10-28.endive"
            && !post.Headers.ContainsKey("X-Stripe-Client-Telemetry"));
    }

    [Fact]
    public async Task Requests_SameEffectTwice_SameBodyAndKey()
    {
        var client = providers.StripePayments();
        var request = new CreateIntent(100, "EUR", "x", "bk-same", 1);
        await client.CreateIntentAsync(request, "bk-same:1", CancellationToken.None);
        await client.CreateIntentAsync(request, "bk-same:1", CancellationToken.None);
        providers.Recorder.Requests.Where(r => r.Body?.Contains("bk-same", StringComparison.Ordinal) == true)
            .Select(r => r.Body).Distinct().Count().ShouldBe(1);
    }
}
