using Sagas.Activities.Payments.Stripe;
using Sagas.Activities.Support;
using Sagas.Contracts;
using Sagas.Contracts.Payments;
using Stripe;

namespace Sagas.Activities.Payments;

/// <summary>
/// The pivot. An intent can be captured once, so capturing is safe to try; everything but success is settled by looking at
/// the intent. What our database knows of the capture is written with the confirmation, in one transaction.
/// </summary>
internal sealed class Capturing(IPaymentProvider stripe)
{
    public async Task<PaymentCaptured> RunAsync(CapturePayment command, CancellationToken stop)
    {
        if (ActivityAttempt.Number > 1 && await LookAsync(command, stop).ConfigureAwait(false) is
            { Status: IntentStatuses.Succeeded } already)
        {
            return Captured(command, already);
        }

        var result = await KeyGenerations.CallAsync(
            command.Key,
            key => stripe.CaptureIntentAsync(command.PaymentIntentId, command.Total.Amount, key, stop),
            async () => (await LookAsync(command, stop).ConfigureAwait(false)).Status == IntentStatuses.RequiresCapture)
            .ConfigureAwait(false);
        return result.Failure is { } failure
            ? await SettleAsync(command, failure, stop).ConfigureAwait(false)
            : result.Ok.Status == IntentStatuses.Succeeded
                ? Captured(command, result.Ok)
                : throw StripeFailures.InBetween(result.Ok, What(command));
    }

    private static string What(CapturePayment command) =>
        $"Capturing payment intent {command.PaymentIntentId} of booking {command.BookingId}";

    private static PaymentCaptured Captured(CapturePayment command, PaymentIntent intent) => new(
        intent.Id, intent.LatestChargeId, command.Total with { Amount = intent.AmountReceived }, ActivityAttempt.Number);

    private async Task<PaymentCaptured> SettleAsync(CapturePayment command, StripeFailure failure, CancellationToken stop)
    {
        if (failure.Kind is StripeFailureKind.Busy or StripeFailureKind.Credentials or StripeFailureKind.Bug)
        {
            throw failure.ToException(What(command));
        }

        var intent = await LookAsync(command, stop).ConfigureAwait(false);
        return intent.Status switch
        {
            IntentStatuses.Succeeded => Captured(command, intent),
            IntentStatuses.Canceled => throw Failed(command, failure.Detail ?? intent.Status),
            IntentStatuses.Processing => throw StripeFailures.InBetween(intent, What(command)),
            _ when failure.Kind == StripeFailureKind.Unknown => throw failure.ToException(What(command)),
            _ => throw Failed(command, failure.Detail ?? intent.Status),
        };
    }

    private static Exception Failed(CapturePayment command, string detail) => Failures.Refused(
        RefusalCodes.CaptureFailed, $"{What(command)} was refused for good ({detail}); no money moved.", detail);

    private async Task<PaymentIntent> LookAsync(CapturePayment command, CancellationToken stop) =>
        (await stripe.GetIntentAsync(command.PaymentIntentId, stop).ConfigureAwait(false)).Require(What(command));
}
