using System.Text.Json;
using Sandbox.Stripe.Model;
using Sandbox.Stripe.Rendering;

namespace Sandbox.Stripe.Control;

/// <summary>An intent with all that hangs on it.</summary>
internal sealed record DumpEntry(Intent Intent, IReadOnlyList<Charge> Charges, IReadOnlyList<Refund> Refunds);

/// <summary>Everything that money checks need, in one answer.</summary>
internal static class DumpWriter
{
    public static void Write(Utf8JsonWriter json, List<DumpEntry> entries)
    {
        json.WriteStartObject();
        json.WriteStartArray("payment_intents"u8);
        foreach (var entry in entries)
        {
            WriteEntry(json, entry);
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteEntry(Utf8JsonWriter json, DumpEntry entry)
    {
        var intent = entry.Intent;
        json.WriteStartObject();
        json.WriteString("id"u8, intent.Id);
        json.WriteString("status"u8, intent.Status);
        json.WriteString("currency"u8, intent.Currency);
        json.WriteNumber("amount"u8, intent.Amount);
        json.WriteNumber("amount_capturable"u8, intent.AmountCapturable);
        json.WriteNumber("amount_received"u8, intent.AmountReceived);
        json.WriteNumber(
            "amount_refunded"u8,
            entry.Refunds.Where(refund => refund.Status is Refund.Succeeded or Refund.Pending).Sum(refund => refund.Amount));
        json.WriteNumber("created"u8, intent.Created);
        json.WriteMap("metadata"u8, intent.Metadata);
        json.WriteStartArray("charges"u8);
        foreach (var charge in entry.Charges)
        {
            json.WriteStartObject();
            json.WriteString("id"u8, charge.Id);
            json.WriteString("status"u8, charge.Status);
            json.WriteNumber("amount"u8, charge.Amount);
            json.WriteBoolean("captured"u8, charge.Captured);
            json.WriteNumber("amount_captured"u8, charge.AmountCaptured);
            json.WriteNumber("amount_refunded"u8, charge.AmountRefunded);
            json.WriteString("failure_code"u8, charge.Failure?.Code);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteStartArray("refunds"u8);
        foreach (var refund in entry.Refunds)
        {
            json.WriteStartObject();
            json.WriteString("id"u8, refund.Id);
            json.WriteString("status"u8, refund.Status);
            json.WriteNumber("amount"u8, refund.Amount);
            json.WriteMap("metadata"u8, refund.Metadata);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }
}
