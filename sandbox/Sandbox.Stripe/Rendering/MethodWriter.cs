using System.Text.Json;
using Sandbox.Stripe.Model;

namespace Sandbox.Stripe.Rendering;

/// <summary>A PaymentMethod of a card, and the card inside a charge.</summary>
internal static class MethodWriter
{
    private const int ExpiryMonth = 12;
    private const int ExpiryYear = 2034;

    public static void Write(Utf8JsonWriter json, string id, TestCard card, long created)
    {
        json.WriteStartObject();
        json.WriteString("id"u8, id);
        json.WriteString("object"u8, "payment_method"u8);
        json.WriteString("allow_redisplay"u8, "unspecified"u8);
        WriteBilling(json);
        json.WriteStartObject("card"u8);
        WriteCard(json, card);
        json.WriteString("display_brand"u8, card.Brand);
        json.WriteNull("generated_from"u8);
        json.WriteStartObject("networks"u8);
        json.WriteStartArray("available"u8);
        json.WriteStringValue(card.Brand);
        json.WriteEndArray();
        json.WriteNull("preferred"u8);
        json.WriteEndObject();
        json.WriteStartObject("three_d_secure_usage"u8);
        json.WriteBoolean("supported"u8, true);
        json.WriteEndObject();
        json.WriteEndObject();
        json.WriteNumber("created"u8, created);
        json.WriteNull("customer"u8);
        json.WriteBoolean("livemode"u8, false);
        json.WriteMap("metadata"u8, null);
        json.WriteString("type"u8, "card"u8);
        json.WriteEndObject();
    }

    public static void WriteBilling(Utf8JsonWriter json)
    {
        json.WriteStartObject("billing_details"u8);
        json.WriteStartObject("address"u8);
        json.WriteNull("city"u8);
        json.WriteNull("country"u8);
        json.WriteNull("line1"u8);
        json.WriteNull("line2"u8);
        json.WriteNull("postal_code"u8);
        json.WriteNull("state"u8);
        json.WriteEndObject();
        json.WriteNull("email"u8);
        json.WriteNull("name"u8);
        json.WriteNull("phone"u8);
        json.WriteEndObject();
    }

    public static void WriteCard(Utf8JsonWriter json, TestCard card)
    {
        json.WriteString("brand"u8, card.Brand);
        json.WriteStartObject("checks"u8);
        json.WriteNull("address_line1_check"u8);
        json.WriteNull("address_postal_code_check"u8);
        json.WriteString("cvc_check"u8, card.FailsCvcCheck ? "fail"u8 : "pass"u8);
        json.WriteEndObject();
        json.WriteString("country"u8, card.Country);
        json.WriteNumber("exp_month"u8, ExpiryMonth);
        json.WriteNumber("exp_year"u8, ExpiryYear);
        json.WriteString("fingerprint"u8, "Sandbox000000000"u8);
        json.WriteString("funding"u8, "credit"u8);
        json.WriteString("last4"u8, card.Last4);
        json.WriteNull("wallet"u8);
    }
}
