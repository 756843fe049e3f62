using Sandbox.Tests.Stripe;

namespace Sandbox.Tests.Specifications;

/// <summary>Every answer of the sandbox has the published form.</summary>
public sealed class AnswerTests : IAsyncLifetime
{
    private StripeApi _stripe = null!;

    public async Task InitializeAsync()
    {
        _stripe = await StripeApi.StartAsync();
        await _stripe.ControlAsync("search", """{"lagMs":0}""");
    }

    public async Task DisposeAsync() => await _stripe.DisposeAsync();

    [Theory]
    [InlineData("pm_card_visa")]
    [InlineData("pm_card_chargeDeclined")]
    [InlineData("pm_card_radarBlock")]
    [InlineData("pm_card_authenticationRequired")]
    [InlineData("pm_card_cvcCheckFail")]
    public async Task Intent_OfAnyCard_HasThePublishedForm(string card)
    {
        var id = await _stripe.CreateAsync(card);
        var confirmed = await _stripe.PostAsync($"/v1/payment_intents/{id}/confirm", "return_url=https://shop.example");

        Check("post", "/v1/payment_intents/{intent}/confirm", confirmed);
        Check("get", "/v1/payment_intents/{intent}", await _stripe.GetAsync(
            $"/v1/payment_intents/{id}?expand[]=latest_charge&expand[]=payment_method"));
        Check("get", "/v1/payment_intents", await _stripe.GetAsync("/v1/payment_intents?expand[]=data.latest_charge"));
        Check("get", "/v1/charges", await _stripe.GetAsync("/v1/charges"));
    }

    [Fact]
    public async Task Refund_AndItsExpansions_HaveThePublishedForm()
    {
        var id = await _stripe.CaptureAsync("pm_card_refundFail");
        var refund = await _stripe.PostAsync(
            "/v1/refunds", $"payment_intent={id}&expand[]=charge&expand[]=payment_intent&reason=duplicate");

        Check("post", "/v1/refunds", refund);
        await _stripe.ControlAsync("clock", """{"advanceSeconds":61}""");
        Check("get", "/v1/refunds/{refund}", await _stripe.GetAsync($"/v1/refunds/{refund["id"]}"));
        Check("get", "/v1/payment_intents/{intent}", await _stripe.GetAsync(
            $"/v1/payment_intents/{id}?expand[]=latest_charge.balance_transaction"));
        Check("get", "/v1/payment_intents/search", await _stripe.GetAsync(
            "/v1/payment_intents/search?query=" + Uri.EscapeDataString("metadata['booking_id']:'b1'")));
    }

    [Fact]
    public async Task Errors_HaveThePublishedForm()
    {
        var id = await _stripe.CaptureAsync();

        Check("post", "/v1/payment_intents/{intent}/capture", await _stripe.PostAsync($"/v1/payment_intents/{id}/capture"));
        Check("post", "/v1/payment_intents", await _stripe.PostAsync("/v1/payment_intents", "bogus=1"));
        Check("get", "/v1/payment_intents/{intent}", await _stripe.GetAsync("/v1/payment_intents/pi_none"));
    }

    private static void Check(string method, string path, Answer answer) =>
        StripeSpecification.CheckAnswer(method, path, answer).ShouldBeEmpty(answer.Text);
}
