namespace Temporalio.Common.EnvConfig;

/// <summary>Reads and writes the dictionaries that profiles are turned into.</summary>
internal static class EnvConfigDictionaries
{
    public static void Set(Dictionary<string, object> dictionary, string key, object? value)
    {
        if (value != null)
        {
            dictionary[key] = value;
        }
    }

    public static DataSource? Source(IReadOnlyDictionary<string, object> dictionary, string key) =>
        dictionary.GetValueOrDefault(key) is IReadOnlyDictionary<string, string> source
            ? DataSource.FromDictionary(source)
            : null;
}
