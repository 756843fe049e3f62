using System.Text.Json;

namespace Sandbox.Tests.Specifications;

/// <summary>Checks a JSON value against a schema of an OpenAPI 3.0 document, as far as that document goes.</summary>
internal sealed class SchemaCheck(JsonElement document)
{
    private readonly List<string> _faults = [];

    /// <summary>Every fault with its place; members that the document does not know are allowed.</summary>
    public IReadOnlyList<string> Check(JsonElement value, JsonElement schema)
    {
        _faults.Clear();
        Visit(value, schema, "$");
        return [.. _faults];
    }

    private void Visit(JsonElement value, JsonElement schema, string path)
    {
        schema = Resolve(schema);
        if (value.ValueKind == JsonValueKind.Null)
        {
            if (!schema.TryGetProperty("nullable", out var nullable) || !nullable.GetBoolean())
            {
                _faults.Add($"{path} must not be null");
            }

            return;
        }

        if (schema.TryGetProperty("anyOf", out var choices))
        {
            VisitChoices(value, choices, path);
            return;
        }

        if (schema.TryGetProperty("type", out var type) && !IsOf(value, type.GetString()!))
        {
            _faults.Add($"{path} must be {type.GetString()}, not {value.ValueKind}");
            return;
        }

        if (schema.TryGetProperty("enum", out var allowed)
            && !allowed.EnumerateArray().Any(item => item.ToString() == value.ToString()))
        {
            _faults.Add($"{path} has the unknown value {value}");
        }

        VisitMembers(value, schema, path);
    }

    private void VisitMembers(JsonElement value, JsonElement schema, string path)
    {
        if (value.ValueKind == JsonValueKind.Array && schema.TryGetProperty("items", out var items))
        {
            var index = 0;
            foreach (var item in value.EnumerateArray())
            {
                Visit(item, items, $"{path}[{index++}]");
            }
        }

        if (value.ValueKind != JsonValueKind.Object || !schema.TryGetProperty("properties", out var properties))
        {
            return;
        }

        foreach (var member in value.EnumerateObject())
        {
            if (properties.TryGetProperty(member.Name, out var inner))
            {
                Visit(member.Value, inner, $"{path}.{member.Name}");
            }
        }

        if (schema.TryGetProperty("required", out var required))
        {
            _faults.AddRange(required.EnumerateArray().Where(name => !value.TryGetProperty(name.GetString()!, out _))
                .Select(name => $"{path}.{name.GetString()} is missing"));
        }
    }

    private void VisitChoices(JsonElement value, JsonElement choices, string path)
    {
        var fewest = choices.EnumerateArray().Select(choice => new SchemaCheck(document).Faults(value, choice, path))
            .MinBy(faults => faults.Count);
        _faults.AddRange(fewest ?? []);
    }

    private List<string> Faults(JsonElement value, JsonElement schema, string path)
    {
        Visit(value, schema, path);
        return _faults;
    }

    private JsonElement Resolve(JsonElement schema)
    {
        while (schema.TryGetProperty("$ref", out var reference))
        {
            var found = document;
            foreach (var part in reference.GetString()![2..].Split('/'))
            {
                found = found.GetProperty(part);
            }

            schema = found;
        }

        return schema;
    }

    private static bool IsOf(JsonElement value, string type) => type switch
    {
        "string" => value.ValueKind == JsonValueKind.String,
        "integer" => value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out _),
        "number" => value.ValueKind == JsonValueKind.Number,
        "boolean" => value.ValueKind is JsonValueKind.True or JsonValueKind.False,
        "array" => value.ValueKind == JsonValueKind.Array,
        _ => value.ValueKind == JsonValueKind.Object,
    };
}
