using System.Text.Json;

namespace Sagas.Api.Webhooks;

/// <summary>The little of an event that is used: that something happened to a payment intent, not what.</summary>
internal sealed record StripeEvent(string Id, string Type, string IntentId)
{
    private const int TextLengthMax = 255;

    private static readonly JsonDocumentOptions Strict = new() { MaxDepth = 32 };

    /// <summary>Those after which a payment that waited for its customer does so no longer.</summary>
    private static readonly string[] Telling =
    [
        "payment_intent.amount_capturable_updated", "payment_intent.payment_failed", "payment_intent.canceled",
        "payment_intent.succeeded",
    ];

    /// <summary>Whether a saga may want to know of it.</summary>
    public bool IsTelling => Telling.Contains(Type, StringComparer.Ordinal);

    /// <summary>Null: it is no event. The intent of an event that is about something else is empty.</summary>
    public static StripeEvent? Read(ReadOnlyMemory<byte> body)
    {
        try
        {
            using var document = JsonDocument.Parse(body, Strict);
            var root = document.RootElement;
            return Text(root, "id") is { } id && Text(root, "type") is { } type
                ? new StripeEvent(id, type, IntentOf(root) ?? "")
                : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static string? IntentOf(JsonElement root) =>
        Member(root, "data") is { } data && Member(data, "object") is { } subject && Text(subject, "object") == "payment_intent"
            ? Text(subject, "id")
            : null;

    private static JsonElement? Member(JsonElement parent, string name) =>
        parent.ValueKind == JsonValueKind.Object && parent.TryGetProperty(name, out var member) ? member : null;

    private static string? Text(JsonElement parent, string name) =>
        Member(parent, name) is { ValueKind: JsonValueKind.String } member
        && member.GetString() is { Length: > 0 and <= TextLengthMax } text && !text.Contains('\0') ? text : null;
}
