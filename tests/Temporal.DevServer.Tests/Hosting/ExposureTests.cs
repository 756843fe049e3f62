using System.Net;
using Sagas.TestSupport;
using Temporal.DevServer.Hosting;

namespace Temporal.DevServer.Tests.Hosting;

public sealed class ExposureTests : IDisposable
{
    private readonly TestCertificates _certificates = new();

    public void Dispose() => _certificates.Dispose();

    [Fact]
    public async Task Start_OnAnAddressOfOthers_NeedsTlsAndACredential()
    {
        var open = new DevServerOptions { Ip = IPAddress.Any };
        await RefusesAsync(open, "without TLS and a credential");
        await RefusesAsync(open with { ApiKeys = ["key"] }, "without TLS and a credential");
        var tls = open with { TlsCertificateFile = _certificates.ServerFile, TlsKeyFile = _certificates.ServerKeyFile };
        await RefusesAsync(tls, "without TLS and a credential");
        await RefusesAsync(tls with { Ip = IPAddress.IPv6Any }, "without TLS and a credential");
        Exposure.Check(tls with { ApiKeys = ["key"] }).Dispose();
        Exposure.Check(tls with { TlsClientCaFile = _certificates.AuthorityFile }).Dispose();
    }

    [Fact]
    public async Task Start_WithHalfAnOptionOrAFaultyFile_SaysWhat()
    {
        var half = new DevServerOptions { TlsCertificateFile = _certificates.ServerFile };
        await RefusesAsync(half, "--tls-cert and --tls-key belong together");
        await RefusesAsync(new() { TlsClientCaFile = _certificates.AuthorityFile }, "--tls-client-ca needs --tls-cert");
        await RefusesAsync(new() { ApiKeys = [" "] }, "An API key is empty");
        await RefusesAsync(half with { TlsKeyFile = "/none" }, "cannot be read");
        await RefusesAsync(half with { TlsKeyFile = _certificates.ClientKeyFile }, "cannot be read");
    }

    [Fact]
    public void CommandLine_SettingsOfTheEnvironment_AreTaken()
    {
        var environment = new Dictionary<string, string>
        {
            ["TEMPORAL_SERVER_TLS_CERT"] = "c",
            ["TEMPORAL_SERVER_TLS_KEY"] = "k",
            ["TEMPORAL_SERVER_TLS_CLIENT_CA"] = "",
            ["TEMPORAL_SERVER_API_KEY"] = "one, two",
        };

        var options = CommandLine.Parse(["--tls-cert", "other"], environment.GetValueOrDefault);

        (options.TlsCertificateFile, options.TlsKeyFile, options.TlsClientCaFile).ShouldBe(("other", "k", null));
        options.ApiKeys.ShouldBe(["one", "two"]);
    }

    [Fact]
    public void HttpAddress_OfAnExposedServer_StaysOnThisMachine() =>
        Exposure.HttpAddress(new DevServerOptions { Ip = IPAddress.Any }).ShouldBe(IPAddress.Loopback);

    private static async Task RefusesAsync(DevServerOptions options, string reason) =>
        (await Should.ThrowAsync<UsageException>(() => DevServerHost.StartAsync(options, default)))
            .Message.ShouldContain(reason);
}
