using System.Text;

namespace Temporalio.Common.EnvConfig;

/// <summary>Finds and reads the configuration file.</summary>
internal static class EnvConfigFile
{
    private static readonly string[] ProfileKeys = ["address", "namespace", "api_key", "tls", "grpc_meta", "codec"];

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
            return Encoding.UTF8.GetString(source.GetBytes());
        }
        var path = variables.Get("TEMPORAL_CONFIG_FILE") ?? DefaultPath();
        return File.Exists(path) ? File.ReadAllText(path) : null;
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
        foreach (var (name, value) in Table(root, "profile") ?? [])
        {
            profiles[name] = ReadProfile(
                value as Dictionary<string, object>
                    ?? throw new InvalidOperationException($"Profile {name} must be a table"),
                strict,
                $"profile {name}");
        }
        return profiles;
    }

    private static string DefaultPath() => Path.Combine(
        Environment.GetFolderPath(Environment.SpecialFolder.ApplicationData), "temporalio", "temporal.toml");

    private static ClientEnvConfig.Profile ReadProfile(Dictionary<string, object> table, bool strict, string what)
    {
        if (strict)
        {
            RefuseUnknown(table, ProfileKeys, what);
        }
        return new(
            Text(table, "address"),
            Text(table, "namespace"),
            Text(table, "api_key"),
            ReadTls(table, strict, what),
            Table(table, "grpc_meta")?.ToDictionary(
                m => m.Key.ToLowerInvariant().Replace('_', '-'), m => m.Value.ToString() ?? string.Empty));
    }

    private static ClientEnvConfig.Tls? ReadTls(Dictionary<string, object> profile, bool strict, string what)
    {
        if (profile.GetValueOrDefault("tls") is bool on)
        {
            return new(Disabled: !on);
        }
        if (Table(profile, "tls") is not { } table)
        {
            return null;
        }
        if (strict)
        {
            RefuseUnknown(table, TlsKeys, $"TLS of {what}");
        }
        return new(
            table.GetValueOrDefault("disabled") as bool?,
            Text(table, "server_name"),
            Source(table, "server_ca_cert", what),
            Source(table, "client_cert", what),
            Source(table, "client_key", what));
    }

    private static DataSource? Source(Dictionary<string, object> table, string key, string what)
    {
        var path = Text(table, $"{key}_path");
        var data = Text(table, $"{key}_data");
        if (path != null && data != null)
        {
            throw new InvalidOperationException($"TLS of {what} cannot have both {key}_path and {key}_data");
        }
        return path != null ? DataSource.FromPath(path) : data != null ? DataSource.FromUTF8String(data) : null;
    }

    private static void RefuseUnknown(Dictionary<string, object> table, string[] known, string what)
    {
        if (table.Keys.FirstOrDefault(k => !known.Contains(k)) is { } unknown)
        {
            throw new InvalidOperationException($"Unknown key {unknown} in {what}");
        }
    }

    private static string? Text(Dictionary<string, object> table, string key) =>
        table.GetValueOrDefault(key) as string;

    private static Dictionary<string, object>? Table(Dictionary<string, object> table, string key) =>
        table.GetValueOrDefault(key) as Dictionary<string, object>;
}
