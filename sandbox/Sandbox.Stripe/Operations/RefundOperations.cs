using Sandbox.Hosting;
using Sandbox.Stripe.Model;
using Sandbox.Stripe.Store;

namespace Sandbox.Stripe.Operations;

/// <summary>Refunds: create, update, cancel.</summary>
internal static class RefundOperations
{
    private const long SettleSeconds = 60;

    public static Outcome Create(StripeCall call)
    {
        var store = call.Store;
        if (FindCharge(call, out var charge) is { } fault)
        {
            return Outcome.Refused(fault);
        }

        if (charge!.AmountCaptured == 0)
        {
            return Outcome.Refused(StripeError.Invalid(
                $"This PaymentIntent ({charge.Intent}) does not have a successful charge to refund. "
                + "Cancel it to release an uncaptured amount.",
                "payment_intent"));
        }

        var amount = call.Number("amount") ?? charge.Refundable;
        if (CheckAmount(call, charge, amount) is { } wrongAmount)
        {
            return Outcome.Refused(wrongAmount);
        }

        var fate = TestCards.Find(charge.CardToken)!.Refund;
        var refund = new Refund
        {
            Id = Identifiers.New("re_3", 23),
            Charge = charge.Id,
            Intent = charge.Intent,
            Created = call.Now,
            Amount = amount,
            Currency = charge.Currency,
            Reason = call.Text("reason"),
            Metadata = call.MergeMetadata(null),
            Status = fate == RefundFate.PendsThenSucceeds ? Refund.Pending : Refund.Succeeded,
            PendingReason = fate == RefundFate.PendsThenSucceeds ? "processing" : null,
            SettlesAt = fate == RefundFate.Succeeds ? null : call.Now + SettleSeconds,
        };
        return Outcome.Of(
            refund,
            store.Intents.Find(charge.Intent),
            charge with { AmountRefunded = charge.AmountRefunded + amount });
    }

    public static Outcome Update(StripeCall call) => call.Store.Refunds.Find(call.Id) is { } refund
        ? Show(call, refund with { Metadata = call.MergeMetadata(refund.Metadata) })
        : Outcome.Refused(StripeError.NotFound("refund", call.Id, "id"));

    public static Outcome Cancel(StripeCall call) => Outcome.Refused(call.Store.Refunds.Find(call.Id) is { } refund
        ? StripeError.Invalid(
            $"This refund cannot be canceled because it has a status of {refund.Status}. "
            + "Only a refund with a status of requires_action may be canceled.")
        : StripeError.NotFound("refund", call.Id, "id"));

    public static Outcome Retrieve(StripeCall call) => call.Store.Refunds.Find(call.Id) is { } refund
        ? Show(call, refund)
        : Outcome.Refused(StripeError.NotFound("refund", call.Id, "id"));

    public static Outcome Show(StripeCall call, Refund refund) => Outcome.Of(
        refund, call.Store.Intents.Find(refund.Intent), call.Store.Charges.Find(refund.Charge));

    private static StripeError? FindCharge(StripeCall call, out Charge? charge)
    {
        charge = null;
        var intentId = call.Text("payment_intent");
        var chargeId = call.Text("charge");
        if (intentId is null && chargeId is null)
        {
            return StripeError.Invalid(
                "One of the following params should be provided for this request: payment_intent or charge.",
                code: "parameter_missing");
        }

        if (chargeId is not null)
        {
            charge = call.Store.Charges.Find(chargeId);
            return charge is null ? StripeError.NotFound("charge", chargeId, "charge") : null;
        }

        if (call.Store.Intents.Find(intentId) is not { } intent)
        {
            return StripeError.NotFound("payment_intent", intentId!, "payment_intent");
        }

        charge = call.Store.Charges.Find(intent.LatestCharge);
        return charge is null
            ? StripeError.Invalid(
                $"This PaymentIntent ({intent.Id}) does not have a successful charge to refund.", "payment_intent")
            : null;
    }

    private static StripeError? CheckAmount(StripeCall call, Charge charge, long amount)
    {
        if (charge.Refundable == 0)
        {
            return StripeError.Invalid(
                $"Charge {charge.Id} has already been refunded.", code: "charge_already_refunded");
        }

        if (amount < 1)
        {
            return StripeError.Invalid(
                "This value must be greater than or equal to 1.", "amount", "parameter_invalid_integer");
        }

        return amount > charge.Refundable
            ? StripeError.Invalid(
                $"Refund amount ({amount}) is greater than unrefunded amount on charge ({charge.Refundable})", "amount")
            : null;
    }
}
