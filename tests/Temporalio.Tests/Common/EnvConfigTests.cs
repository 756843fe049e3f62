using Temporalio.Common.EnvConfig;

namespace Temporalio.Tests.Common;

public class EnvConfigTests
{
    private const string File = """
        # comment
        [profile.default]
        address = "localhost:1234" # at home
        namespace = 'dev'

        [profile."prod.eu"]
        address = "cloud:7233"
        api_key = "k\"ey"
        [profile."prod.eu".tls]
        server_name = "cloud"
        client_cert_data = '''
        PEM
        '''
        [profile."prod.eu".grpc_meta]
        Some_Key = "v"
        """;

    [Fact]
    public void LoadClientConnectOptions_NoFileNoVariables_HasDefaults()
    {
        var options = ClientEnvConfig.LoadClientConnectOptions(new() { DisableFile = true, OverrideEnvVars = Vars() });
        options.TargetHost.ShouldBeNull();
        options.Namespace.ShouldBe("default");
        options.Tls.ShouldBeNull();
    }

    [Fact]
    public void LoadClientConnectOptions_Variables_WinOverFile()
    {
        var options = ClientEnvConfig.LoadClientConnectOptions(Options(
            ("TEMPORAL_ADDRESS", "other:1"), ("TEMPORAL_TLS", "true"), ("TEMPORAL_GRPC_META_X_Y", "z")));
        options.TargetHost.ShouldBe("other:1");
        options.Namespace.ShouldBe("dev");
        options.Tls!.Disabled.ShouldBeFalse();
        options.RpcMetadata.ShouldBe([new("x-y", "z")]);
    }

    [Fact]
    public void LoadClientConnectOptions_NamedProfile_HasItsValues()
    {
        var options = ClientEnvConfig.LoadClientConnectOptions(Options(("TEMPORAL_PROFILE", "prod.eu")));
        options.TargetHost.ShouldBe("cloud:7233");
        options.ApiKey.ShouldBe("k\"ey");
        options.Tls!.Domain.ShouldBe("cloud");
        options.Tls.ClientCert.ShouldBe("PEM\n"u8.ToArray());
        options.RpcMetadata.ShouldBe([new("some-key", "v")]);
    }

    [Fact]
    public void Load_MissingProfile_IsRefused() =>
        Should.Throw<InvalidOperationException>(
            () => ClientEnvConfig.LoadClientConnectOptions(Options(("TEMPORAL_PROFILE", "nope"))))
            .Message.ShouldBe("Configuration loading error: Profile 'nope' not found");

    [Theory]
    [InlineData("[profile.a", "line 1")]
    [InlineData("[profile.a]\naddress = \"x\ny\"", "line 3")]
    [InlineData("[profile.a]\naddress = [1]", "line 2")]
    [InlineData("[profile.a]\naddress = \"1\"\naddress = \"2\"", "line 3: duplicate key address")]
    public void Load_BrokenFile_NamesTheLine(string file, string line) =>
        Should.Throw<InvalidOperationException>(
            () => ClientEnvConfig.Load(
                new() { ConfigSource = DataSource.FromUTF8String(file), OverrideEnvVars = Vars() }))
            .Message.ShouldContain(line);

    [Theory]
    [InlineData("address = 1", "`address` in profile default, expected a string")]
    [InlineData("tls = true", "`tls` in profile default, expected a table")]
    [InlineData("tls = { disabled = \"true\" }", "`disabled` in TLS of profile default, expected a boolean")]
    [InlineData("grpc_meta = { x = 1 }", "`x` in metadata of profile default, expected a string")]
    [InlineData("other = 1", "unknown field `other` in profile default")]
    [InlineData("codec = { other = 1 }", "unknown field `other` in codec of profile default")]
    [InlineData(
        "tls = { client_key_path = \"p\", client_key_data = \"d\" }",
        "Cannot specify both client_key_path and client_key_data")]
    public void Load_FaultyProfile_SaysWhat(string content, string what) =>
        Should.Throw<InvalidOperationException>(() => Default(content, strict: true)).Message.ShouldContain(what);

