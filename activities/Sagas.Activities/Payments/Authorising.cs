using Sagas.Activities.Payments.Stripe;
using Sagas.Activities.Support;
using Sagas.Contracts;
using Sagas.Contracts.Bookings;
using Sagas.Contracts.Payments;
using Sagas.Effects;
using Stripe;

namespace Sagas.Activities.Payments;

/// <summary>
/// Create without confirming → store the id → confirm. Since an intent that is not stored was never confirmed, every doubt
/// later is settled by reading a known intent, and an intent whose creation was never learned of has no money on it.
/// </summary>
internal sealed class Authorising(IPaymentProvider stripe, IEffects effects)
{
    /// <summary>An intent changes state at most this often while we look.</summary>
    private const int LooksMax = 4;

    public async Task<AuthorisationAnswer> RunAsync(AuthorisePayment command, CancellationToken stop)
    {
        var intent = await FindOrCreateAsync(command, stop).ConfigureAwait(false);
        for (var look = 0; look < LooksMax; look++)
        {
            switch (intent.Status)
            {
                case IntentStatuses.RequiresCapture or IntentStatuses.Succeeded:
                    return new AuthorisationAnswer(
                        intent.Id, command.Total with { Amount = intent.Amount }, ActivityAttempt.Number);
                case IntentStatuses.RequiresConfirmation or IntentStatuses.RequiresPaymentMethod:
                    intent = await ConfirmAsync(command, intent.Id, stop).ConfigureAwait(false);
                    break;
                case IntentStatuses.RequiresAction:
                    return await AskCustomerAsync(command, intent, stop).ConfigureAwait(false);
                case IntentStatuses.Canceled:
                    throw Failures.Refused(
                        RefusalCodes.PaymentInvalid, $"Payment intent {intent.Id} was cancelled at Stripe.", intent.Status);
                default:
                    throw StripeFailures.InBetween(intent, What(command));
            }
        }

        throw StripeFailures.InBetween(intent, What(command));
    }

    private static string What(AuthorisePayment command) =>
        $"Authorising payment {command.BusinessAttempt} of booking {command.BookingId}";

    /// <summary>The page is kept before anybody waits, so that the customer can be sent there.</summary>
    private async Task<AuthorisationAnswer> AskCustomerAsync(
        AuthorisePayment command, PaymentIntent intent, CancellationToken stop)
    {
        if (intent.NextAction?.RedirectToUrl?.Url is not { } page)
        {
            throw ActionRequired(command);
        }

        await effects.ApplyAsync(new NoteActionEffect(command, page), stop).ConfigureAwait(false);
        return new AuthorisationAnswer(intent.Id, null, ActivityAttempt.Number);
    }

    private static Exception ActionRequired(AuthorisePayment command) => Failures.Refused(
        RefusalCodes.PaymentActionRequired,
        $"The card of booking {command.BookingId} asks for its owner, who is not present.", "authentication_required");

    private static Exception Superseded(AuthorisePayment command) => Failures.TryAgain(
        FailureCodes.Superseded, $"{What(command)}: this attempt was cancelled meanwhile, so it is not confirmed.");

    /// <summary>
    /// A first attempt need not look: its key gives back the intent that a run before it made, and one that Stripe has
    /// forgotten meanwhile cannot be stored beside the one we know, so the next attempt finds that.
    /// </summary>
    private async Task<PaymentIntent> FindOrCreateAsync(AuthorisePayment command, CancellationToken stop)
    {
        if (ActivityAttempt.Number == 1)
        {
            return await CreateAsync(command, stop).ConfigureAwait(false);
        }

        var stored = await effects.ApplyAsync(new FindIntentEffect(command.BookingId, command.BusinessAttempt), stop)
            .ConfigureAwait(false);
        if (stored is { IsCancelled: true })
        {
            throw Superseded(command);
        }

        return stored?.IntentId is { } intentId
            ? (await stripe.GetIntentAsync(intentId, stop).ConfigureAwait(false)).Require(What(command))
            : await CreateAsync(command, stop).ConfigureAwait(false);
    }

