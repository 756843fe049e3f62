using Sagas.Activities.Payments.Stripe;
using Sagas.Activities.Support;
using Sagas.Contracts;
using Sagas.Contracts.Bookings;
using Sagas.Effects;
using Stripe;

namespace Sagas.Activities.Payments;

/// <summary>
/// Gives back all that an intent captured: row first, then a look at the refunds of the intent, then the refund, under our own
/// id in its metadata, by which it is found again when the idempotency key is long forgotten.
/// </summary>
internal sealed class Refunding(IPaymentProvider stripe, IEffects effects)
{
    /// <summary>Our account is short; somebody has to top it up.</summary>
    private static readonly TimeSpan TopUpPause = TimeSpan.FromMinutes(1);

    /// <summary>Null: nothing was captured, so nothing goes back.</summary>
    public async Task<Refund?> RunAsync(
        string refundId, string bookingId, PaymentIntent intent, string currency, string reason, CancellationToken stop)
    {
        if (intent.AmountReceived == 0)
        {
            return null;
        }

        var order = new RefundOrder(
            refundId, bookingId, intent.Id, intent.LatestChargeId, intent.AmountReceived, currency, reason);
        await effects.ApplyAsync(new RequestRefundEffect(order), stop).ConfigureAwait(false);
        CrashPoint.Pass(BookingCompensations.RefundPayment, "requested");
        var refund = await FindAsync(order, stop).ConfigureAwait(false)
            ?? await CreateAsync(order, stop).ConfigureAwait(false);
        CrashPoint.Pass(BookingCompensations.RefundPayment, "created");
        await effects.ApplyAsync(new NoteRefundEffect(order, refund.Id, StatusOf(refund)), stop).ConfigureAwait(false);
        return refund.CountsAsReturned() ? refund : throw Failed(order, refund.FailureReason ?? refund.Status);
    }

    private static string What(RefundOrder order) => $"Refunding payment intent {order.IntentId} of booking {order.BookingId}";

    private static string StatusOf(Refund refund) =>
        refund.Status is "pending" or "requires_action" or "succeeded" or "failed" or "canceled" ? refund.Status : "pending";

    private static Exception Failed(RefundOrder order, string detail) => Failures.Refused(
        RefusalCodes.RefundFailed, $"{What(order)} is refused by Stripe ({detail}); the money is still with us.", detail);

    /// <summary>Our own refund; or, where others have given everything back (in the dashboard, say), the newest of theirs.</summary>
    private async Task<Refund?> FindAsync(RefundOrder order, CancellationToken stop)
    {
        var refunds = (await stripe.ListRefundsAsync(order.IntentId, stop).ConfigureAwait(false)).Require(What(order)).Data;
        var ours = refunds.Find(refund => refund.Metadata?.GetValueOrDefault("refund_id") == order.RefundId);
        return ours
            ?? (refunds.Where(refund => refund.CountsAsReturned()).Sum(refund => refund.Amount) >= order.Captured
                ? refunds.Find(refund => refund.CountsAsReturned())
                : null);
    }

    private async Task<Refund> CreateAsync(RefundOrder order, CancellationToken stop)
    {
        var request = new CreateRefund(order.IntentId, order.Captured, order.BookingId, order.RefundId);

        // The whole capture goes back, and Stripe refuses more than that: a second refund is impossible.
        var created = await KeyGenerations.CallAsync(
            order.RefundId,
            key => stripe.CreateRefundAsync(request, key, stop),
            async () => await FindAsync(order, stop).ConfigureAwait(false) is null).ConfigureAwait(false);
        if (created.Failure is not { } failure)
        {
            return created.Ok;
        }

        if (failure.Code == "balance_insufficient")
        {
            throw Failures.TryAgain(FailureCodes.ProviderState, $"{What(order)}: {failure}", TopUpPause);
        }

        if (failure.Kind is StripeFailureKind.Busy or StripeFailureKind.Credentials or StripeFailureKind.Bug)
        {
            throw failure.ToException(What(order));
        }

        return await FindAsync(order, stop).ConfigureAwait(false)
            ?? throw (failure.Kind == StripeFailureKind.Unknown
                ? failure.ToException(What(order))
                : Failed(order, failure.Detail ?? "no code"));
    }
}
