using Sandbox.Stripe.Model;

namespace Sandbox.Stripe.Store;

/// <summary>What time alone does to an object.</summary>
internal static class Settlement
{
    public static Outcome? Of(StripeStore store, string id, long now)
    {
        if (store.Charges.Find(id) is { } charge)
        {
            return store.Intents.Find(charge.Intent) is { Status: IntentStatus.RequiresCapture } intent
                && intent.LatestCharge == id ? Lapse(intent, charge, now) : null;
        }

        return store.Refunds.Find(id) is { SettlesAt: not null } refund ? Settle(store, refund) : null;
    }

    /// <summary>The hold is over: the intent is canceled and its charge released.</summary>
    public static Outcome Lapse(Intent intent, Charge charge, long now) => Outcome.Of(
        intent with
        {
            Status = IntentStatus.Canceled,
            CancellationReason = "automatic",
            CanceledAt = now,
            AmountCapturable = 0,
        },
        charge with { Released = true });

    private static Outcome? Settle(StripeStore store, Refund refund)
    {
        var charge = store.Charges.Find(refund.Charge)!;
        var intent = store.Intents.Find(refund.Intent);
        var settled = refund with { SettlesAt = null, PendingReason = null };
        return refund.Status == Refund.Pending
            ? Outcome.Of(settled with { Status = Refund.Succeeded }, intent, charge)
            : Outcome.Of(
                settled with { Status = Refund.Failed, FailureReason = "expired_or_canceled_card" },
                intent,
                charge with { AmountRefunded = charge.AmountRefunded - refund.Amount });
    }
}
