using System.Collections;

namespace Temporalio.Common.EnvConfig;

/// <summary>Environment variables, the process's or given ones.</summary>
internal sealed class EnvConfigVariables
{
    private readonly IReadOnlyDictionary<string, string> _values;

    private EnvConfigVariables(IReadOnlyDictionary<string, string> values) => _values = values;

    /// <summary>Names and values that are not empty.</summary>
    public IEnumerable<KeyValuePair<string, string>> All => _values.Where(v => v.Value.Length > 0);

    public static EnvConfigVariables From(IReadOnlyDictionary<string, string>? given) => new(given
        ?? Environment.GetEnvironmentVariables().Cast<DictionaryEntry>()
            .ToDictionary(e => (string)e.Key, e => (string?)e.Value ?? string.Empty));

    /// <summary>Value of a variable; null when it is missing or empty.</summary>
    public string? Get(string name) => _values.TryGetValue(name, out var value) && value.Length > 0 ? value : null;

    /// <summary>Value of a variable that is a truth value.</summary>
    /// <exception cref="InvalidOperationException">It is none.</exception>
    public bool? GetBool(string name) => Get(name)?.ToLowerInvariant() switch
    {
        null => null,
        "true" or "1" => true,
        "false" or "0" => false,
        var other => throw new InvalidOperationException($"Variable {name} must be true or false, not {other}"),
    };

    /// <summary>Data given by a variable or by one with the path of a file.</summary>
    /// <exception cref="InvalidOperationException">Both are set.</exception>
    public DataSource? GetSource(string name)
    {
        var path = Get($"{name}_PATH");
        var data = Get($"{name}_DATA");
        if (path != null && data != null)
        {
            throw new InvalidOperationException($"Variables {name}_PATH and {name}_DATA cannot both be set");
        }
        return path != null ? DataSource.FromPath(path) : data != null ? DataSource.FromUTF8String(data) : null;
    }
}
