using System.Net.Http.Headers;
using System.Text;
using Sandbox.Stripe;
using Sandbox.Stripe.Webhooks;

namespace Sandbox.Tests.Stripe;

/// <summary>A sandbox of its own and a bare client of it.</summary>
internal sealed class StripeApi : IAsyncDisposable
{
    public const string Hold = "amount=5000&currency=usd&capture_method=manual&metadata[booking_id]=b1"
        + "&automatic_payment_methods[enabled]=true&automatic_payment_methods[allow_redirects]=never";

    private readonly StripeSandboxHost _host;

    private StripeApi(StripeSandboxHost host)
    {
        _host = host;
        Http = new HttpClient { BaseAddress = new Uri(host.Address) };
        Http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", "sk_test_sandbox");
    }

    public HttpClient Http { get; }

    public static async Task<StripeApi> StartAsync(string? data = null, WebhookEndpoint? webhooks = null) =>
        new(await StripeSandboxHost.StartAsync(dataDirectory: data, webhooks: webhooks));

    public async Task<Answer> PostAsync(string path, string form = "", string? key = null, string? version = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path)
        {
            Content = new StringContent(form, Encoding.UTF8, "application/x-www-form-urlencoded"),
        };
        if (key is not null)
        {
            request.Headers.Add("Idempotency-Key", key);
        }

        if (version is not null)
        {
            request.Headers.Add("Stripe-Version", version);
        }

        return await Answer.ReadAsync(await Http.SendAsync(request));
    }

    public async Task<Answer> GetAsync(string path) => await Answer.ReadAsync(await Http.GetAsync(path));

    public async Task<Answer> ControlAsync(string path, string json) => await Answer.ReadAsync(
        await Http.PostAsync("/_sandbox/" + path, new StringContent(json, Encoding.UTF8, "application/json")));

    /// <summary>A new PaymentIntent with a card, not yet confirmed.</summary>
    public async Task<string> CreateAsync(string card = "pm_card_visa", string form = Hold)
    {
        var created = await PostAsync("/v1/payment_intents", $"{form}&payment_method={card}");
        created.Status.ShouldBe(200, created.Text);
        return created["id"]!;
    }

    /// <summary>A PaymentIntent whose money is held.</summary>
    public async Task<string> AuthoriseAsync(string card = "pm_card_visa")
    {
        var id = await CreateAsync(card);
        (await PostAsync($"/v1/payment_intents/{id}/confirm"))["status"].ShouldBe("requires_capture");
        return id;
    }

    /// <summary>A PaymentIntent whose money was taken.</summary>
    public async Task<string> CaptureAsync(string card = "pm_card_visa")
    {
        var id = await AuthoriseAsync(card);
        (await PostAsync($"/v1/payment_intents/{id}/capture"))["status"].ShouldBe("succeeded");
        return id;
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await _host.DisposeAsync();
    }
}
