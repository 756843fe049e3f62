using Temporalio.Client;

namespace Temporalio.Common.EnvConfig;

/// <summary>
/// Options of clients by profile, from a file in TOML and from environment variables, as all Temporal tools read them.
/// The variables win over the file.
/// </summary>
/// <param name="Profiles">Profiles by name.</param>
public sealed record ClientEnvConfig(IReadOnlyDictionary<string, ClientEnvConfig.Profile> Profiles)
{
    /// <summary>Reads options of a client, of the profile that is chosen.</summary>
    /// <param name="options">Options of reading.</param>
    /// <returns>Options of the client; the target is null when it is not given.</returns>
    public static TemporalClientConnectOptions LoadClientConnectOptions(ProfileLoadOptions? options = null) =>
        Profile.Load(options).ToClientConnectionOptions();

    /// <summary>Reads all profiles of the file.</summary>
    /// <param name="options">Options of reading.</param>
    /// <returns>The profiles; none when there is no file.</returns>
    /// <exception cref="InvalidOperationException">The file cannot be understood.</exception>
    public static ClientEnvConfig Load(ConfigLoadOptions? options = null)
    {
        options ??= new();
        var source = EnvConfigFile.Read(options.ConfigSource, EnvConfigVariables.From(options.OverrideEnvVars));
        return new(source == null
            ? []
            : EnvConfigFile.Parse(source, options.ConfigFileStrict));
    }

    /// <summary>Makes profiles of dictionaries.</summary>
    /// <param name="profileDictionaries">Dictionaries by name.</param>
    /// <returns>The profiles.</returns>
    public static ClientEnvConfig FromDictionary(
        IReadOnlyDictionary<string, Dictionary<string, object>> profileDictionaries) =>
        new(profileDictionaries.ToDictionary(p => p.Key, p => Profile.FromDictionary(p.Value)));

    /// <summary>Writes the profiles as dictionaries.</summary>
    /// <returns>Dictionaries by name.</returns>
    public IReadOnlyDictionary<string, Dictionary<string, object>> ToDictionary() =>
        Profiles.ToDictionary(p => p.Key, p => p.Value.ToDictionary());

    /// <summary>Options of encryption.</summary>
    /// <param name="Disabled">Whether it is off; null when not said.</param>
    /// <param name="ServerName">Name that the server's certificate must have.</param>
    /// <param name="ServerRootCACert">Certificates that the server's must descend from.</param>
    /// <param name="ClientCert">Certificate of the client.</param>
    /// <param name="ClientPrivateKey">Private key of the client's certificate.</param>
    public sealed record Tls(
        bool? Disabled = null,
        string? ServerName = null,
        DataSource? ServerRootCACert = null,
        DataSource? ClientCert = null,
        DataSource? ClientPrivateKey = null)
    {
        /// <summary>Makes the options of a dictionary.</summary>
        /// <param name="dictionary">Dictionary; null for none.</param>
        /// <returns>The options; null for none.</returns>
        public static Tls? FromDictionary(IReadOnlyDictionary<string, object>? dictionary) =>
            dictionary == null
                ? null
                : new(
                    dictionary.TryGetValue("disabled", out var disabled) ? (bool)disabled : null,
                    dictionary.GetValueOrDefault("server_name") as string,
                    EnvConfigDictionaries.Source(dictionary, "server_ca_cert"),
                    EnvConfigDictionaries.Source(dictionary, "client_cert"),
                    EnvConfigDictionaries.Source(dictionary, "client_key"));

        /// <summary>Writes a dictionary.</summary>
        /// <returns>Dictionary.</returns>
        public Dictionary<string, object> ToDictionary()
        {
            Dictionary<string, object> dictionary = [];
            EnvConfigDictionaries.Set(dictionary, "disabled", Disabled);
            EnvConfigDictionaries.Set(dictionary, "server_name", ServerName);
            EnvConfigDictionaries.Set(dictionary, "server_ca_cert", ServerRootCACert?.ToDictionary());
            EnvConfigDictionaries.Set(dictionary, "client_cert", ClientCert?.ToDictionary());
            EnvConfigDictionaries.Set(dictionary, "client_key", ClientPrivateKey?.ToDictionary());
            return dictionary;
        }

        /// <summary>Makes the options of a connection, reading files.</summary>
        /// <returns>The options.</returns>
        public TlsOptions ToTlsOptions() => Disabled == true
            ? new() { Disabled = true }
            : new()
            {
                Domain = ServerName,
                ServerRootCACert = ServerRootCACert?.GetBytes(),
                ClientCert = ClientCert?.GetBytes(),
                ClientPrivateKey = ClientPrivateKey?.GetBytes(),
            };
    }

