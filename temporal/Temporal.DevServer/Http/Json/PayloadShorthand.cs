using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Google.Protobuf.Reflection;
using Temporalio.Api.Common.V1;

namespace Temporal.DevServer.Http.Json;

/// <summary>
/// The short form of payloads on the frontend's HTTP API: plain JSON in place of <c>{"metadata":…,"data":…}</c>, for the
/// encodings whose data is JSON anyway.
/// </summary>
internal static class PayloadShorthand
{
    private const string MessageTypeKey = "_protoMessageType";
    private const string JsonPlain = "json/plain";
    private const string JsonProtobuf = "json/protobuf";
    private const string BinaryNull = "binary/null";

    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false };

    /// <summary>Expands a short <c>Payload</c> or <c>Payloads</c>; false when the type is neither, or it is whole already.</summary>
    public static bool TryExpand(JsonNode? value, MessageDescriptor type, out JsonNode? full)
    {
        full = null;
        if (type == Payload.Descriptor)
        {
            full = Expand(value);
            return true;
        }

        if (type == Payloads.Descriptor && value is JsonArray list)
        {
            full = new JsonObject { ["payloads"] = new JsonArray([.. list.Select(Expand)]) };
            return true;
        }

        return false;
    }

    /// <summary>Shortens every payload inside a formatted message, where its encoding allows it.</summary>
    public static JsonNode? Shorten(JsonNode? node, MessageDescriptor type)
    {
        if (type == Payload.Descriptor)
        {
            return ShortenOne(node, out _);
        }

        if (type == Payloads.Descriptor)
        {
            return ShortenList(node);
        }

        if (node is JsonObject message)
        {
            foreach (var (name, value) in message.ToArray())
            {
                if (FieldNames.Find(type, name) is { FieldType: FieldType.Message } field)
                {
                    message[name] = ShortenField(value, field);
                }
            }
        }

        return node;
    }

    private static JsonNode? ShortenField(JsonNode? value, FieldDescriptor field)
    {
        switch (value)
        {
            case JsonObject map when field.IsMap:
                var item = field.MessageType.FindFieldByName("value");
                if (item.FieldType == FieldType.Message)
                {
                    foreach (var (key, entry) in map.ToArray())
                    {
                        map[key] = Shorten(entry?.DeepClone(), item.MessageType);
                    }
                }

                return map.DeepClone();
            case JsonArray list:
                return new JsonArray([.. list.Select(entry => Shorten(entry?.DeepClone(), field.MessageType))]);
            default:
                return Shorten(value?.DeepClone(), field.MessageType);
        }
    }

    private static JsonNode? ShortenList(JsonNode? node)
    {
        var whole = false;
        var list = new JsonArray();
        foreach (var payload in node?["payloads"]?.AsArray() ?? [])
        {
            list.Add(ShortenOne(payload, out var kept)?.DeepClone());
            whole |= kept;
        }

        return whole ? new JsonObject { ["payloads"] = list } : list;
    }

    /// <param name="node">A payload in full form.</param>
    /// <param name="kept">True when the payload has an encoding or metadata that only the full form can say.</param>
    private static JsonNode? ShortenOne(JsonNode? node, out bool kept)
    {
        kept = false;
        var metadata = node?["metadata"] as JsonObject;
        var encoding = Text(metadata?["encoding"]);
        switch (encoding)
        {
            case BinaryNull when metadata!.Count == 1:
                return node;
            case JsonPlain when metadata!.Count == 1 && Data(node!) is { } plain:
                return AsReal(plain.Value);
            case JsonProtobuf when metadata!.Count == 2 && Data(node!)?.Value is JsonObject message
                && Text(metadata["messageType"]) is { } name:
                message[MessageTypeKey] = name;
                return message;
            default:
                kept = true;
                return node;
        }
    }

    /// <summary>
    /// A real server writes an empty list inside a short payload as null. Whoever must tell them apart asks for the full form.
    /// </summary>
    private static JsonNode? AsReal(JsonNode? value) => value switch
    {
        JsonObject map => new JsonObject(map.Select(entry => KeyValuePair.Create(entry.Key, Inside(entry.Value)))),
        JsonArray list => new JsonArray([.. list.Select(Inside)]),
        _ => value,
    };

    private static JsonNode? Inside(JsonNode? value) => value is JsonArray { Count: 0 } ? null : AsReal(value?.DeepClone());

    private static JsonObject Expand(JsonNode? value)
    {
        switch (value)
        {
            case null:
                return Full(BinaryNull, null);
            case JsonObject whole when RequestJson.Named(whole)["metadata"] is JsonObject metadata && metadata.ContainsKey("encoding"):
                return (JsonObject)whole.DeepClone();
            case JsonObject message when message[MessageTypeKey] is JsonValue type && type.TryGetValue<string>(out var name):
                var body = (JsonObject)message.DeepClone();
                body.Remove(MessageTypeKey);
                var full = Full(JsonProtobuf, body);
                full["metadata"]!["messageType"] = Base64(name);
                return full;
            default:
                return Full(JsonPlain, value);
        }
    }

    private static JsonObject Full(string encoding, JsonNode? data)
    {
        var payload = new JsonObject { ["metadata"] = new JsonObject { ["encoding"] = Base64(encoding) } };
        if (data is not null)
        {
            payload["data"] = Base64(data.ToJsonString());
        }

        return payload;
    }

    private static string Base64(string text) => Convert.ToBase64String(Encoding.UTF8.GetBytes(text));

    private static string? Text(JsonNode? base64) =>
        base64 is null ? null : Encoding.UTF8.GetString(Convert.FromBase64String(base64.GetValue<string>()));

    private static Parsed? Data(JsonNode payload)
    {
        try
        {
            return new(JsonNode.Parse(Text(payload["data"]) ?? string.Empty, documentOptions: Strict));
        }
        catch (JsonException)
        {
            return null; // says JSON and is none, or names something twice: shown as it is
        }
    }

    /// <summary>JSON that was there; its value may be null.</summary>
    private sealed record Parsed(JsonNode? Value);
}
