using System.Text.Json.Nodes;
using Google.Protobuf.Reflection;

namespace Temporal.DevServer.Http.Json;

/// <summary>
/// Sets one field of a request, named by a dotted path, from a text of the path or the query string. It works on the JSON
/// form of the request, which is parsed once, at the end.
/// </summary>
internal static class FieldBinder
{
    /// <summary>Sets a field that the path names; there is always such a field.</summary>
    public static void SetFromPath(JsonObject request, MessageDescriptor type, string field, string value)
    {
        if (!TrySet(request, type, field.Split('.'), value))
        {
            throw new InvalidOperationException($"The HTTP rule of {type.FullName} binds the unknown field {field}.");
        }
    }

    /// <summary>Sets a field that the query string names; an unknown name is ignored.</summary>
    public static void SetFromQuery(JsonObject request, MessageDescriptor type, string field, string value) =>
        TrySet(request, type, field.Split('.'), value);

    private static bool TrySet(JsonObject target, MessageDescriptor type, ReadOnlySpan<string> path, string value)
    {
        if (FieldNames.Find(type, path[0]) is not { } field)
        {
            return false;
        }

        if (path.Length > 1)
        {
            return field.FieldType == FieldType.Message && !field.IsRepeated
                && TrySet(Child(target, field.JsonName), field.MessageType, path[1..], value);
        }

        var node = Scalar(field, value);
        if (field.IsRepeated)
        {
            if (target[field.JsonName] is not JsonArray list)
            {
                target[field.JsonName] = list = [];
            }

            list.Add(node);
        }
        else
        {
            target[field.JsonName] = node;
        }

        return true;
    }

    private static JsonObject Child(JsonObject target, string name)
    {
        if (target[name] is not JsonObject child)
        {
            target[name] = child = [];
        }

        return child;
    }

    private static JsonNode? Scalar(FieldDescriptor field, string text) => field.FieldType switch
    {
        FieldType.Bool => bool.TryParse(text, out var flag)
            ? JsonValue.Create(flag)
            : throw HttpRefusal.BadRequest($"parsing field \"{field.JsonName}\": \"{text}\" is neither true nor false"),
        FieldType.Enum => Enumeration(field, text),
        FieldType.Bytes => JsonValue.Create(text.Replace('-', '+').Replace('_', '/').Replace(' ', '+')),
        _ => JsonValue.Create(text),
    };

    private static JsonValue Enumeration(FieldDescriptor field, string text)
    {
        var value = int.TryParse(text, out var number)
            ? field.EnumType.FindValueByNumber(number)
            : field.EnumType.FindValueByName(text);
        return value is null
            ? throw HttpRefusal.BadRequest(
                $"parsing field \"{field.JsonName}\": {text} is not a value of {field.EnumType.FullName}")
            : JsonValue.Create(value.Name);
    }
}
