using Sagas.Activities.Payments.Stripe;
using Sagas.Activities.Support;
using Sagas.Contracts;
using Sagas.Contracts.Bookings;
using Sagas.Contracts.Payments;
using Sagas.Effects;
using Stripe;

namespace Sagas.Activities.Payments;

/// <summary>What became of a payment that waits for its customer (3-D Secure), by the payment intent itself.</summary>
internal sealed class CustomerAnswer(IPaymentProvider stripe, IEffects effects)
{
    public async Task<PaymentIntent> LookAsync(string bookingId, int attempt, CancellationToken stop)
    {
        var stored = await effects.ApplyAsync(new FindIntentEffect(bookingId, attempt), stop).ConfigureAwait(false);
        return stored?.IntentId is { } intentId
            ? (await stripe.GetIntentAsync(intentId, stop).ConfigureAwait(false)).Require(What(bookingId, attempt))
            : throw new InvalidOperationException(
                $"{What(bookingId, attempt)}: there is no payment intent to look at, although one was asked about.");
    }

    /// <summary>Authorised, or still waiting; a declared refusal when the customer, or the bank afterwards, said no.</summary>
    public async Task<AuthorisationAnswer> ReadAsync(
        PaymentIntent intent, string bookingId, int attempt, Money total, CancellationToken stop)
    {
        var key = BusinessKeys.Of(bookingId, BookingSteps.AuthorisePayment, attempt);
        switch (intent.Status)
        {
            case IntentStatuses.RequiresAction or IntentStatuses.Processing:
                return new AuthorisationAnswer(intent.Id, null, ActivityAttempt.Number);
            case IntentStatuses.RequiresCapture or IntentStatuses.Succeeded:
                await effects.ApplyAsync(new NoteActedEffect(key, bookingId, attempt), stop).ConfigureAwait(false);
                return new AuthorisationAnswer(intent.Id, total with { Amount = intent.Amount }, ActivityAttempt.Number);
            case IntentStatuses.RequiresPaymentMethod or IntentStatuses.RequiresConfirmation:
                throw await DeclinedAsync(key, bookingId, attempt, intent.LastPaymentError, stop).ConfigureAwait(false);
            case IntentStatuses.Canceled:
                throw Failures.Refused(
                    RefusalCodes.PaymentInvalid, $"Payment intent {intent.Id} was cancelled at Stripe.", intent.Status);
            default:
                throw StripeFailures.InBetween(intent, What(bookingId, attempt));
        }
    }

    private static string What(string bookingId, int attempt) =>
        $"Looking whether the customer has confirmed payment {attempt} of booking {bookingId}";

    private async Task<Exception> DeclinedAsync(
        string key, string bookingId, int attempt, StripeError? error, CancellationToken stop)
    {
        await effects.ApplyAsync(
            new NoteDeclineEffect(key, bookingId, attempt, error?.Code, error?.DeclineCode), stop).ConfigureAwait(false);
        var detail = error?.DeclineCode ?? error?.Code;
        return Failures.Refused(
            RefusalCodes.PaymentDeclined,
            $"The card of booking {bookingId} was declined after its owner was asked ({detail ?? "no code"}).", detail);
    }
}
