using Sagas.Activities.Payments.Stripe;
using Sagas.Activities.Support;
using Sagas.Contracts.Bookings;
using Sagas.Contracts.Payments;
using Sagas.Effects;
using Temporalio.Activities;

namespace Sagas.Activities.Payments;

/// <summary>Money at Stripe; each verb has a class of its own, with its reasoning.</summary>
public sealed class PaymentActivities : IPaymentActivities
{
    private readonly IPaymentProvider _stripe;
    private readonly Authorising _authorising;
    private readonly Capturing _capturing;
    private readonly Refunding _refunding;
    private readonly Cancelling _cancelling;
    private readonly Reading _reading;
    private readonly CustomerAnswer _customer;
    private readonly Expiring _expiring;

    /// <summary>Talks to Stripe by HTTP.</summary>
    public PaymentActivities(HttpClient http, StripeOptions options, IEffects effects)
        : this(new StripePayments(http, options), effects)
    {
    }

    internal PaymentActivities(IPaymentProvider stripe, IEffects effects)
    {
        _stripe = stripe;
        _authorising = new Authorising(stripe, effects);
        _capturing = new Capturing(stripe);
        _refunding = new Refunding(stripe, effects);
        _cancelling = new Cancelling(stripe, effects, _refunding);
        _reading = new Reading(stripe, effects);
        _customer = new CustomerAnswer(stripe, effects);
        _expiring = new Expiring(stripe, _customer);
    }

    [Activity]
    public Task<AuthorisationAnswer> AuthorisePaymentAsync(AuthorisePayment command) => CrashPoint.AroundAsync(
        BookingSteps.AuthorisePayment, () => _authorising.RunAsync(command, ActivityAttempt.Token));

    [Activity]
    public Task<AuthorisationAnswer> CheckAuthorisationAsync(CheckAuthorisation command) =>
        CrashPoint.AroundAsync("check-authorisation", async () =>
        {
            var stop = ActivityAttempt.Token;
            var intent = await _customer.LookAsync(command.BookingId, command.BusinessAttempt, stop).ConfigureAwait(false);
            return await _customer.ReadAsync(intent, command.BookingId, command.BusinessAttempt, command.Total, stop)
                .ConfigureAwait(false);
        });

    [Activity]
    public Task<AuthorisationAnswer> ExpireAuthorisationAsync(ExpireAuthorisation command) => CrashPoint.AroundAsync(
        Expiring.CrashName, () => _expiring.RunAsync(command, ActivityAttempt.Token));

    [Activity]
    public Task<PaymentCancelled> CancelPaymentAsync(CancelPayment command) => CrashPoint.AroundAsync(
        BookingCompensations.CancelPayment, () => _cancelling.RunAsync(command, ActivityAttempt.Token));

    [Activity]
    public Task<PaymentCaptured> CapturePaymentAsync(CapturePayment command) => CrashPoint.AroundAsync(
        BookingSteps.CapturePayment, () => _capturing.RunAsync(command, ActivityAttempt.Token));

    [Activity]
    public Task<PaymentRefunded> RefundPaymentAsync(RefundPayment command) =>
        CrashPoint.AroundAsync(BookingCompensations.RefundPayment, async () =>
        {
            var what = $"Refunding payment {command.BusinessAttempt} of booking {command.BookingId}";
            var stop = ActivityAttempt.Token;
            var intent = (await _stripe.GetIntentAsync(command.PaymentIntentId, stop).ConfigureAwait(false)).Require(what);
            var refund = await _refunding.RunAsync(
                command.Key, command.BookingId, intent, command.Total.Currency, command.Reason, stop).ConfigureAwait(false);
            return new PaymentRefunded(
                refund?.Id,
                command.Total with { Amount = refund is null ? 0 : intent.AmountReceived },
                ActivityAttempt.Number);
        });

    [Activity]
    public Task<PaymentSeen> ReadPaymentAsync(ReadPayment query) => _reading.RunAsync(query, ActivityAttempt.Token);
}
