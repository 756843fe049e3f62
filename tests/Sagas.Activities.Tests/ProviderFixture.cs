using System.Net.Http.Json;
using System.Text.Json;
using Sagas.Activities.Notifications;
using Sagas.Activities.Notifications.SendGrid;
using Sagas.Activities.Payments;
using Sagas.Activities.Payments.Stripe;
using Sagas.Effects;
using Sandbox.SendGrid;
using Sandbox.Stripe;

namespace Sagas.Activities.Tests;

/// <summary>The sandboxes in this process. Faults are set per booking, so that tests do not meet each other.</summary>
public sealed class ProviderFixture : IAsyncLifetime
{
    private readonly HttpClient _control = new();
    private StripeSandboxHost _stripe = null!;
    private SendGridSandboxHost _sendGrid = null!;

    internal RecordingHandler Recorder { get; } = new();

    public async Task InitializeAsync()
    {
        _stripe = await StripeSandboxHost.StartAsync();
        _sendGrid = await SendGridSandboxHost.StartAsync();
    }

    public async Task DisposeAsync()
    {
        await _stripe.DisposeAsync();
        await _sendGrid.DisposeAsync();
        _control.Dispose();
        Recorder.Dispose();
    }

    internal StripePayments StripePayments(string key = "sk_test_x") => new(Http(), StripeOptions(key));

    internal PaymentActivities Payments(IEffects effects, string key = "sk_test_x", string? returnUrl = null)
    {
        var options = StripeOptions(key);
        options.ReturnUrl = returnUrl;
        return new PaymentActivities(Http(), options, effects);
    }

    /// <summary>What the customer does with 3-D Secure.</summary>
    internal async Task CustomerAsync(string intentId, string outcome)
    {
        using var answer = await _control.PostAsJsonAsync(
            $"{_stripe.Address}/_sandbox/payment_intents/{intentId}/authenticate", new { outcome });
        answer.IsSuccessStatusCode.ShouldBeTrue(await answer.Content.ReadAsStringAsync());
    }

    internal NotificationActivities Notifications(IEffects effects, string key = "SG.x", string? address = null) => new(
        Http(),
        new SendGridOptions
        {
            BaseAddress = new Uri(address ?? _sendGrid.Address), ApiKey = key, Timeout = TimeSpan.FromSeconds(5),
        },
        effects,
        TimeProvider.System);

    internal Task FailStripeAsync(object rule) => FailAsync(_stripe.Address, rule);

    internal Task FailSendGridAsync(object rule) => FailAsync(_sendGrid.Address, rule);

    /// <summary>All intents of a booking as Stripe has them.</summary>
    internal async Task<IReadOnlyList<JsonElement>> IntentsAsync(string bookingId) =>
        [.. (await _control.GetFromJsonAsync<JsonElement>($"{_stripe.Address}/_sandbox/dump?match={bookingId}"))
            .GetProperty("payment_intents").EnumerateArray()];

    internal async Task<IReadOnlyList<JsonElement>> MailsAsync(string mailId) =>
        [.. (await _control.GetFromJsonAsync<JsonElement>($"{_sendGrid.Address}/_sandbox/mails?mail_id={mailId}"))
            .GetProperty("mails").EnumerateArray()];

    internal Task<JsonElement> MailAsync(string id) =>
        _control.GetFromJsonAsync<JsonElement>($"{_sendGrid.Address}/_sandbox/mails/{id}");

    private async Task FailAsync(string address, object rule)
    {
        using var answer = await _control.PostAsJsonAsync($"{address}/_sandbox/faults", rule);
        answer.IsSuccessStatusCode.ShouldBeTrue(await answer.Content.ReadAsStringAsync());
    }

    private HttpClient Http() => new(Recorder, disposeHandler: false);

    private StripeOptions StripeOptions(string key) => new()
    {
        BaseAddress = new Uri(_stripe.Address), ApiKey = key, Timeout = TimeSpan.FromSeconds(5),
    };
}
