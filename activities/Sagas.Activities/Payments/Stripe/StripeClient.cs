using System.Globalization;
using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Sagas.Activities.Payments.Stripe;

/// <summary>Stripe over HTTP: form-encoded requests, a pinned version, an idempotency key on every POST.</summary>
/// <param name="http">Its own time-out must be longer than <see cref="StripeOptions.Timeout"/>, which this class keeps.</param>
internal sealed class StripeClient(HttpClient http, StripeOptions options) : IStripeClient
{
    /// <summary>Longest answer read; an intent has a few kilobytes.</summary>
    private const int AnswerBytesMax = 1024 * 1024;

    private readonly AuthenticationHeaderValue _authorization = new("Bearer", options.ApiKey);

    public Task<StripeResult<PaymentIntent>> CreateIntentAsync(CreateIntent request, string key, CancellationToken stop) =>
        PostAsync("payment_intents", key, StripeJson.Default.PaymentIntent, stop,
            ("amount", Number(request.Amount)),
            ("currency", request.Currency.ToLowerInvariant()),
            ("capture_method", "manual"),
            ("automatic_payment_methods[enabled]", "true"),
            ("automatic_payment_methods[allow_redirects]", "never"),
            ("description", request.Description),
            ("metadata[booking_id]", request.BookingId),
            ("metadata[attempt]", Number(request.Attempt)));

    public Task<StripeResult<PaymentIntent>> GetIntentAsync(string intentId, CancellationToken stop) =>
        SendAsync(HttpMethod.Get, Intent(intentId), null, null, StripeJson.Default.PaymentIntent, stop);

    public Task<StripeResult<PaymentIntent>> ConfirmIntentAsync(
        string intentId, string paymentMethod, string bookingId, string key, CancellationToken stop) =>
        PostAsync($"{Intent(intentId)}/confirm", key, StripeJson.Default.PaymentIntent, stop,
            ("payment_method", paymentMethod),
            options.ReturnUrl is { } page
                ? ("return_url", page.Replace("{bookingId}", bookingId, StringComparison.Ordinal))
                : ("error_on_requires_action", "true"));

    public Task<StripeResult<PaymentIntent>> CaptureIntentAsync(
        string intentId, long amount, string key, CancellationToken stop) =>
        PostAsync($"{Intent(intentId)}/capture", key, StripeJson.Default.PaymentIntent, stop,
            ("amount_to_capture", Number(amount)));

    public Task<StripeResult<PaymentIntent>> CancelIntentAsync(string intentId, string key, CancellationToken stop) =>
        PostAsync($"{Intent(intentId)}/cancel", key, StripeJson.Default.PaymentIntent, stop,
            ("cancellation_reason", "abandoned"));

    public Task<StripeResult<Refund>> CreateRefundAsync(CreateRefund request, string key, CancellationToken stop) =>
        PostAsync("refunds", key, StripeJson.Default.Refund, stop,
            ("payment_intent", request.IntentId),
            ("amount", Number(request.Amount)),
            ("reason", "requested_by_customer"),
            ("metadata[booking_id]", request.BookingId),
            ("metadata[refund_id]", request.RefundId));

    public Task<StripeResult<RefundList>> ListRefundsAsync(string intentId, CancellationToken stop) =>
        SendAsync(HttpMethod.Get, $"refunds?payment_intent={Uri.EscapeDataString(intentId)}&limit=100", null, null,
            StripeJson.Default.RefundList, stop);

    private static string Number(long value) => value.ToString(CultureInfo.InvariantCulture);

    private static string Intent(string intentId) => $"payment_intents/{Uri.EscapeDataString(intentId)}";

    private Task<StripeResult<T>> PostAsync<T>(
        string path, string key, JsonTypeInfo<T> type, CancellationToken stop, params (string Name, string Value)[] form)
        where T : class =>
        SendAsync(HttpMethod.Post, path, key,
            form.Select(field => KeyValuePair.Create(field.Name, field.Value)), type, stop);

    private async Task<StripeResult<T>> SendAsync<T>(
        HttpMethod method, string path, string? key, IEnumerable<KeyValuePair<string, string>>? form, JsonTypeInfo<T> type,
        CancellationToken stop)
        where T : class
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(stop);
        limit.CancelAfter(options.Timeout);
        try
        {
            using var request = new HttpRequestMessage(method, new Uri(options.BaseAddress, "/v1/" + path));
            request.Headers.Authorization = _authorization;
            request.Headers.Add("Stripe-Version", StripeOptions.ApiVersion);
            if (key is not null)
            {
                request.Headers.Add("Idempotency-Key", key);
            }

            request.Content = form is null ? null : new FormUrlEncodedContent(form);
            using var answer = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, limit.Token)
                .ConfigureAwait(false);
            return await ReadAsync(answer, type, limit.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!stop.IsCancellationRequested)
        {
            return Fail<T>(StripeErrors.NoAnswer($"Stripe did not answer {method} within {options.Timeout}."));
        }
        catch (Exception error) when (error is HttpRequestException or IOException or JsonException)
        {
            return Fail<T>(StripeErrors.NoAnswer($"{method} to Stripe broke: {error.Message}"));
        }
    }

    private static async Task<StripeResult<T>> ReadAsync<T>(
        HttpResponseMessage answer, JsonTypeInfo<T> type, CancellationToken stop)
        where T : class
    {
        if (answer.Content.Headers.ContentLength > AnswerBytesMax)
        {
            return Fail<T>(StripeErrors.NoAnswer($"Stripe's answer is longer than {AnswerBytesMax} bytes."));
        }

        await answer.Content.LoadIntoBufferAsync(AnswerBytesMax, stop).ConfigureAwait(false);
        var body = await answer.Content.ReadAsByteArrayAsync(stop).ConfigureAwait(false);
        if (!answer.IsSuccessStatusCode)
        {
            return Fail<T>(StripeErrors.FromAnswer(answer, body));
        }

        var value = JsonSerializer.Deserialize(body, type);
        return value is null
            ? Fail<T>(StripeErrors.NoAnswer("Stripe answered success with the JSON value null."))
            : new StripeResult<T>(value, null);
    }

    private static StripeResult<T> Fail<T>(StripeFailure failure)
        where T : class => new(null, failure);
}
