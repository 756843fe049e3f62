using System.Text.Json;
using Temporal.DevServer.Visibility.Query;
using Temporalio.Api.Common.V1;
using Temporalio.Api.Enums.V1;

namespace Temporal.DevServer.Visibility;

/// <summary>
/// Search attributes as values that conditions compare: string, long (also times, in nanoseconds since 1970), double, bool,
/// and lists of strings for KeywordList and the words of Text.
/// </summary>
internal static class AttributeValues
{
    private const string TypeKey = "type";

    /// <summary>Decodes all; what cannot be read as its type is left out, as if it were absent.</summary>
    public static Dictionary<string, object> Decode(SearchAttributes attributes)
    {
        var values = new Dictionary<string, object>(attributes.IndexedFields.Count, StringComparer.Ordinal);
        foreach (var (name, payload) in attributes.IndexedFields)
        {
            if (Decode(payload) is { } value)
            {
                values[name] = value;
            }
        }

        return values;
    }

    private static object? Decode(Payload payload)
    {
        if (!payload.Metadata.TryGetValue(TypeKey, out var type)
            || !Enum.TryParse<IndexedValueType>(type.ToStringUtf8(), out var valueType))
        {
            return null;
        }

        try
        {
            using var json = JsonDocument.Parse(payload.Data.Memory);
            return Convert(valueType, json.RootElement);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static object? Convert(IndexedValueType type, JsonElement json)
    {
        if (type == IndexedValueType.KeywordList)
        {
            return json.ValueKind == JsonValueKind.Array
                ? json.EnumerateArray().Where(e => e.ValueKind == JsonValueKind.String).Select(e => e.GetString()!).ToList()
                : json.ValueKind == JsonValueKind.String ? new List<string> { json.GetString()! } : null;
        }

        if (json.ValueKind == JsonValueKind.Array)
        {
            return json.GetArrayLength() == 1 ? Convert(type, json[0]) : null;
        }

        return type switch
        {
            IndexedValueType.Keyword when json.ValueKind == JsonValueKind.String => json.GetString(),
            IndexedValueType.Text when json.ValueKind == JsonValueKind.String => TextWords.Of(json.GetString()!),
            IndexedValueType.Int when json.ValueKind == JsonValueKind.Number && json.TryGetInt64(out var n) => n,
            IndexedValueType.Double when json.ValueKind == JsonValueKind.Number => json.GetDouble(),
            IndexedValueType.Bool when json.ValueKind is JsonValueKind.True or JsonValueKind.False => json.GetBoolean(),
            IndexedValueType.Datetime when json.ValueKind == JsonValueKind.String
                && Rfc3339.TryParseNanoseconds(json.GetString()!, out var time) => time,
            _ => null,
        };
    }
}