    private async Task<PaymentIntent> CreateAsync(AuthorisePayment command, CancellationToken stop)
    {
        var request = new CreateIntent(
            command.Total.Amount, command.Total.Currency, command.Description, command.BookingId, command.BusinessAttempt);

        // A second intent beside one whose creation ended in a stored 500 is harmless: neither is confirmed.
        var created = await KeyGenerations.CallAsync(
            $"{command.Key}:create", key => stripe.CreateIntentAsync(request, key, stop), () => Task.FromResult(true))
            .ConfigureAwait(false);
        if (created.Failure is { Kind: StripeFailureKind.Invalid } invalid)
        {
            throw Failures.Refused(RefusalCodes.PaymentInvalid, $"{What(command)}: {invalid}", invalid.Detail);
        }

        var intent = created.Require(What(command));
        CrashPoint.Pass(BookingSteps.AuthorisePayment, "created");
        if (!await effects.ApplyAsync(new NoteIntentEffect(command, intent.Id), stop).ConfigureAwait(false))
        {
            throw Superseded(command);
        }

        CrashPoint.Pass(BookingSteps.AuthorisePayment, "stored");
        return intent;
    }

    private async Task<PaymentIntent> ConfirmAsync(AuthorisePayment command, string intentId, CancellationToken stop)
    {
        var request = new ConfirmIntent(intentId, command.PaymentMethod, command.BookingId, command.ReturnUrl);
        var confirmed = await KeyGenerations.CallAsync(
            $"{command.Key}:confirm",
            key => stripe.ConfirmIntentAsync(request, key, stop),
            () => IsUnconfirmedAsync(intentId, stop)).ConfigureAwait(false);
        switch (confirmed.Failure)
        {
            case null:
                return confirmed.Ok;
            case { Kind: StripeFailureKind.Declined } declined:
                throw await DeclinedAsync(command, declined, stop).ConfigureAwait(false);
            case { Kind: StripeFailureKind.Invalid } invalid:
                await effects.ApplyAsync(Decline(command, invalid), stop)
                    .ConfigureAwait(false);
                throw Failures.Refused(RefusalCodes.PaymentInvalid, $"{What(command)}: {invalid}", invalid.Detail);
            case { Kind: StripeFailureKind.WrongState }:
                return await LookAsync(command, intentId, stop).ConfigureAwait(false);
            case { Kind: StripeFailureKind.Unknown } unknown:
                var intent = await LookAsync(command, intentId, stop).ConfigureAwait(false);
                return IsUnconfirmed(intent) ? throw unknown.ToException(What(command)) : intent;
            case var other:
                throw other.ToException(What(command));
        }
    }

    private async Task<Exception> DeclinedAsync(AuthorisePayment command, StripeFailure declined, CancellationToken stop)
    {
        if (declined.Code == "authentication_required" || declined.DeclineCode == "authentication_required")
        {
            return ActionRequired(command);
        }

        await effects.ApplyAsync(Decline(command, declined), stop)
            .ConfigureAwait(false);
        return Failures.Refused(
            RefusalCodes.PaymentDeclined,
            $"The card of booking {command.BookingId} was declined ({declined.Detail ?? "no code"}).", declined.Detail);
    }

    private static NoteDeclineEffect Decline(AuthorisePayment command, StripeFailure failure) =>
        new(command.Key, command.BookingId, command.BusinessAttempt, failure.Code, failure.DeclineCode);

    private async Task<PaymentIntent> LookAsync(AuthorisePayment command, string intentId, CancellationToken stop) =>
        (await stripe.GetIntentAsync(intentId, stop).ConfigureAwait(false)).Require(What(command));

    private async Task<bool> IsUnconfirmedAsync(string intentId, CancellationToken stop) =>
        (await stripe.GetIntentAsync(intentId, stop).ConfigureAwait(false)).Value is { } intent && IsUnconfirmed(intent);

    private static bool IsUnconfirmed(PaymentIntent intent) =>
        intent.Status is IntentStatuses.RequiresConfirmation or IntentStatuses.RequiresPaymentMethod;
}
