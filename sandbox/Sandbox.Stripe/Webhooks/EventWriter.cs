using System.Text.Json;
using Sandbox.Stripe.Http;
using Sandbox.Stripe.Rendering;

namespace Sandbox.Stripe.Webhooks;

/// <summary>An event as the JSON that is delivered.</summary>
internal static class EventWriter
{
    public static byte[] Write(StripeEvent happened)
    {
        using var body = new MemoryStream();
        using (var json = new Utf8JsonWriter(body))
        {
            json.WriteStartObject();
            json.WriteString("id"u8, happened.Id);
            json.WriteString("object"u8, "event"u8);
            json.WriteString("api_version"u8, StripeExchange.DefaultVersion);
            json.WriteNumber("created"u8, happened.Created);
            json.WriteStartObject("data"u8);
            json.WritePropertyName("object"u8);
            IntentWriter.Write(json, happened.Intent, null, ExpandPaths.None);
            json.WriteEndObject();
            json.WriteBoolean("livemode"u8, false);
            json.WriteNumber("pending_webhooks"u8, 1);
            json.WriteStartObject("request"u8);
            json.WriteNull("id"u8);
            json.WriteString("idempotency_key"u8, happened.Key);
            json.WriteEndObject();
            json.WriteString("type"u8, happened.Type);
            json.WriteEndObject();
        }

        return body.ToArray();
    }
}
