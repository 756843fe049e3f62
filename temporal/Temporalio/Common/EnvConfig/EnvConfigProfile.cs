namespace Temporalio.Common.EnvConfig;

/// <summary>Puts one profile together from the file and the variables.</summary>
internal static class EnvConfigProfile
{
    private const string DefaultName = "default";
    private const string MetadataPrefix = "TEMPORAL_GRPC_META_";

    public static ClientEnvConfig.Profile Load(ClientEnvConfig.ProfileLoadOptions options)
    {
        if (options is { DisableFile: true, DisableEnv: true })
        {
            throw new InvalidOperationException("File and environment variables cannot both be disabled");
        }
        var variables = EnvConfigVariables.From(options.OverrideEnvVars);
        var profile = options.DisableFile ? new() : FromFile(options, variables);
        return options.DisableEnv ? profile : Apply(profile, variables);
    }

    private static ClientEnvConfig.Profile FromFile(
        ClientEnvConfig.ProfileLoadOptions options, EnvConfigVariables variables)
    {
        var asked = options.Profile ?? (options.DisableEnv ? null : variables.Get("TEMPORAL_PROFILE"));
        var text = EnvConfigFile.Read(options.ConfigSource, variables);
        var profiles = text == null ? [] : EnvConfigFile.Parse(text, options.ConfigFileStrict);
        if (profiles.TryGetValue(asked ?? DefaultName, out var profile))
        {
            return profile;
        }
        return asked == null
            ? new()
            : throw new InvalidOperationException($"Profile {asked} is not in the configuration file");
    }

    private static ClientEnvConfig.Profile Apply(ClientEnvConfig.Profile profile, EnvConfigVariables variables)
    {
        var metadata = new Dictionary<string, string>(profile.GrpcMeta ?? new Dictionary<string, string>());
        foreach (var (name, value) in variables.All)
        {
            if (name.StartsWith(MetadataPrefix, StringComparison.Ordinal))
            {
                metadata[name[MetadataPrefix.Length..].ToLowerInvariant().Replace('_', '-')] = value;
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

    private static ClientEnvConfig.Tls? ApplyTls(ClientEnvConfig.Tls? tls, EnvConfigVariables variables)
    {
        var on = variables.GetBool("TEMPORAL_TLS");
        var given = new ClientEnvConfig.Tls(
            on == null ? tls?.Disabled : !on,
            variables.Get("TEMPORAL_TLS_SERVER_NAME") ?? tls?.ServerName,
            variables.GetSource("TEMPORAL_TLS_SERVER_CA_CERT") ?? tls?.ServerRootCACert,
            variables.GetSource("TEMPORAL_TLS_CLIENT_CERT") ?? tls?.ClientCert,
            variables.GetSource("TEMPORAL_TLS_CLIENT_KEY") ?? tls?.ClientPrivateKey);
        return tls == null && given == new ClientEnvConfig.Tls() ? null : given;
    }
}
