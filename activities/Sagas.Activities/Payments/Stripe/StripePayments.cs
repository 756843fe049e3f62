using System.Globalization;
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
    private readonly PaymentIntentService _intents;
    private readonly RefundService _refunds;

    /// <param name="http">Its own time-out must be longer than <see cref="StripeOptions.Timeout"/>, which this class keeps.</param>
    /// <param name="options">Address and key.</param>
    public StripePayments(HttpClient http, StripeOptions options)
    {
        var client = new StripeClient(
            options.ApiKey,
            httpClient: new SystemNetHttpClient(http, maxNetworkRetries: 0, enableTelemetry: false),
            apiBase: options.BaseAddress.GetLeftPart(UriPartial.Authority));
        _options = options;
        _intents = new PaymentIntentService(client);
        _refunds = new RefundService(client);
    }

    public Task<StripeResult<PaymentIntent>> CreateIntentAsync(CreateIntent request, string key, CancellationToken stop)
    {
        var options = new PaymentIntentCreateOptions
        {
            Amount = request.Amount,
            Currency = request.Currency.ToLowerInvariant(),
            CaptureMethod = "manual",
            AutomaticPaymentMethods = new PaymentIntentAutomaticPaymentMethodsOptions { Enabled = true, AllowRedirects = "never" },
            Description = request.Description,
            Metadata = new Dictionary<string, string>
            {
                ["booking_id"] = request.BookingId,
                ["attempt"] = request.Attempt.ToString(CultureInfo.InvariantCulture),
            },
        };
        return IntentAsync(limit => _intents.CreateAsync(options, Under(key), limit), stop);
    }

    public Task<StripeResult<PaymentIntent>> GetIntentAsync(string intentId, CancellationToken stop) =>
        IntentAsync(limit => _intents.GetAsync(intentId, cancellationToken: limit), stop);

    public Task<StripeResult<PaymentIntent>> ConfirmIntentAsync(ConfirmIntent request, string key, CancellationToken stop)
    {
        var page = request.ReturnUrl ?? _options.ReturnUrl;
        var options = new PaymentIntentConfirmOptions
        {
            PaymentMethod = request.PaymentMethod,
            ReturnUrl = page is null ? null : ReturnUrls.For(page, request.BookingId),
            ErrorOnRequiresAction = page is null ? true : null,
        };
        return IntentAsync(limit => _intents.ConfirmAsync(request.IntentId, options, Under(key), limit), stop);
    }

    public Task<StripeResult<PaymentIntent>> CaptureIntentAsync(
        string intentId, long amount, string key, CancellationToken stop)
    {
        var options = new PaymentIntentCaptureOptions { AmountToCapture = amount };
        return IntentAsync(limit => _intents.CaptureAsync(intentId, options, Under(key), limit), stop);
    }

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
