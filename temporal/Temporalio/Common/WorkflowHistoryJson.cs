using System.Text;
using System.Text.Json.Nodes;
using Google.Protobuf;
using Google.Protobuf.Reflection;
using Temporalio.Api.History.V1;

namespace Temporalio.Common;

/// <summary>
/// Reads history JSON. Tools write enum values in two ways, as the protocol names them (<c>EVENT_TYPE_TIMER_FIRED</c>)
/// or shortened (<c>TimerFired</c>); the protobuf parser knows only the first, so the second is rewritten along the
/// message descriptors before parsing.
/// </summary>
internal static class WorkflowHistoryJson
{
    private static readonly JsonParser Parser = new(JsonParser.Settings.Default.WithIgnoreUnknownFields(true));

    public static History Parse(string json)
    {
        var root = JsonNode.Parse(json) as JsonObject
            ?? throw new ArgumentException("History JSON must be an object with a field \"events\"", nameof(json));
        Rewrite(root, History.Descriptor);
        return Parser.Parse<History>(root.ToJsonString());
    }

    private static void Rewrite(JsonObject message, MessageDescriptor descriptor)
    {
        foreach (var (name, value) in message.ToList())
        {
            if (FindField(descriptor, name) is not { } field)
            {
                continue;
            }
            if (field.IsMap)
            {
                RewriteMap(value as JsonObject, field.MessageType.FindFieldByNumber(2));
            }
            else if (value is JsonArray items)
            {
                for (var i = 0; i < items.Count; i++)
                {
                    Replace(items[i], field, replacement => items[i] = replacement);
                }
            }
            else
            {
                Replace(value, field, replacement => message[name] = replacement);
            }
        }
    }

    private static void RewriteMap(JsonObject? map, FieldDescriptor valueField)
    {
        foreach (var (key, value) in map?.ToList() ?? [])
        {
            Replace(value, valueField, replacement => map![key] = replacement);
        }
    }

    private static void Replace(JsonNode? value, FieldDescriptor field, Action<JsonNode> replace)
    {
        if (field.FieldType == FieldType.Message && value is JsonObject message)
        {
            Rewrite(message, field.MessageType);
        }
        else if (field.FieldType == FieldType.Enum && value is JsonValue text && text.TryGetValue<string>(out var name)
            && LongName(field.EnumType, name) is { } longName)
        {
            replace(JsonValue.Create(longName));
        }
    }

    private static FieldDescriptor? FindField(MessageDescriptor descriptor, string name) =>
        descriptor.FindFieldByName(name)
        ?? descriptor.Fields.InDeclarationOrder().FirstOrDefault(f => f.JsonName == name);

    private static string? LongName(EnumDescriptor descriptor, string name)
    {
        if (descriptor.FindValueByName(name) != null)
        {
            return null;
        }
        var candidate = $"{UpperSnake(descriptor.Name)}_{UpperSnake(name)}";
        return descriptor.FindValueByName(candidate) == null ? null : candidate;
    }

    private static string UpperSnake(string camel)
    {
        var text = new StringBuilder(camel.Length + 8);
        foreach (var c in camel)
        {
            if (char.IsAsciiLetterUpper(c) && text.Length > 0)
            {
                text.Append('_');
            }
            text.Append(char.ToUpperInvariant(c));
        }
        return text.ToString();
    }
}
