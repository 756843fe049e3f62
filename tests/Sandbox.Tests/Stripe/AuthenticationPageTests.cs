using System.Net;

namespace Sandbox.Tests.Stripe;

/// <summary>The 3-D Secure page as a buyer's browser uses it.</summary>
public sealed class AuthenticationPageTests : IAsyncLifetime
{
    private StripeApi _stripe = null!;
    private HttpClient _browser = null!;

    public async Task InitializeAsync()
    {
        _stripe = await StripeApi.StartAsync();
        _browser = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false });
    }

    public async Task DisposeAsync()
    {
        _browser.Dispose();
        await _stripe.DisposeAsync();
    }

    [Theory]
    [InlineData("pass", "requires_capture", "succeeded")]
    [InlineData("fail", "requires_payment_method", "failed")]
    public async Task Page_Answered_ChangesTheIntentAndGoesBack(string outcome, string status, string redirectStatus)
    {
        var (id, url) = await WaitForBuyerAsync();
        (await _browser.GetStringAsync(url)).ShouldContain("Approve");

        var answer = await PostAsync(url, outcome);

        answer.StatusCode.ShouldBe(HttpStatusCode.SeeOther);
        var back = answer.Headers.Location!.ToString();
        back.ShouldStartWith($"https://shop.example/back?booking=1&payment_intent={id}&payment_intent_client_secret=");
        back.ShouldEndWith("&redirect_status=" + redirectStatus);
        (await _stripe.GetAsync($"/v1/payment_intents/{id}"))["status"].ShouldBe(status);
    }

    [Fact]
    public async Task Page_AnsweredTwice_IsGone()
    {
        var (id, url) = await WaitForBuyerAsync();
        await PostAsync(url, "pass");

        (await PostAsync(url, "fail")).StatusCode.ShouldBe(HttpStatusCode.NotFound);

        (await _stripe.GetAsync($"/v1/payment_intents/{id}"))["status"].ShouldBe("requires_capture");
    }

    [Fact]
    public async Task Page_OfNobody_IsGone() =>
        (await _browser.GetAsync(_stripe.Http.BaseAddress + "3d_secure/<b>")).StatusCode.ShouldBe(HttpStatusCode.NotFound);

    [Fact]
    public async Task Page_AnsweredWithNonsense_IsRefused()
    {
        var (_, url) = await WaitForBuyerAsync();

        (await PostAsync(url, "maybe")).StatusCode.ShouldBe(HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task AuthenticationFailed_IsTheLastError()
    {
        var (id, url) = await WaitForBuyerAsync();
        await PostAsync(url, "fail");

        var error = (await _stripe.GetAsync($"/v1/payment_intents/{id}")).Json.GetProperty("last_payment_error");

        error.GetProperty("code").GetString().ShouldBe("payment_intent_authentication_failure");
    }

    private async Task<HttpResponseMessage> PostAsync(string url, string outcome)
    {
        using var form = new FormUrlEncodedContent([KeyValuePair.Create("outcome", outcome)]);
        return await _browser.PostAsync(url, form);
    }

    private async Task<(string Id, string Url)> WaitForBuyerAsync()
    {
        var id = await _stripe.CreateAsync("pm_card_threeDSecure2Required");
        var confirmed = await _stripe.PostAsync(
            $"/v1/payment_intents/{id}/confirm", "return_url=" + Uri.EscapeDataString("https://shop.example/back?booking=1"));
        var action = confirmed.Json.GetProperty("next_action");
        action.GetProperty("type").GetString().ShouldBe("redirect_to_url");
        return (id, action.GetProperty("redirect_to_url").GetProperty("url").GetString()!);
    }
}
