using System.Text.Json;
using Sandbox.Stripe.Model;
using Sandbox.Stripe.Store;

namespace Sandbox.Stripe.Rendering;

/// <summary>An <c>error</c> object as JSON.</summary>
internal static class ErrorWriter
{
    public static void Write(Utf8JsonWriter json, Outcome outcome)
    {
        json.WriteStartObject();
        json.WriteStartObject("error"u8);
        var intent = outcome.Intent;
        WriteMembers(json, outcome.Error!, intent?.LastErrorCard, intent?.Created ?? 0);
        if (intent is not null)
        {
            json.WritePropertyName("payment_intent"u8);
            IntentWriter.Write(json, intent, outcome.Charge, ExpandPaths.None);
        }

        json.WriteEndObject();
        json.WriteEndObject();
    }

    public static void WriteMembers(Utf8JsonWriter json, StripeError error, TestCard? card, long created)
    {
        WriteIfSet(json, "advice_code"u8, error.AdviceCode);
        WriteIfSet(json, "charge"u8, error.Charge);
        WriteIfSet(json, "code"u8, error.Code);
        WriteIfSet(json, "decline_code"u8, error.DeclineCode);
        if (error.Code is { } code)
        {
            json.WriteString("doc_url"u8, "https://docs.stripe.com/error-codes/" + code.Replace('_', '-'));
        }

        json.WriteString("message"u8, error.Message);
        WriteIfSet(json, "param"u8, error.Param);
        if (card is not null)
        {
            json.WritePropertyName("payment_method"u8);
            MethodWriter.Write(json, "pm_" + (error.Charge?[3..] ?? "unconfirmed"), card, created);
        }

        json.WriteString("type"u8, error.Type);
    }

    private static void WriteIfSet(Utf8JsonWriter json, ReadOnlySpan<byte> name, string? value)
    {
        if (value is not null)
        {
            json.WriteString(name, value);
        }
    }
}
