using Sagas.Contracts.Bookings;
using Stripe;

namespace Sagas.Activities.Payments.Stripe;

/// <summary>
/// Stripe through its official package, which writes requests, reads answers and pins the version of the API. Its retries are
/// off, since Temporal retries, and so is its telemetry.
/// </summary>
internal sealed class StripePayments : IPaymentProvider
{
    private readonly StripeOptions _options;
    private readonly StripeClient _client;
    private readonly PaymentIntentService _intents;
    private readonly RefundService _refunds;

    /// <param name="http">Its own time-out must be longer than <see cref="StripeOptions.Timeout"/>, which this class keeps.</param>
    /// <param name="options">Address and key.</param>
    public StripePayments(HttpClient http, StripeOptions options)
    {
        _client = new StripeClient(
            options.ApiKey,
            httpClient: new SystemNetHttpClient(http, maxNetworkRetries: 0, enableTelemetry: false),
            apiBase: options.BaseAddress.GetLeftPart(UriPartial.Authority));
        _options = options;
        _intents = new PaymentIntentService(_client);
        _refunds = new RefundService(_client);
    }

    public Task<StripeResult<PaymentIntent>> CreateIntentAsync(CreateIntent request, string key, CancellationToken stop) =>
        PostIntentAsync(
            "",
            new Dictionary<string, object>
            {
                ["amount"] = request.Amount,
                ["currency"] = request.Currency.ToLowerInvariant(),
                ["capture_method"] = "manual",
                ["automatic_payment_methods"] = new Dictionary<string, object> { ["enabled"] = true, ["allow_redirects"] = "never" },
                ["description"] = request.Description,
                ["metadata"] = new Dictionary<string, object> { ["booking_id"] = request.BookingId, ["attempt"] = request.Attempt },
            },
            key,
            stop);

    public Task<StripeResult<PaymentIntent>> GetIntentAsync(string intentId, CancellationToken stop) =>
        IntentAsync(limit => _intents.GetAsync(intentId, cancellationToken: limit), stop);

    public Task<StripeResult<PaymentIntent>> ConfirmIntentAsync(ConfirmIntent request, string key, CancellationToken stop)
    {
        var form = new Dictionary<string, object> { ["payment_method"] = request.PaymentMethod };
        if ((request.ReturnUrl ?? _options.ReturnUrl) is { } page)
        {
            form["return_url"] = ReturnUrls.For(page, request.BookingId);
        }
        else
        {
            form["error_on_requires_action"] = true;
        }

        return PostIntentAsync($"/{Uri.EscapeDataString(request.IntentId)}/confirm", form, key, stop);
    }

    public Task<StripeResult<PaymentIntent>> CaptureIntentAsync(
        string intentId, long amount, string key, CancellationToken stop) =>
        PostIntentAsync($"/{Uri.EscapeDataString(intentId)}/capture", new Dictionary<string, object> { ["amount_to_capture"] = amount }, key, stop);

    public Task<StripeResult<PaymentIntent>> CancelIntentAsync(string intentId, string key, CancellationToken stop)
    {
        var options = new PaymentIntentCancelOptions { CancellationReason = "abandoned" };
        return IntentAsync(limit => _intents.CancelAsync(intentId, options, Under(key), limit), stop);
    }

    public Task<StripeResult<Refund>> CreateRefundAsync(CreateRefund request, string key, CancellationToken stop)
    {
        var options = new RefundCreateOptions
        {
            PaymentIntent = request.IntentId,
            Amount = request.Amount,
            Reason = "requested_by_customer",
            Metadata = new Dictionary<string, string>
            {
                ["booking_id"] = request.BookingId,
                ["refund_id"] = request.RefundId,
            },
        };
        return CallAsync(limit => _refunds.CreateAsync(options, Under(key), limit), IsWhole, stop);
    }

    public Task<StripeResult<StripeList<Refund>>> ListRefundsAsync(string intentId, CancellationToken stop)
    {
        var options = new RefundListOptions { PaymentIntent = intentId, Limit = 100 };
        return CallAsync(
            limit => _refunds.ListAsync(options, cancellationToken: limit),
            list => list.Data is not null && list.Data.TrueForAll(IsWhole),
            stop);
    }

    /// <summary>
    /// The requests of every booking. The package's own options have some forty properties, each of which it looks through
    /// by reflection: 0.05 ms for a request with two of them. What it is given as extra it writes as it stands.
    /// </summary>
    private Task<StripeResult<PaymentIntent>> PostIntentAsync(
        string path, Dictionary<string, object> form, string key, CancellationToken stop)
    {
        var options = new BaseOptions { ExtraParams = form };
        return IntentAsync(
            limit => _client.RequestAsync<PaymentIntent>(HttpMethod.Post, "/v1/payment_intents" + path, options, Under(key), limit),
            stop);
    }

    private static RequestOptions Under(string key) => new() { IdempotencyKey = key };

    private static bool IsWhole(Refund? refund) => refund is { Id: not null, Status: not null };

    private Task<StripeResult<PaymentIntent>> IntentAsync(
        Func<CancellationToken, Task<PaymentIntent>> call, CancellationToken stop) =>
        CallAsync(call, intent => intent is { Id: not null, Status: not null }, stop);

    /// <param name="call">One request.</param>
    /// <param name="isWhole">Whether an answer has what we decide by: the package takes any JSON object for any other.</param>
    /// <param name="stop">The caller's.</param>
    private async Task<StripeResult<T>> CallAsync<T>(
        Func<CancellationToken, Task<T>> call, Func<T, bool> isWhole, CancellationToken stop)
        where T : class
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(stop);
        limit.CancelAfter(_options.Timeout);
        try
        {
            var answer = await call(limit.Token).ConfigureAwait(false);
            return isWhole(answer)
                ? new StripeResult<T>(answer, null)
                : Unknown<T>("Stripe answered success without the object that was asked for.");
        }
        catch (StripeException error)
        {
            return new StripeResult<T>(null, StripeErrors.FromAnswer(error));
        }
        catch (OperationCanceledException) when (!stop.IsCancellationRequested)
        {
            return Unknown<T>($"Stripe did not answer within {_options.Timeout}.");
        }
        catch (HttpRequestException error)
        {
            return Unknown<T>($"The request to Stripe broke: {error.Message}");
        }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            // JSON of a strange shape makes the package throw anything. The request was sent: only a look can tell what came of it.
            return Unknown<T>($"Stripe's answer cannot be read ({error.GetType().Name}).");
        }
    }

    private static StripeResult<T> Unknown<T>(string why)
        where T : class => new(null, StripeErrors.NoAnswer(why));
}
