using Sandbox.Stripe.Model;
using Sandbox.Stripe.Store;

namespace Sandbox.Stripe.Operations;

/// <summary>Capture and cancel.</summary>
internal static class IntentCompletion
{
    public static Outcome Capture(StripeCall call)
    {
        if (call.Store.Intents.Find(call.Id) is not { } intent)
        {
            return Outcome.Refused(StripeError.NotFound("payment_intent", call.Id, "intent"));
        }

        if (intent.Status != IntentStatus.RequiresCapture)
        {
            return Outcome.Refused(
                IntentCreation.WrongState(intent, "captured", IntentStatus.RequiresCapture), intent);
        }

        var charge = call.Store.Charges.Find(intent.LatestCharge)!;
        if (TestCards.Find(charge.CardToken)!.LapsesAtCapture)
        {
            return Lapsed(intent, charge, call.Now);
        }

        var amount = call.Number("amount_to_capture") ?? intent.AmountCapturable;
        if (amount < 1 || amount > intent.AmountCapturable)
        {
            return Outcome.Refused(StripeError.Invalid(
                $"The amount to capture ({amount}) must be from 1 to the capturable amount ({intent.AmountCapturable}).",
                "amount_to_capture",
                amount < 1 ? "parameter_invalid_integer" : "amount_too_large"));
        }

        return Outcome.Of(
            intent with
            {
                Status = IntentStatus.Succeeded,
                AmountCapturable = 0,
                AmountReceived = amount,
                Metadata = call.MergeMetadata(intent.Metadata),
                StatementDescriptorSuffix =
                    call.Text("statement_descriptor_suffix") ?? intent.StatementDescriptorSuffix,
            },
            charge with { Captured = true, AmountCaptured = amount });
    }

    public static Outcome Cancel(StripeCall call)
    {
        if (call.Store.Intents.Find(call.Id) is not { } intent)
        {
            return Outcome.Refused(StripeError.NotFound("payment_intent", call.Id, "intent"));
        }

        if (!IntentStatus.CanCancel(intent.Status))
        {
            return Outcome.Refused(
                IntentCreation.WrongState(
                    intent,
                    "canceled",
                    "requires_payment_method, requires_capture, requires_confirmation, requires_action, processing"),
                intent);
        }

        var charge = call.Store.Charges.Find(intent.LatestCharge);
        return Outcome.Of(
            intent with
            {
                Status = IntentStatus.Canceled,
                CancellationReason = call.Text("cancellation_reason"),
                CanceledAt = call.Now,
                AmountCapturable = 0,
            },
            intent.Status == IntentStatus.RequiresCapture ? charge! with { Released = true } : charge);
    }

    private static Outcome Lapsed(Intent intent, Charge charge, long now)
    {
        var lapsed = Settlement.Lapse(intent, charge, now);
        return Outcome.Refused(
            StripeError.Invalid(
                "This charge can no longer be captured: its authorization has expired.",
                code: "charge_expired_for_capture"),
            lapsed.Intent,
            lapsed.Charge);
    }
}
