using Sandbox.Hosting;
using Sandbox.Stripe.Model;
using Sandbox.Stripe.Store;
using Sandbox.Stripe.ThreeDSecure;

namespace Sandbox.Stripe.Operations;

/// <summary><c>POST /v1/payment_intents/{id}/confirm</c>, and what the buyer's authentication leads to.</summary>
internal static class IntentConfirmation
{
    public const long HoldSeconds = 7 * 24 * 60 * 60;

    public static Outcome Confirm(StripeCall call)
    {
        if (call.Store.Intents.Find(call.Id) is not { } intent)
        {
            return Outcome.Refused(StripeError.NotFound("payment_intent", call.Id, "intent"));
        }

        if (!IntentStatus.CanConfirm(intent.Status))
        {
            return Outcome.Refused(AlreadyDone(intent), intent);
        }

        intent = IntentCreation.Describe(call, intent);
        return CardChoice.Choose(call, ref intent) is { } unknownCard
            ? Outcome.Refused(unknownCard)
            : Confirm(call, intent);
    }

    public static Outcome Confirm(StripeCall call, Intent intent)
    {
        if (intent.CardToken is null || TestCards.Find(intent.CardToken) is not { } card)
        {
            return Outcome.Refused(
                StripeError.Invalid(
                    "You cannot confirm this PaymentIntent because it's missing a payment method. "
                    + "Give a payment_method with this call, or update the PaymentIntent first.",
                    code: "payment_intent_unexpected_state"),
                intent);
        }

        if (intent is { AutomaticMethods: true, AllowRedirects: not "never", ReturnUrl: null })
        {
            return Outcome.Refused(StripeError.Invalid(
                "This PaymentIntent accepts payment methods that may redirect the customer, so it needs a `return_url`. "
                + "To take none of those, set `automatic_payment_methods[allow_redirects]` to `never`.",
                "return_url"));
        }

        intent = intent with { Attempts = intent.Attempts + 1, LastError = null, LastErrorToken = null };
        if (!card.Authenticates)
        {
            return Authorise(intent, card, call.Now, authenticated: false);
        }

        return call.Flag("off_session") || call.Flag("error_on_requires_action")
            ? Decline(
                intent,
                card,
                call.Now,
                new CardDecline(
                    "authentication_required",
                    "authentication_required",
                    "Your card was declined. This transaction requires authentication."))
            : Outcome.Of(intent with
            {
                Status = IntentStatus.RequiresAction,
                AuthenticationUrl = AuthenticationPage.UrlOf(call.Origin, intent.Id),
            });
    }

    /// <summary>The buyer came back from 3-D Secure.</summary>
    public static Outcome Authenticated(Intent intent, bool passed, long now)
    {
        var card = TestCards.Find(intent.CardToken!)!;
        if (passed)
        {
            return Authorise(intent, card, now, authenticated: true);
        }

        var error = StripeError.Invalid(
            "The provided payment method has failed authentication. Give another one to try again.",
            code: "payment_intent_authentication_failure");
        return Outcome.Of(intent with
        {
            Status = IntentStatus.RequiresPaymentMethod,
            LastError = error,
            LastErrorToken = card.Token,
            CardToken = null,
            PaymentMethod = null,
        });
    }

    private static Outcome Authorise(Intent intent, TestCard card, long now, bool authenticated)
    {
        if (card.Decline is { } decline)
        {
            return Decline(intent, card, now, decline);
        }

        var isHold = intent.CaptureMethod == "manual";
        var charge = Charge(intent, card, now) with
        {
            Status = "succeeded",
            Captured = !isHold,
            AmountCaptured = isHold ? 0 : intent.Amount,
            ThreeDSecure = authenticated,
        };
        return Outcome.Of(
            intent with
            {
                Status = isHold ? IntentStatus.RequiresCapture : IntentStatus.Succeeded,
                AmountCapturable = isHold ? intent.Amount : 0,
                AmountReceived = isHold ? 0 : intent.Amount,
                LatestCharge = charge.Id,
            },
            charge);
    }

    private static Outcome Decline(Intent intent, TestCard card, long now, CardDecline decline)
    {
        var charge = Charge(intent, card, now);
        var error = new StripeError(
            402,
            "card_error",
            decline.Message,
            decline.Code,
            decline.Code is "incorrect_cvc" ? "cvc" : null,
            decline.DeclineCode,
            charge.Id,
            decline.AdviceCode);
        return Outcome.Refused(
            error,
            intent with
            {
                Status = IntentStatus.RequiresPaymentMethod,
                LastError = error,
                LastErrorToken = card.Token,
                LatestCharge = charge.Id,
                CardToken = null,
                PaymentMethod = null,
            },
            charge with { Status = "failed", Failure = error });
    }

    private static Charge Charge(Intent intent, TestCard card, long now) => new()
    {
        Id = Identifiers.New("ch_3", 23),
        Intent = intent.Id,
        Created = now,
        Amount = intent.Amount,
        Currency = intent.Currency,
        CardToken = card.Token,
        PaymentMethod = intent.PaymentMethod!,
        Status = "failed",
        CaptureBefore = now + HoldSeconds,
        Customer = intent.Customer,
        Description = intent.Description,
        ReceiptEmail = intent.ReceiptEmail,
        StatementDescriptorSuffix = intent.StatementDescriptorSuffix,
        TransferGroup = intent.TransferGroup,
        Metadata = intent.Metadata,
    };

    private static StripeError AlreadyDone(Intent intent) => StripeError.Invalid(
        intent.Status is IntentStatus.Canceled
            ? "You cannot confirm this PaymentIntent because it has a status of canceled. "
                + "Only a PaymentIntent with one of the following statuses may be confirmed: requires_confirmation, "
                + "requires_action."
            : "You cannot confirm this PaymentIntent because it has already succeeded after being previously confirmed.",
        code: "payment_intent_unexpected_state");
}
