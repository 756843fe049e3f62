namespace Temporalio.Common.EnvConfig;

/// <summary>Puts one profile together from the file and the variables.</summary>
internal static class EnvConfigProfile
{
    private const string DefaultName = "default";
    private const string MetadataPrefix = "TEMPORAL_GRPC_META_";

    private static readonly string[] TlsVariables =
    [
        "TEMPORAL_TLS", "TEMPORAL_TLS_SERVER_NAME", "TEMPORAL_TLS_DISABLE_HOST_VERIFICATION",
        "TEMPORAL_TLS_SERVER_CA_CERT_PATH", "TEMPORAL_TLS_SERVER_CA_CERT_DATA", "TEMPORAL_TLS_CLIENT_CERT_PATH",
        "TEMPORAL_TLS_CLIENT_CERT_DATA", "TEMPORAL_TLS_CLIENT_KEY_PATH", "TEMPORAL_TLS_CLIENT_KEY_DATA",
    ];

    public static ClientEnvConfig.Profile Load(ClientEnvConfig.ProfileLoadOptions options)
    {
        if (options is { DisableFile: true, DisableEnv: true })
        {
            throw EnvConfigErrors.Invalid("Cannot disable both file and environment loading");
        }
        var variables = EnvConfigVariables.From(options.OverrideEnvVars);
        var profile = options.DisableFile ? new() : FromFile(options, variables);
        return options.DisableEnv ? profile : Apply(profile, variables);
    }

    private static ClientEnvConfig.Profile FromFile(
        ClientEnvConfig.ProfileLoadOptions options, EnvConfigVariables variables)
    {
        var asked = options.Profile ?? (options.DisableEnv ? null : variables.GetFilled("TEMPORAL_PROFILE"));
        var text = EnvConfigFile.Read(options.ConfigSource, variables);
        var profiles = text == null ? [] : EnvConfigFile.Parse(text, options.ConfigFileStrict);
        if (profiles.TryGetValue(asked ?? DefaultName, out var profile))
        {
            return profile;
        }
        return asked == null
            ? new()
            : throw EnvConfigErrors.Loading($"Profile '{asked}' not found");
    }

    private static ClientEnvConfig.Profile Apply(ClientEnvConfig.Profile profile, EnvConfigVariables variables)
    {
        var metadata = new Dictionary<string, string>(profile.GrpcMeta ?? new Dictionary<string, string>());
        foreach (var (name, value) in variables.All)
        {
            if (name.StartsWith(MetadataPrefix, StringComparison.Ordinal))
            {
                SetOrRemove(metadata, name[MetadataPrefix.Length..].ToLowerInvariant().Replace('_', '-'), value);
            }
        }
        return profile with
        {
            Address = variables.Get("TEMPORAL_ADDRESS") ?? profile.Address,
            Namespace = variables.Get("TEMPORAL_NAMESPACE") ?? profile.Namespace,
            ApiKey = variables.Get("TEMPORAL_API_KEY") ?? profile.ApiKey,
            Tls = ApplyTls(profile.Tls, variables),
            GrpcMeta = metadata.Count > 0 ? metadata : null,
        };
    }

    private static void SetOrRemove(Dictionary<string, string> metadata, string name, string value)
    {
        if (value.Length > 0)
        {
            metadata[name] = value;
        }
        else
        {
            metadata.Remove(name);
        }
    }

    // A variable of these says that there is TLS, even one whose value says nothing.
    private static ClientEnvConfig.Tls? ApplyTls(ClientEnvConfig.Tls? tls, EnvConfigVariables variables) =>
        tls == null && !TlsVariables.Any(variables.Has)
            ? null
            : new(
                variables.GetBool("TEMPORAL_TLS") is { } on ? !on : tls?.Disabled,
                variables.Get("TEMPORAL_TLS_SERVER_NAME") ?? tls?.ServerName,
                variables.GetSource("TEMPORAL_TLS_SERVER_CA_CERT", tls?.ServerRootCACert, "server CA cert"),
                variables.GetSource("TEMPORAL_TLS_CLIENT_CERT", tls?.ClientCert, "cert"),
                variables.GetSource("TEMPORAL_TLS_CLIENT_KEY", tls?.ClientPrivateKey, "key"));
}
