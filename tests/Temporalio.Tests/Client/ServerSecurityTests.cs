using System.Net;
using Sagas.TestSupport;
using Temporal.DevServer;
using Temporalio.Client;
using Temporalio.Exceptions;

namespace Temporalio.Tests.Client;

/// <summary>The embedded server with TLS, client certificates and keys, seen from this project's client.</summary>
public sealed class ServerSecurityTests : IDisposable
{
    private const string Key = "a-key";
    private readonly TestCertificates _certificates = new();

    public void Dispose() => _certificates.Dispose();

    [Fact]
    public async Task ApiKey_OverTlsOnEveryAddress_LetsItsHolderIn()
    {
        await using var server = await DevServerHost.StartAsync(WithTls() with { Ip = IPAddress.Any, ApiKeys = [Key] }, default);
        var options = Options(server);
        options.ApiKey = Key;

        await UseAsync(options);

        options.ApiKey = "another";
        await RefusesAsync(options);
        options.ApiKey = null;
        await RefusesAsync(options);
    }

    [Fact]
    public async Task ClientCertificate_OfTheAuthority_LetsItsHolderIn()
    {
        var mutual = WithTls() with { TlsClientCaFile = _certificates.AuthorityFile };
        await using var server = await DevServerHost.StartAsync(mutual, default);
        var options = Options(server);
        options.Tls!.ClientCert = await File.ReadAllBytesAsync(_certificates.ClientFile);
        options.Tls.ClientPrivateKey = await File.ReadAllBytesAsync(_certificates.ClientKeyFile);

        await UseAsync(options);
    }

    [Fact]
    public async Task ClientCertificate_MissingOrOfAStranger_IsRefused()
    {
        using var strangers = new TestCertificates();
        var mutual = WithTls() with { TlsClientCaFile = _certificates.AuthorityFile };
        await using var server = await DevServerHost.StartAsync(mutual, default);
        var options = Options(server);

        await Should.ThrowAsync<Exception>(() => UseAsync(options));

        options.Tls!.ClientCert = await File.ReadAllBytesAsync(strangers.ClientFile);
        options.Tls.ClientPrivateKey = await File.ReadAllBytesAsync(strangers.ClientKeyFile);
        await Should.ThrowAsync<Exception>(() => UseAsync(options));
    }

    private static async Task RefusesAsync(TemporalClientConnectOptions options) =>
        (await Should.ThrowAsync<InvalidOperationException>(() => UseAsync(options)))
            .InnerException.ShouldBeOfType<RpcException>().Code.ShouldBe(RpcException.StatusCode.PermissionDenied);

    private static async Task UseAsync(TemporalClientConnectOptions options)
    {
        options.RpcRetry = new() { MaxRetries = 0 };
        var client = await TemporalClient.ConnectAsync(options);
        (await client.CountWorkflowsAsync("")).Count.ShouldBe(0);
    }

    private DevServerOptions WithTls() => new()
    {
        TlsCertificateFile = _certificates.ServerFile,
        TlsKeyFile = _certificates.ServerKeyFile,
    };

    private TemporalClientConnectOptions Options(DevServerHost server) =>
        new($"127.0.0.1:{new Uri("http://" + server.Address).Port}")
        {
            Tls = new TlsOptions { ServerRootCACert = File.ReadAllBytes(_certificates.AuthorityFile) },
        };
}
