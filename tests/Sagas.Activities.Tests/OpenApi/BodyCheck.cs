using System.Globalization;
using System.Text.Json;

namespace Sagas.Activities.Tests.OpenApi;

/// <summary>
/// A body against its schema. Strict: a field that is not described is a fault. Form values are all strings, so a string that
/// reads as the wanted integer or boolean passes.
/// </summary>
internal sealed class BodyCheck(JsonElement document)
{
    public IReadOnlyList<string> Check(JsonElement value, JsonElement schema) => Visit(value, schema, "$");

    private List<string> Visit(JsonElement value, JsonElement schema, string path)
    {
        schema = Resolve(schema);
        if (schema.TryGetProperty("anyOf", out var choices) || schema.TryGetProperty("oneOf", out choices))
        {
            return choices.EnumerateArray().Select(choice => Visit(value, choice, path)).MinBy(faults => faults.Count)!;
        }

        if (schema.TryGetProperty("type", out var type) && !IsOf(value, type.GetString()!))
        {
            return [$"{path} must be {type.GetString()}"];
        }

        if (schema.TryGetProperty("enum", out var allowed)
            && !allowed.EnumerateArray().Any(item => item.ToString() == value.ToString()))
        {
            return [$"{path} has the unknown value {value}"];
        }

        if (schema.TryGetProperty("maxLength", out var most) && value.GetString()!.Length > most.GetInt32())
        {
            return [$"{path} is longer than {most}"];
        }

        return value.ValueKind switch
        {
            JsonValueKind.Object => Members(value, schema, path),
            JsonValueKind.Array when schema.TryGetProperty("items", out var items) =>
                value.EnumerateArray().SelectMany((item, i) => Visit(item, items, $"{path}[{i}]")).ToList(),
            _ => [],
        };
    }

    private List<string> Members(JsonElement value, JsonElement schema, string path)
    {
        var faults = new List<string>();
        var isMap = schema.TryGetProperty("additionalProperties", out var others) && others.ValueKind == JsonValueKind.Object;
        var described = schema.TryGetProperty("properties", out var properties);
        foreach (var member in value.EnumerateObject())
        {
            var inner = $"{path}.{member.Name}";
            if (described && properties.TryGetProperty(member.Name, out var known))
            {
                faults.AddRange(Visit(member.Value, known, inner));
            }
            else if (isMap)
            {
                faults.AddRange(Visit(member.Value, others, inner));
            }
            else if (described)
            {
                faults.Add($"{inner} is not described");
            }
        }

        if (schema.TryGetProperty("required", out var required))
        {
            faults.AddRange(required.EnumerateArray().Select(name => name.GetString()!)
                .Where(name => !value.TryGetProperty(name, out _)).Select(name => $"{path}.{name} is missing"));
        }

        return faults;
    }

    /// <summary>Follows references.</summary>
    public JsonElement Resolve(JsonElement schema)
    {
        while (schema.TryGetProperty("$ref", out var reference))
        {
            schema = reference.GetString()![2..].Split('/').Aggregate(
                document, (found, part) => found.GetProperty(part.Replace("~1", "/", StringComparison.Ordinal)));
        }

        return schema;
    }

    private static bool IsOf(JsonElement value, string type) => type switch
    {
        "string" => value.ValueKind == JsonValueKind.String,
        "integer" => value.ValueKind == JsonValueKind.Number || (value.ValueKind == JsonValueKind.String
            && long.TryParse(value.GetString(), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _)),
        "number" => value.ValueKind == JsonValueKind.Number,
        "boolean" => value.ValueKind is JsonValueKind.True or JsonValueKind.False
            || (value.ValueKind == JsonValueKind.String && value.GetString() is "true" or "false"),
        "array" => value.ValueKind == JsonValueKind.Array,
        _ => value.ValueKind == JsonValueKind.Object,
    };
}
