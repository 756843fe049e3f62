using System.Text;

namespace Temporalio.Common.EnvConfig;

/// <summary>Finds and reads the configuration file.</summary>
internal static class EnvConfigFile
{
    private static readonly string[] ProfileKeys = ["address", "namespace", "api_key", "tls", "grpc_meta", "codec"];

    private static readonly string[] CodecKeys = ["endpoint", "auth"];

    private static readonly string[] TlsKeys =
    [
        "disabled", "server_name", "server_ca_cert_path", "server_ca_cert_data", "client_cert_path",
        "client_cert_data", "client_key_path", "client_key_data", "disable_host_verification",
    ];

    /// <summary>Text of the file; null when there is none.</summary>
    public static string? Read(DataSource? source, EnvConfigVariables variables)
    {
        if (source != null)
        {
            return source.Data is { } data ? Encoding.UTF8.GetString(data) : ReadFile(source.Path!);
        }
        return ReadFile(variables.GetFilled("TEMPORAL_CONFIG_FILE") ?? DefaultPath());
    }

    /// <summary>Reads the profiles.</summary>
    /// <exception cref="InvalidOperationException">The text cannot be understood.</exception>
    public static Dictionary<string, ClientEnvConfig.Profile> Parse(string text, bool strict)
    {
        var root = new TomlReader(text).Read();
        if (strict)
        {
            RefuseUnknown(root, ["profile"], "the file");
        }
        Dictionary<string, ClientEnvConfig.Profile> profiles = [];
        var tables = Table(root, "profile", "the file") ?? [];
        foreach (var name in tables.Keys)
        {
            profiles[name] = ReadProfile(Table(tables, name, "the profiles")!, strict, $"profile {name}");
        }
        return profiles;
    }

    // A file that is not there configures nothing.
    private static string? ReadFile(string path) => File.Exists(path) ? File.ReadAllText(path) : null;

    private static string DefaultPath() => Path.Combine(
        Environment.GetFolderPath(Environment.SpecialFolder.ApplicationData), "temporalio", "temporal.toml");

    private static ClientEnvConfig.Profile ReadProfile(Dictionary<string, object> table, bool strict, string what)
    {
        if (strict)
        {
            RefuseUnknown(table, ProfileKeys, what);
            RefuseUnknown(Table(table, "codec", what) ?? [], CodecKeys, $"codec of {what}");
        }
        return new(
            Text(table, "address", what),
            Text(table, "namespace", what),
            Text(table, "api_key", what),
            ReadTls(table, strict, what),
            ReadMetadata(Table(table, "grpc_meta", what) ?? [], $"metadata of {what}"));
    }

    private static Dictionary<string, string>? ReadMetadata(Dictionary<string, object> table, string what)
    {
        Dictionary<string, string> metadata = [];
        foreach (var name in table.Keys)
        {
            // Names that differ in form only are the same; the first one counts.
            metadata.TryAdd(name.ToLowerInvariant().Replace('_', '-'), Text(table, name, what)!);
        }
        return metadata.Count > 0 ? metadata : null;
    }

    private static ClientEnvConfig.Tls? ReadTls(Dictionary<string, object> profile, bool strict, string what)
    {
        if (Table(profile, "tls", what) is not { } table)
        {
            return null;
        }
        if (strict)
        {
            RefuseUnknown(table, TlsKeys, $"TLS of {what}");
        }
        return new(
            Truth(table, "disabled", $"TLS of {what}"),
            Text(table, "server_name", $"TLS of {what}"),
            Source(table, "server_ca_cert", $"TLS of {what}"),
            Source(table, "client_cert", $"TLS of {what}"),
            Source(table, "client_key", $"TLS of {what}"));
    }

    private static DataSource? Source(Dictionary<string, object> table, string key, string what)
    {
        var path = Text(table, $"{key}_path", what);
        var data = Text(table, $"{key}_data", what);
        if (path != null && data != null)
        {
            throw EnvConfigErrors.Invalid($"Cannot specify both {key}_path and {key}_data");
        }
        return path != null ? DataSource.FromPath(path) : data != null ? DataSource.FromUTF8String(data) : null;
    }

    private static void RefuseUnknown(Dictionary<string, object> table, string[] known, string what)
    {
        if (table.Keys.FirstOrDefault(k => !known.Contains(k)) is { } unknown)
        {
            throw EnvConfigErrors.Loading($"TOML has unknown field `{unknown}` in {what}");
        }
    }

    private static string? Text(Dictionary<string, object> table, string key, string what) =>
        (string?)Value<string>(table, key, what, "a string");

    private static bool? Truth(Dictionary<string, object> table, string key, string what) =>
        (bool?)Value<bool>(table, key, what, "a boolean");

    private static Dictionary<string, object>? Table(Dictionary<string, object> table, string key, string what) =>
        (Dictionary<string, object>?)Value<Dictionary<string, object>>(table, key, what, "a table");

    private static object? Value<T>(Dictionary<string, object> table, string key, string what, string expected) =>
        table.GetValueOrDefault(key) is not { } value || value is T
            ? table.GetValueOrDefault(key)
            : throw EnvConfigErrors.Loading($"TOML has invalid type of `{key}` in {what}, expected {expected}");
}