    [Fact]
    public void Load_FileAndVariableClashing_IsRefused() =>
        Should.Throw<InvalidOperationException>(() => Default(
            "tls = { client_cert_path = \"p\" }", variables: ("TEMPORAL_TLS_CLIENT_CERT_DATA", "d")))
            .Message.ShouldBe("Configuration loading error: Invalid configuration: Cannot specify cert data via "
                + "TEMPORAL_TLS_CLIENT_CERT_DATA when cert path is already specified");

    [Fact]
    public void Load_NeitherFileNorVariables_IsRefused() =>
        Should.Throw<InvalidOperationException>(
            () => ClientEnvConfig.Profile.Load(new() { DisableFile = true, DisableEnv = true }))
            .Message.ShouldContain("Cannot disable both file and environment loading");

    [Fact]
    public void Load_EmptyVariables_EmptyTheValueOrRemoveTheHeader()
    {
        var profile = Default(
            "address = \"a\"\ngrpc_meta = { x = \"1\", y = \"2\" }",
            variables: [("TEMPORAL_ADDRESS", ""), ("TEMPORAL_GRPC_META_X", ""), ("TEMPORAL_PROFILE", "")]);
        profile.Address.ShouldBeEmpty();
        profile.GrpcMeta.ShouldBe(new Dictionary<string, string> { ["y"] = "2" });
    }

    [Fact]
    public void Load_TlsVariableWithoutMeaning_SaysThatThereIsTls()
    {
        Default(string.Empty, variables: ("TEMPORAL_TLS", "perhaps")).Tls.ShouldBe(new ClientEnvConfig.Tls());
        Default("tls = { disabled = true }", variables: ("TEMPORAL_TLS", "perhaps")).Tls!.Disabled.ShouldBe(true);
    }

    [Fact]
    public void Load_MissingFile_ConfiguresNothing() =>
        ClientEnvConfig.Profile.Load(new()
        {
            ConfigSource = DataSource.FromPath("/nowhere/temporal.toml"),
            OverrideEnvVars = Vars(),
        }).ShouldBe(new ClientEnvConfig.Profile());

    [Fact]
    public void ToClientConnectionOptions_ApiKeyAlone_TurnsTlsOn()
    {
        Default("api_key = \"k\"").ToClientConnectionOptions().Tls!.Disabled.ShouldBeFalse();
        var off = Default("api_key = \"k\"\ntls = { disabled = true, server_name = \"s\" }")
            .ToClientConnectionOptions().Tls!;
        off.Disabled.ShouldBeTrue();
        off.Domain.ShouldBeNull();
    }

    [Fact]
    public void Dictionaries_RoundTrip()
    {
        var config = ClientEnvConfig.Load(
            new() { ConfigSource = DataSource.FromUTF8String(File), OverrideEnvVars = Vars() });
        var copy = ClientEnvConfig.FromDictionary(config.ToDictionary());
        copy.Profiles.Keys.ShouldBe(config.Profiles.Keys);
        copy.Profiles["prod.eu"].Tls!.ServerName.ShouldBe("cloud");
        copy.Profiles["prod.eu"].Tls!.ClientCert!.GetBytes().ShouldBe("PEM\n"u8.ToArray());
        copy.Profiles["prod.eu"].GrpcMeta.ShouldBe(config.Profiles["prod.eu"].GrpcMeta);
    }

    private static ClientEnvConfig.Profile Default(
        string content, bool strict = false, params (string Name, string Value)[] variables) =>
        ClientEnvConfig.Profile.Load(new()
        {
            ConfigSource = DataSource.FromUTF8String($"[profile.default]\n{content}"),
            ConfigFileStrict = strict,
            OverrideEnvVars = Vars(variables),
        });

    private static ClientEnvConfig.ProfileLoadOptions Options(params (string Name, string Value)[] variables) => new()
    {
        ConfigSource = DataSource.FromUTF8String(File),
        OverrideEnvVars = Vars(variables),
    };

    private static Dictionary<string, string> Vars(params (string Name, string Value)[] variables) =>
        variables.ToDictionary(v => v.Name, v => v.Value);
}
