using System.Collections;

namespace Temporalio.Common.EnvConfig;

/// <summary>Environment variables, the process's or given ones.</summary>
internal sealed class EnvConfigVariables
{
    private readonly IReadOnlyDictionary<string, string> _values;

    private EnvConfigVariables(IReadOnlyDictionary<string, string> values) => _values = values;

    /// <summary>Names and values.</summary>
    public IEnumerable<KeyValuePair<string, string>> All => _values;

    public static EnvConfigVariables From(IReadOnlyDictionary<string, string>? given) => new(given
        ?? Environment.GetEnvironmentVariables().Cast<DictionaryEntry>()
            .ToDictionary(e => (string)e.Key, e => (string?)e.Value ?? string.Empty));

    /// <summary>Whether a variable is set, be it to nothing.</summary>
    public bool Has(string name) => _values.ContainsKey(name);

    /// <summary>Value of a variable, which may be empty; null when it is missing.</summary>
    public string? Get(string name) => _values.GetValueOrDefault(name);

    /// <summary>Value of a variable; null when it is missing or empty.</summary>
    public string? GetFilled(string name) => Get(name) is { Length: > 0 } value ? value : null;

    /// <summary>Value of a variable that is a truth value; null when it is none.</summary>
    public bool? GetBool(string name) => Get(name)?.ToLowerInvariant() switch
    {
        "true" or "1" => true,
        "false" or "0" => false,
        _ => null,
    };

    /// <summary>Data given by a variable, by one with the path of a file, or else by the file.</summary>
    /// <exception cref="InvalidOperationException">They come by path and as data.</exception>
    public DataSource? GetSource(string name, DataSource? ofFile, string what)
    {
        if (Has($"{name}_PATH") && Has($"{name}_DATA"))
        {
            throw EnvConfigErrors.Invalid($"Cannot specify both {name}_PATH and {name}_DATA");
        }
        if (GetFilled($"{name}_PATH") is { } path)
        {
            return ofFile?.Data == null
                ? DataSource.FromPath(path)
                : throw Clash(name, what, way: "path", other: "data");
        }
        if (GetFilled($"{name}_DATA") is { } data)
        {
            return ofFile?.Path == null
                ? DataSource.FromUTF8String(data)
                : throw Clash(name, what, way: "data", other: "path");
        }
        return ofFile;
    }

    private static InvalidOperationException Clash(string name, string what, string way, string other) =>
        EnvConfigErrors.Invalid($"Cannot specify {what} {way} via {name}_{way.ToUpperInvariant()} when {what} {other} "
            + "is already specified");
}
