using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Google.Protobuf.Reflection;

namespace Temporal.DevServer.Http.Json;

/// <summary>
/// Turns the JSON that clients send into the JSON that the protobuf parser reads: canonical field names, whole enum names
/// (clients may send <c>BufferAll</c> for <c>SCHEDULE_OVERLAP_POLICY_BUFFER_ALL</c>), and payloads in full form.
/// </summary>
internal static class RequestJson
{
    private const string WellKnown = "google.protobuf.";

    /// <summary>Reads a body. Empty is an empty request; what follows the first JSON value is ignored.</summary>
    public static JsonObject Read(ReadOnlySpan<byte> body, MessageDescriptor type, bool shorthand)
    {
        if (body.Trim(" \t\r\n"u8).IsEmpty)
        {
            return [];
        }

        JsonNode? node;
        try
        {
            var reader = new Utf8JsonReader(body);
            node = JsonNode.Parse(ref reader);
        }
        catch (Exception e) when (e is JsonException or ArgumentException)
        {
            throw HttpRefusal.BadRequest($"the body is not JSON: {e.Message}");
        }

        return node is JsonObject request
            ? Message(request, type, shorthand)
            : throw HttpRefusal.BadRequest("the body must be a JSON object");
    }

    /// <summary>An object reads its names when it is first asked, and notices only then that one is in it twice or cannot be read.</summary>
    internal static JsonObject Named(JsonObject source)
    {
        try
        {
            _ = source.Count;
            return source;
        }
        catch (ArgumentException e)
        {
            throw HttpRefusal.BadRequest($"the body has a field twice: {e.Message}");
        }
        catch (InvalidOperationException)
        {
            throw HttpRefusal.BadRequest("the body has a field whose name is not Unicode");
        }
    }

    private static JsonObject Message(JsonObject source, MessageDescriptor type, bool shorthand)
    {
        var result = new JsonObject();
        foreach (var (name, value) in Named(source))
        {
            var field = FieldNames.Find(type, name)
                ?? throw HttpRefusal.BadRequest($"unknown field \"{name}\" in {type.FullName}");
            if (Field(value, field, shorthand) is { } node)
            {
                result[field.JsonName] = node;
            }
        }

        return result;
    }

    private static JsonNode? Field(JsonNode? value, FieldDescriptor field, bool shorthand)
    {
        if (field.IsMap)
        {
            return value is JsonObject map ? Map(map, field.MessageType.FindFieldByName("value"), shorthand) : Clone(value);
        }

        if (field.IsRepeated)
        {
            return value is JsonArray list
                ? new JsonArray([.. list.Select(item => Single(item, field, shorthand))])
                : Clone(value);
        }

        return Single(value, field, shorthand);
    }

    private static JsonObject Map(JsonObject map, FieldDescriptor value, bool shorthand)
    {
        var result = new JsonObject();
        foreach (var (key, item) in Named(map))
        {
            // Null means unset everywhere, so in a map too.
            if (item is not null && Single(item, value, shorthand) is { } node)
            {
                result[key] = node;
            }
        }

        return result;
    }

    private static JsonNode? Single(JsonNode? value, FieldDescriptor field, bool shorthand)
    {
        if (field.FieldType == FieldType.Enum)
        {
            return Enumeration(value, field.EnumType);
        }

        if (field.FieldType != FieldType.Message || field.MessageType.FullName.StartsWith(WellKnown, StringComparison.Ordinal))
        {
            return Clone(value);
        }

        if (shorthand && PayloadShorthand.TryExpand(value, field.MessageType, out var full))
        {
            return full;
        }

        return value is JsonObject message ? Message(message, field.MessageType, shorthand) : Clone(value);
    }

    private static JsonNode? Enumeration(JsonNode? value, EnumDescriptor type)
    {
        if (value is not JsonValue text || !text.TryGetValue<string>(out var name) || type.FindValueByName(name) is not null)
        {
            return Clone(value);
        }

        var whole = $"{Screaming(type.Name)}_{Screaming(name)}";
        return JsonValue.Create(type.FindValueByName(whole) is null ? name : whole);
    }

    private static string Screaming(string camel)
    {
        var text = new StringBuilder(camel.Length + 8);
        for (var i = 0; i < camel.Length; i++)
        {
            if (i > 0 && char.IsAsciiLetterUpper(camel[i]) && !char.IsAsciiLetterUpper(camel[i - 1]))
            {
                text.Append('_');
            }

            text.Append(char.ToUpperInvariant(camel[i]));
        }

        return text.ToString();
    }

    private static JsonNode? Clone(JsonNode? node) => node?.DeepClone();
}
