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
            .Message.ShouldContain("nope");

    [Theory]
    [InlineData("[profile.a", "line 1")]
    [InlineData("[profile.a]\naddress = \"x\ny\"", "line 3")]
    [InlineData("[profile.a]\naddress = [1]", "line 2")]
    public void Load_BrokenFile_NamesTheLine(string file, string line) =>
        Should.Throw<InvalidOperationException>(
            () => ClientEnvConfig.Load(
                new() { ConfigSource = DataSource.FromUTF8String(file), OverrideEnvVars = Vars() }))
            .Message.ShouldContain(line);

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

    private static ClientEnvConfig.ProfileLoadOptions Options(params (string Name, string Value)[] variables) => new()
    {
        ConfigSource = DataSource.FromUTF8String(File),
        OverrideEnvVars = Vars(variables),
    };

    private static Dictionary<string, string> Vars(params (string Name, string Value)[] variables) =>
        variables.ToDictionary(v => v.Name, v => v.Value);
}
