using Sagas.Activities.Payments.Stripe;
using Sagas.Activities.Support;
using Sagas.Contracts;
using Sagas.Contracts.Payments;
using Stripe;

namespace Sagas.Activities.Payments;

/// <summary>
/// Ends the wait for a customer: look, cancel, look again. An intent that is authorised by then stays so, and the booking goes
/// on; otherwise it is dead when this ends, and nothing can be charged any more.
/// </summary>
internal sealed class Expiring(IPaymentProvider stripe, CustomerAnswer answer)
{
    public const string CrashName = "expire-authorisation";

    public async Task<AuthorisationAnswer> RunAsync(ExpireAuthorisation command, CancellationToken stop)
    {
        var intent = await LookAsync(command, stop).ConfigureAwait(false);
        if (intent.Status == IntentStatuses.RequiresAction)
        {
            intent = await CancelAsync(command, intent, stop).ConfigureAwait(false);
            CrashPoint.Pass(CrashName, "cancelled");
        }

        return intent.Status == IntentStatuses.Canceled
            ? throw Failures.Refused(
                RefusalCodes.PaymentNotConfirmed,
                $"The payment of booking {command.BookingId} was not confirmed by its customer in time; nothing was charged.")
            : await answer.ReadAsync(intent, command.BookingId, command.BusinessAttempt, command.Total, stop)
                .ConfigureAwait(false) is { Authorised: not null } authorised
                ? authorised
                : throw StripeFailures.InBetween(intent, What(command));
    }

    private static string What(ExpireAuthorisation command) =>
        $"Ending the wait for the customer of payment {command.BusinessAttempt} of booking {command.BookingId}";

    private async Task<PaymentIntent> CancelAsync(ExpireAuthorisation command, PaymentIntent intent, CancellationToken stop)
    {
        var result = await KeyGenerations.CallAsync(
            command.Key,
            key => stripe.CancelIntentAsync(intent.Id, key, stop),
            async () => (await LookAsync(command, stop).ConfigureAwait(false)).Status == IntentStatuses.RequiresAction)
            .ConfigureAwait(false);
        if (result.Failure is not { } failure)
        {
            return result.Ok;
        }

        if (failure.Kind is StripeFailureKind.Busy or StripeFailureKind.Credentials or StripeFailureKind.Bug)
        {
            throw failure.ToException(What(command));
        }

        var seen = await LookAsync(command, stop).ConfigureAwait(false);
        return seen.Status == IntentStatuses.RequiresAction ? throw failure.ToException(What(command)) : seen;
    }

    private Task<PaymentIntent> LookAsync(ExpireAuthorisation command, CancellationToken stop) =>
        answer.LookAsync(command.BookingId, command.BusinessAttempt, stop);
}
