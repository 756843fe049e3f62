using System.Text.Json;
using Sandbox.Stripe.Operations;
using Sandbox.Stripe.Store;

namespace Sandbox.Stripe.Rendering;

/// <summary>The body of an answer.</summary>
internal static class OutcomeWriter
{
    public static void Write(Utf8JsonWriter json, Outcome outcome, ExpandPaths expand)
    {
        switch (outcome)
        {
            case { Error: not null }:
                ErrorWriter.Write(json, outcome);
                break;
            case { Body: Body.Intent }:
                IntentWriter.Write(json, outcome.Intent!, outcome.Charge, expand);
                break;
            case { Body: Body.Charge }:
                ChargeWriter.Write(json, outcome.Charge!, expand, outcome.Intent);
                break;
            default:
                RefundWriter.Write(json, outcome, expand);
                break;
        }
    }

    public static void Write(Utf8JsonWriter json, Page page, ExpandPaths expand)
    {
        json.WriteStartObject();
        json.WriteString("object"u8, page.IsSearch ? "search_result"u8 : "list"u8);
        json.WriteStartArray("data"u8);
        foreach (var item in page.Items)
        {
            Write(json, item, expand);
        }

        json.WriteEndArray();
        json.WriteBoolean("has_more"u8, page.HasMore);
        if (page.IsSearch)
        {
            json.WriteString("next_page"u8, page.NextPage);
        }

        json.WriteString("url"u8, page.Url);
        json.WriteEndObject();
    }
}
