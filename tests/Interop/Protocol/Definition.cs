using System.Text.Json;

namespace Interop.Protocol;

/// <summary>A message, enum or service, in the form that both sides are brought to.</summary>
internal sealed record Definition(string Kind, string Name)
{
    public IReadOnlyList<FieldDefinition> Fields { get; init; } = [];

    public IReadOnlyDictionary<string, int> Values { get; init; } = new Dictionary<string, int>();

    public IReadOnlyList<MethodDefinition> Methods { get; init; } = [];

    public static IReadOnlyDictionary<string, Definition> ReadLines(string text) => text
        .Split('\n', StringSplitOptions.RemoveEmptyEntries)
        .Select(line => JsonSerializer.Deserialize<Definition>(line, JsonSerializerOptions.Web)!)
        .ToDictionary(definition => definition.Name);
}

internal sealed record FieldDefinition(
    string Name, int Number, string Type, bool Repeated, string? Key = null, string? Oneof = null);

internal sealed record MethodDefinition(string Name, string Request, string Response);