    /// <summary>Options of a client.</summary>
    /// <param name="Address">Host and port of the server.</param>
    /// <param name="Namespace">Namespace.</param>
    /// <param name="ApiKey">API key.</param>
    /// <param name="Tls">Options of encryption.</param>
    /// <param name="GrpcMeta">Metadata for every call.</param>
    public sealed record Profile(
        string? Address = null,
        string? Namespace = null,
        string? ApiKey = null,
        Tls? Tls = null,
        IReadOnlyDictionary<string, string>? GrpcMeta = null)
    {
        /// <summary>Reads the profile that is chosen: by the options, by a variable, or the default one.</summary>
        /// <param name="options">Options of reading.</param>
        /// <returns>The profile.</returns>
        /// <exception cref="InvalidOperationException">
        /// The file cannot be understood, or a profile that was asked for is missing.
        /// </exception>
        public static Profile Load(ProfileLoadOptions? options = null) => EnvConfigProfile.Load(options ?? new());

        /// <summary>Makes the profile of a dictionary.</summary>
        /// <param name="dictionary">Dictionary.</param>
        /// <returns>The profile.</returns>
        public static Profile FromDictionary(IReadOnlyDictionary<string, object> dictionary) => new(
            dictionary.GetValueOrDefault("address") as string,
            dictionary.GetValueOrDefault("namespace") as string,
            dictionary.GetValueOrDefault("api_key") as string,
            ClientEnvConfig.Tls.FromDictionary(
                dictionary.GetValueOrDefault("tls") as IReadOnlyDictionary<string, object>),
            dictionary.GetValueOrDefault("grpc_meta") as IReadOnlyDictionary<string, string>);

        /// <summary>Writes a dictionary.</summary>
        /// <returns>Dictionary.</returns>
        public Dictionary<string, object> ToDictionary()
        {
            Dictionary<string, object> dictionary = [];
            EnvConfigDictionaries.Set(dictionary, "address", Address);
            EnvConfigDictionaries.Set(dictionary, "namespace", Namespace);
            EnvConfigDictionaries.Set(dictionary, "api_key", ApiKey);
            EnvConfigDictionaries.Set(dictionary, "tls", Tls?.ToDictionary());
            EnvConfigDictionaries.Set(dictionary, "grpc_meta", GrpcMeta);
            return dictionary;
        }

        /// <summary>Makes the options of a client, reading files.</summary>
        /// <returns>The options; the target is null when it is not given.</returns>
        public TemporalClientConnectOptions ToClientConnectionOptions()
        {
            var options = new TemporalClientConnectOptions
            {
                TargetHost = Address,
                ApiKey = ApiKey,
                Tls = Tls?.ToTlsOptions() ?? (string.IsNullOrEmpty(ApiKey) ? null : new()),
                RpcMetadata = GrpcMeta is { Count: > 0 } ? [.. GrpcMeta] : null,
            };
            options.Namespace = Namespace ?? options.Namespace;
            return options;
        }
    }

    /// <summary>Options of reading one profile.</summary>
    public class ProfileLoadOptions : ICloneable
    {
        /// <summary>Name of the profile.</summary>
        /// <value>Null: variable <c>TEMPORAL_PROFILE</c>, else <c>default</c>.</value>
        public string? Profile { get; set; }

        /// <summary>The file, or its content.</summary>
        /// <value>Null: variable <c>TEMPORAL_CONFIG_FILE</c>, else the user's standard place.</value>
        public DataSource? ConfigSource { get; set; }

        /// <summary>Whether the file is left out.</summary>
        /// <value>False.</value>
        public bool DisableFile { get; set; }

        /// <summary>Whether the variables are left out.</summary>
        /// <value>False.</value>
        public bool DisableEnv { get; set; }

        /// <summary>Whether unknown keys in the file are errors.</summary>
        /// <value>False.</value>
        public bool ConfigFileStrict { get; set; }

        /// <summary>Variables to use instead of the process's.</summary>
        /// <value>Null: the process's.</value>
        public IReadOnlyDictionary<string, string>? OverrideEnvVars { get; set; }

        /// <summary>Makes a shallow copy.</summary>
        /// <returns>The copy.</returns>
        public virtual object Clone() => MemberwiseClone();
    }

    /// <summary>Options of reading all profiles.</summary>
    public class ConfigLoadOptions : ICloneable
    {
        /// <summary>The file, or its content.</summary>
        /// <value>Null: variable <c>TEMPORAL_CONFIG_FILE</c>, else the user's standard place.</value>
        public DataSource? ConfigSource { get; set; }

        /// <summary>Whether unknown keys in the file are errors.</summary>
        /// <value>False.</value>
        public bool ConfigFileStrict { get; set; }

        /// <summary>Variables to use instead of the process's.</summary>
        /// <value>Null: the process's.</value>
        public IReadOnlyDictionary<string, string>? OverrideEnvVars { get; set; }

        /// <summary>Makes a shallow copy.</summary>
        /// <returns>The copy.</returns>
        public virtual object Clone() => MemberwiseClone();
    }
}
