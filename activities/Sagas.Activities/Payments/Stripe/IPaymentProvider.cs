using Stripe;

namespace Sagas.Activities.Payments.Stripe;

/// <summary>
/// The part of Stripe that a booking uses. One call is one HTTP request: no hidden retries, and no exception for anything that
/// Stripe or the network may do, only for cancellation by the caller.
/// </summary>
internal interface IPaymentProvider
{
    /// <summary>Creates an intent with manual capture, without confirming it.</summary>
    Task<StripeResult<PaymentIntent>> CreateIntentAsync(CreateIntent request, string key, CancellationToken stop);

    Task<StripeResult<PaymentIntent>> GetIntentAsync(string intentId, CancellationToken stop);

    /// <summary>
    /// Authorises. A card that asks for its owner answers `requires_action`, or is declined with `authentication_required` if
    /// there is no page for the owner to come back to.
    /// </summary>
    Task<StripeResult<PaymentIntent>> ConfirmIntentAsync(ConfirmIntent request, string key, CancellationToken stop);

    Task<StripeResult<PaymentIntent>> CaptureIntentAsync(string intentId, long amount, string key, CancellationToken stop);

    Task<StripeResult<PaymentIntent>> CancelIntentAsync(string intentId, string key, CancellationToken stop);

    Task<StripeResult<Refund>> CreateRefundAsync(CreateRefund request, string key, CancellationToken stop);

    /// <summary>All refunds of an intent, newest first, up to the 100 of one page: a booking makes a few.</summary>
    Task<StripeResult<StripeList<Refund>>> ListRefundsAsync(string intentId, CancellationToken stop);
}

/// <param name="Amount">Minor units.</param>
/// <param name="Currency">ISO 4217, any case.</param>
internal sealed record CreateIntent(long Amount, string Currency, string Description, string BookingId, int Attempt);

/// <param name="ReturnUrl">Where the card's owner goes after 3-D Secure; null: to the service's own page, if it has one.</param>
internal sealed record ConfirmIntent(string IntentId, string PaymentMethod, string BookingId, string? ReturnUrl);

/// <param name="RefundId">Our id; Stripe keeps it as metadata, by which the refund is found again.</param>
internal sealed record CreateRefund(string IntentId, long Amount, string BookingId, string RefundId);
