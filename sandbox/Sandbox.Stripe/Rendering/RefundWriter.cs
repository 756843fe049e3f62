using System.Text.Json;
using Sandbox.Stripe.Model;
using Sandbox.Stripe.Store;

namespace Sandbox.Stripe.Rendering;

/// <summary>A refund as JSON.</summary>
internal static class RefundWriter
{
    public static void Write(Utf8JsonWriter json, Outcome outcome, ExpandPaths expand)
    {
        var refund = outcome.Refund!;
        json.WriteStartObject();
        json.WriteString("id"u8, refund.Id);
        json.WriteString("object"u8, "refund"u8);
        json.WriteNumber("amount"u8, refund.Amount);
        json.WriteString("balance_transaction"u8, "txn_" + refund.Id[3..]);
        json.WritePropertyName("charge"u8);
        if (outcome.Charge is { } charge && expand.Has("charge"))
        {
            ChargeWriter.Write(json, charge, expand.Below("charge"), null);
        }
        else
        {
            json.WriteStringValue(refund.Charge);
        }

        json.WriteNumber("created"u8, refund.Created);
        json.WriteString("currency"u8, refund.Currency);
        json.WriteStartObject("destination_details"u8);
        json.WriteStartObject("card"u8);
        json.WriteString("type"u8, "refund"u8);
        json.WriteEndObject();
        json.WriteString("type"u8, "card"u8);
        json.WriteEndObject();
        if (refund.FailureReason is { } failure)
        {
            json.WriteString("failure_balance_transaction"u8, "txn_f" + refund.Id[3..]);
            json.WriteString("failure_reason"u8, failure);
        }

        json.WriteMap("metadata"u8, refund.Metadata);
        json.WritePropertyName("payment_intent"u8);
        if (outcome.Intent is { } intent && expand.Has("payment_intent"))
        {
            IntentWriter.Write(json, intent, outcome.Charge, expand.Below("payment_intent"));
        }
        else
        {
            json.WriteStringValue(refund.Intent);
        }

        if (refund.PendingReason is { } pending)
        {
            json.WriteString("pending_reason"u8, pending);
        }

        json.WriteString("reason"u8, refund.Reason);
        json.WriteNull("receipt_number"u8);
        json.WriteNull("source_transfer_reversal"u8);
        json.WriteString("status"u8, refund.Status);
        json.WriteNull("transfer_reversal"u8);
        json.WriteEndObject();
    }
}
