using System.Text.Json;

namespace Sandbox.Hosting.Faults;

/// <summary>Reads named members of a JSON object and collects every fault it meets.</summary>
internal sealed class RuleReader(JsonElement json)
{
    private readonly HashSet<string> _known = [];

    public List<string> Faults { get; } = [];

    public string? Text(string name) => Find(name) switch
    {
        null => null,
        { ValueKind: JsonValueKind.String } value => value.GetString(),
        _ => Fault<string>($"{name} must be a string"),
    };

    public bool? Flag(string name) => Find(name) switch
    {
        null => null,
        { ValueKind: JsonValueKind.True } => true,
        { ValueKind: JsonValueKind.False } => false,
        _ => FaultValue<bool>($"{name} must be true or false"),
    };

    public int? Number(string name, int least, int most)
    {
        if (Find(name) is not { } value)
        {
            return null;
        }

        return value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var number)
            && number >= least && number <= most
            ? number
            : FaultValue<int>($"{name} must be a whole number from {least} to {most}");
    }

    public string? Raw(string name) => Find(name) is { } value ? value.GetRawText() : null;

    public void RefuseOthers()
    {
        foreach (var member in json.EnumerateObject().Where(member => !_known.Contains(member.Name)).Take(10))
        {
            Faults.Add($"unknown member '{member.Name}'; known are {string.Join(", ", _known)}");
        }
    }

    private JsonElement? Find(string name)
    {
        _known.Add(name);
        return json.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null ? value : null;
    }

    private T? Fault<T>(string fault)
        where T : class
    {
        Faults.Add(fault);
        return null;
    }

    private T? FaultValue<T>(string fault)
        where T : struct
    {
        Faults.Add(fault);
        return null;
    }
}
