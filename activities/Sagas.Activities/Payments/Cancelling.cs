using Sagas.Activities.Payments.Stripe;
using Sagas.Activities.Support;
using Sagas.Contracts.Bookings;
using Sagas.Contracts.Payments;
using Sagas.Effects;
using Stripe;

namespace Sagas.Activities.Payments;

/// <summary>
/// Makes sure that no authorisation stays alive, whatever state it is in. No stored intent means that none was ever confirmed,
/// and a tombstone keeps it so. An intent that turns out captured is refunded.
/// </summary>
internal sealed class Cancelling(IPaymentProvider stripe, IEffects effects, Refunding refunding)
{
    public async Task<PaymentCancelled> RunAsync(CancelPayment command, CancellationToken stop)
    {
        var intentId = await effects.ApplyAsync(new BeginCancelEffect(command), stop).ConfigureAwait(false)
            ?? command.PaymentIntentId;
        if (intentId is null)
        {
            return new PaymentCancelled(null, CancelOutcomes.NeverHappened, ActivityAttempt.Number);
        }

        var intent = await CancelOrLookAsync(command, intentId, stop).ConfigureAwait(false);
        CrashPoint.Pass(BookingCompensations.CancelPayment, "cancelled");
        switch (intent.Status)
        {
            case IntentStatuses.Canceled:
                await effects.ApplyAsync(new NoteCancelEffect(command), stop).ConfigureAwait(false);
                return new PaymentCancelled(intent.Id, CancelOutcomes.Cancelled, ActivityAttempt.Number);
            case IntentStatuses.Succeeded:
                await refunding.RunAsync(
                    $"{command.Key}:refund", command.BookingId, intent, intent.Currency!.ToUpperInvariant(),
                    command.Reason, stop).ConfigureAwait(false);
                return new PaymentCancelled(intent.Id, CancelOutcomes.Refunded, ActivityAttempt.Number);
            default:
                throw StripeFailures.InBetween(intent, What(command));
        }
    }

    private static string What(CancelPayment command) =>
        $"Cancelling payment {command.BusinessAttempt} of booking {command.BookingId}";

    private async Task<PaymentIntent> CancelOrLookAsync(CancelPayment command, string intentId, CancellationToken stop)
    {
        var result = await KeyGenerations.CallAsync(
            command.Key,
            key => stripe.CancelIntentAsync(intentId, key, stop),
            async () => (await LookAsync(command, intentId, stop).ConfigureAwait(false)).Status
                is not (IntentStatuses.Canceled or IntentStatuses.Succeeded)).ConfigureAwait(false);
        if (result.Failure is not { } failure)
        {
            return result.Ok;
        }

        if (failure.Kind is StripeFailureKind.Busy or StripeFailureKind.Credentials or StripeFailureKind.Bug)
        {
            throw failure.ToException(What(command));
        }

        var intent = await LookAsync(command, intentId, stop).ConfigureAwait(false);
        return intent.Status is IntentStatuses.Canceled or IntentStatuses.Succeeded
            ? intent
            : throw failure.ToException(What(command));
    }

    private async Task<PaymentIntent> LookAsync(CancelPayment command, string intentId, CancellationToken stop) =>
        (await stripe.GetIntentAsync(intentId, stop).ConfigureAwait(false)).Require(What(command));
}
