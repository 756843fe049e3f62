using System.Text.Json;
using Sandbox.Stripe.Model;

namespace Sandbox.Stripe.Rendering;

/// <summary>A charge as JSON.</summary>
internal static class ChargeWriter
{
    public static void Write(Utf8JsonWriter json, Charge charge, ExpandPaths expand, Intent? intent)
    {
        var card = TestCards.Find(charge.CardToken)!;
        json.WriteStartObject();
        json.WriteString("id"u8, charge.Id);
        json.WriteString("object"u8, "charge"u8);
        json.WriteNumber("amount"u8, charge.Amount);
        json.WriteNumber("amount_captured"u8, charge.AmountCaptured);
        json.WriteNumber("amount_refunded"u8, charge.AmountRefunded);
        json.WriteNull("application"u8);
        json.WriteNull("application_fee"u8);
        json.WriteNull("application_fee_amount"u8);
        WriteBalanceTransaction(json, charge, expand);
        MethodWriter.WriteBilling(json);
        json.WriteString("calculated_statement_descriptor"u8, "SANDBOX"u8);
        json.WriteBoolean("captured"u8, charge.Captured);
        json.WriteNumber("created"u8, charge.Created);
        json.WriteString("currency"u8, charge.Currency);
        json.WriteString("customer"u8, charge.Customer);
        json.WriteString("description"u8, charge.Description);
        json.WriteBoolean("disputed"u8, false);
        json.WriteNull("failure_balance_transaction"u8);
        json.WriteString("failure_code"u8, charge.Failure?.Code);
        json.WriteString("failure_message"u8, charge.Failure?.Message);
        json.WriteStartObject("fraud_details"u8);
        json.WriteEndObject();
        json.WriteBoolean("livemode"u8, false);
        json.WriteMap("metadata"u8, charge.Metadata);
        json.WriteNull("on_behalf_of"u8);
        WriteOutcome(json, charge, card);
        json.WriteBoolean("paid"u8, charge.Failure is null);
        json.WritePropertyName("payment_intent"u8);
        if (intent is not null && expand.Has("payment_intent"))
        {
            IntentWriter.Write(json, intent, null, ExpandPaths.None);
        }
        else
        {
            json.WriteStringValue(charge.Intent);
        }

        json.WriteString("payment_method"u8, charge.PaymentMethod);
        WriteMethodDetails(json, charge, card);
        WriteRest(json, charge);
        json.WriteEndObject();
    }

    private static void WriteRest(Utf8JsonWriter json, Charge charge)
    {
        json.WriteStartObject("radar_options"u8);
        json.WriteEndObject();
        json.WriteString("receipt_email"u8, charge.ReceiptEmail);
        json.WriteNull("receipt_number"u8);
        json.WriteNull("receipt_url"u8);
        json.WriteBoolean("refunded"u8, charge.Released || (charge.Captured && charge.Refundable == 0));
        json.WriteNull("review"u8);
        json.WriteNull("shipping"u8);
        json.WriteNull("source_transfer"u8);
        json.WriteNull("statement_descriptor"u8);
        json.WriteString("statement_descriptor_suffix"u8, charge.StatementDescriptorSuffix);
        json.WriteString("status"u8, charge.Status);
        json.WriteNull("transfer_data"u8);
        json.WriteString("transfer_group"u8, charge.TransferGroup);
    }

    private static void WriteBalanceTransaction(Utf8JsonWriter json, Charge charge, ExpandPaths expand)
    {
        if (!charge.Captured)
        {
            json.WriteNull("balance_transaction"u8);
            return;
        }

        var id = "txn_" + charge.Suffix;
        if (!expand.Has("balance_transaction"))
        {
            json.WriteString("balance_transaction"u8, id);
            return;
        }

        json.WriteStartObject("balance_transaction"u8);
        json.WriteString("id"u8, id);
        json.WriteString("object"u8, "balance_transaction"u8);
        json.WriteNumber("amount"u8, charge.AmountCaptured);
        json.WriteNumber("available_on"u8, charge.Created);
        json.WriteNumber("created"u8, charge.Created);
        json.WriteString("currency"u8, charge.Currency);
        json.WriteString("description"u8, charge.Description);
        json.WriteNull("exchange_rate"u8);
        json.WriteNumber("fee"u8, 0);
        json.WriteStartArray("fee_details"u8);
        json.WriteEndArray();
        json.WriteNumber("net"u8, charge.AmountCaptured);
        json.WriteString("reporting_category"u8, "charge"u8);
        json.WriteString("source"u8, charge.Id);
        json.WriteString("status"u8, "available"u8);
        json.WriteString("type"u8, "charge"u8);
        json.WriteEndObject();
    }

    private static void WriteOutcome(Utf8JsonWriter json, Charge charge, TestCard card)
    {
        var isBlocked = card.Decline?.Blocked == true;
        json.WriteStartObject("outcome"u8);
        json.WriteString("advice_code"u8, charge.Failure?.AdviceCode);
        json.WriteString(
            "network_status"u8,
            charge.Failure is null ? "approved_by_network"
            : isBlocked ? "not_sent_to_network" : "declined_by_network");
        json.WriteString("reason"u8, charge.Failure is null ? null : charge.Failure.DeclineCode);
        json.WriteString("risk_level"u8, isBlocked ? "highest" : card.RiskLevel);
        json.WriteString(
            "seller_message"u8,
            charge.Failure is null ? "Payment complete."
            : isBlocked ? "Blocked for high risk." : "The bank declined the payment.");
        json.WriteString(
            "type"u8, charge.Failure is null ? "authorized" : isBlocked ? "blocked" : "issuer_declined");
        json.WriteEndObject();
    }

    private static void WriteMethodDetails(Utf8JsonWriter json, Charge charge, TestCard card)
    {
        json.WriteStartObject("payment_method_details"u8);
        json.WriteStartObject("card"u8);
        json.WriteNumber("amount_authorized"u8, charge.Amount);
        if (!charge.Captured && charge.Failure is null)
        {
            json.WriteNumber("capture_before"u8, charge.CaptureBefore);
        }

        MethodWriter.WriteCard(json, card);
        json.WriteNull("installments"u8);
        json.WriteNull("mandate"u8);
        json.WriteString("network"u8, card.Brand);
        if (charge.ThreeDSecure)
        {
            json.WriteStartObject("three_d_secure"u8);
            json.WriteString("authentication_flow"u8, "challenge"u8);
            json.WriteString("result"u8, "authenticated"u8);
            json.WriteNull("result_reason"u8);
            json.WriteString("version"u8, "2.2.0"u8);
            json.WriteEndObject();
        }
        else
        {
            json.WriteNull("three_d_secure"u8);
        }

        json.WriteEndObject();
        json.WriteString("type"u8, "card"u8);
        json.WriteEndObject();
    }
}
