using Sagas.Activities.Payments.Stripe;
using Sagas.Activities.Support;
using Sagas.Contracts;
using Sagas.Contracts.Payments;
using Sagas.Effects;
using Stripe;

namespace Sagas.Activities.Payments;

/// <summary>What is true at Stripe about one payment attempt.</summary>
internal sealed class Reading(IPaymentProvider stripe, IEffects effects)
{
    public async Task<PaymentSeen> RunAsync(ReadPayment query, CancellationToken stop)
    {
        var stored = await effects.ApplyAsync(new FindIntentEffect(query.BookingId, query.BusinessAttempt), stop)
            .ConfigureAwait(false);
        var intentId = stored?.IntentId ?? query.PaymentIntentId;
        if (intentId is null)
        {
            return new PaymentSeen(PaymentStates.None, null, null, null, ActivityAttempt.Number);
        }

        var what = $"Reading payment {query.BusinessAttempt} of booking {query.BookingId}";
        var intent = (await stripe.GetIntentAsync(intentId, stop).ConfigureAwait(false)).Require(what);
        var state = intent.Status switch
        {
            IntentStatuses.RequiresCapture => PaymentStates.Authorised,
            IntentStatuses.Canceled => PaymentStates.Cancelled,
            IntentStatuses.Succeeded => await IsRefundedAsync(intent, what, stop).ConfigureAwait(false)
                ? PaymentStates.Refunded
                : PaymentStates.Captured,
            _ => PaymentStates.Open,
        };
        var captured = intent.Status == IntentStatuses.Succeeded
            ? new Money(intent.AmountReceived, intent.Currency!.ToUpperInvariant())
            : null;
        return new PaymentSeen(state, intent.Id, intent.LatestChargeId, captured, ActivityAttempt.Number);
    }

    private async Task<bool> IsRefundedAsync(PaymentIntent intent, string what, CancellationToken stop)
    {
        var refunds = (await stripe.ListRefundsAsync(intent.Id, stop).ConfigureAwait(false)).Require(what);
        return refunds.Data.Where(refund => refund.CountsAsReturned()).Sum(refund => refund.Amount) >= intent.AmountReceived;
    }
}
