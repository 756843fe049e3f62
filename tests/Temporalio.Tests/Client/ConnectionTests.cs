using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Google.Protobuf;
using Microsoft.AspNetCore.Http;
using Temporalio.Api.ErrorDetails.V1;
using Temporalio.Api.Grpc;
using Temporalio.Api.WorkflowService.V1;
using Temporalio.Client;
using Temporalio.Exceptions;
using Temporalio.Tests.Grpc;

namespace Temporalio.Tests.Client;

public class ConnectionTests
{
    private static readonly RpcOptions Retried = new() { Retry = true };

    private int _calls;

    [Fact]
    public async Task Call_UnavailableTwice_IsRetriedUntilItSucceeds()
    {
        await using var server = await Responder.StartAsync(_ =>
            ++_calls < 3 ? throw new RpcStatusException(StatusCode.Unavailable, "later") : Answer());
        var connection = await TemporalConnection.ConnectAsync(server.Options);
        await connection.WorkflowService.DescribeNamespaceAsync(new() { Namespace = "n" }, Retried);
        _calls.ShouldBe(3);
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(3, 3)]
    [InlineData(0, 12)]
    public async Task Call_UnavailableForLong_IsTriedAsOftenAsTheOptionsSay(int maxRetries, int attempts)
    {
        await using var server = await Responder.StartAsync(_ =>
            ++_calls < 12 ? throw new RpcStatusException(StatusCode.Unavailable, "later") : Answer());
        var options = server.Options;
        options.RpcRetry = new() { MaxRetries = maxRetries, InitialInterval = TimeSpan.FromMilliseconds(1), Multiplier = 1 };
        var connection = await TemporalConnection.ConnectAsync(options);
        var failure = await Record.ExceptionAsync(
            () => connection.WorkflowService.DescribeNamespaceAsync(new(), Retried));
        (failure == null).ShouldBe(maxRetries == 0);
        _calls.ShouldBe(attempts);
    }

    [Fact]
    public async Task Call_ConnectionForgottenMeanwhile_IsRetriedUntilItSucceeds()
    {
        await using var server = await Responder.StartAsync(_ =>
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
            return ++_calls < 3 ? throw new RpcStatusException(StatusCode.Unavailable, "later") : Answer();
        });
        await await BeginAsync(server.Options);
        _calls.ShouldBe(3);

        static async Task<Task> BeginAsync(TemporalConnectionOptions options)
        {
            var connection = await TemporalConnection.ConnectAsync(options);
            return connection.WorkflowService.DescribeNamespaceAsync(new() { Namespace = "n" }, Retried);
        }
    }

    [Theory]
    [InlineData(StatusCode.Unavailable, "later", false)]
    [InlineData(StatusCode.NotFound, "gone", true)]
    [InlineData(StatusCode.ResourceExhausted, "grpc: received message larger than max (5 vs. 4)", true)]
    public async Task Call_NotToBeRetried_FailsAtOnce(StatusCode code, string message, bool retry)
    {
        await using var server = await Responder.StartAsync(_ =>
        {
            _calls++;
            throw new RpcStatusException(code, message);
        });
        var connection = await TemporalConnection.ConnectAsync(server.Options);
        var error = await Should.ThrowAsync<RpcException>(
            () => connection.WorkflowService.DescribeNamespaceAsync(new(), new() { Retry = retry }));
        error.Code.ShouldBe((RpcException.StatusCode)code);
        error.Message.ShouldBe(message);
        _calls.ShouldBe(1);
    }

    [Fact]
    public async Task Call_FailsWithDetails_GivesThemInGrpcStatus()
    {
        await using var server = await Responder.StartAsync(_ => throw new RpcStatusException(
            StatusCode.AlreadyExists, "läuft", new WorkflowExecutionAlreadyStartedFailure { RunId = "r" }));
        var client = await TemporalClient.ConnectAsync(server.Options);
        var error = await Should.ThrowAsync<WorkflowAlreadyStartedException>(
            () => client.StartWorkflowAsync("T", [], new("w", "q")));
        error.Message.ShouldBe("läuft");
        error.RunId.ShouldBe("r");
    }

    [Fact]
    public async Task Call_Metadata_IsSentAndCallWinsOverConnection()
    {
        IHeaderDictionary? headers = null;
        await using var server = await Responder.StartAsync(context =>
        {
            headers = context.Request.Headers;
            return Answer();
        });
        var connection = await TemporalConnection.ConnectAsync(new(server.Address)
        {
            RpcMetadata = [server.Name, new("a", "connection"), new("b", "connection")],
            RpcBinaryMetadata = [new("c-bin", [1, 2])],
        });
        connection.ApiKey = "key";
        await connection.WorkflowService.DescribeNamespaceAsync(
            new() { Namespace = "n" }, new() { Metadata = [new("a", "call")] });
        headers!["a"].ToString().ShouldBe("call");
        headers["b"].ToString().ShouldBe("connection");
        headers["c-bin"].ToString().ShouldBe("AQI");
        headers["authorization"].ToString().ShouldBe("Bearer key");
        headers["temporal-namespace"].ToString().ShouldBe("n");
        headers["client-name"].ToString().ShouldBe("temporal-dotnet");
        headers["grpc-timeout"].ToString().ShouldBe("30S");
    }

    [Theory]
    [InlineData("two words", "v", "invalid gRPC metadata key name")]
    [InlineData("k", "two\nlines", "failed to parse metadata value")]
    public async Task Call_MetadataThatHttpForbids_IsRefusedAsInTheOfficialPackage(string key, string value, string error)
    {
        await using var server = await Responder.StartAsync(_ => Answer());
        var connection = await TemporalConnection.ConnectAsync(server.Options);
        (await Should.ThrowAsync<InvalidOperationException>(() => connection.WorkflowService.DescribeNamespaceAsync(
            new(), new() { Metadata = [new(key, value)] }))).Message.ShouldBe(error);
    }

    [Fact]
    public async Task Connection_MetadataThatHttpForbids_IsLeftOut()
    {
        IHeaderDictionary? headers = null;
        await using var server = await Responder.StartAsync(context =>
        {
            headers = context.Request.Headers;
            return Answer();
        });
        var connection = await TemporalConnection.ConnectAsync(server.Options);
        connection.RpcMetadata = [server.Name, new("a", "two\nlines"), new("b", "fine")];
        await connection.WorkflowService.DescribeNamespaceAsync(new());
        headers!.ContainsKey("a").ShouldBeFalse();
        headers["b"].ToString().ShouldBe("fine");
    }

    [Fact]
    public async Task Call_NoAnswerInTime_IsDeadlineExceeded()
    {
        await using var server = await Responder.StartAsync(Hang);
        var connection = await TemporalConnection.ConnectAsync(server.Options);
        var error = await Should.ThrowAsync<RpcException>(() => connection.WorkflowService.DescribeNamespaceAsync(
            new(), new() { Timeout = TimeSpan.FromMilliseconds(100) }));
        error.Code.ShouldBe(RpcException.StatusCode.DeadlineExceeded);
    }

    [Fact]
    public async Task Call_Cancelled_ThrowsOperationCanceled()
    {
        await using var server = await Responder.StartAsync(Hang);
        var connection = await TemporalConnection.ConnectAsync(server.Options);
        using var cancel = new CancellationTokenSource(TimeSpan.FromMilliseconds(100));
        await Should.ThrowAsync<OperationCanceledException>(() => connection.WorkflowService.DescribeNamespaceAsync(
            new(), new() { CancellationToken = cancel.Token, Retry = true }));
    }

    [Fact]
    public async Task Connect_NoServer_IsRefusedAsInTheOfficialPackage()
    {
        var error = await Should.ThrowAsync<InvalidOperationException>(
            () => TemporalConnection.ConnectAsync(new("127.0.0.1:1")));
        error.Message.ShouldStartWith("Connection failed: Connection refused");
        error.InnerException.ShouldBeOfType<RpcException>().Code.ShouldBe(RpcException.StatusCode.Unavailable);
    }

    [Fact]
    public async Task LazyConnection_NoServer_CallFailsAsCallsDo() =>
        (await Should.ThrowAsync<RpcException>(
            () => TemporalConnection.CreateLazy(new("127.0.0.1:1")).WorkflowService.DescribeNamespaceAsync(new())))
            .Code.ShouldBe(RpcException.StatusCode.Unavailable);

    [Fact]
    public async Task LazyConnection_FirstCall_Connects()
    {
        await using var server = await Responder.StartAsync(_ => Answer());
        var connection = TemporalConnection.CreateLazy(server.Options);
        connection.IsConnected.ShouldBeFalse();
        await connection.WorkflowService.DescribeNamespaceAsync(new());
        connection.IsConnected.ShouldBeTrue();
    }

    [Fact]
    public async Task Server_Restarted_IsReachedAgain()
    {
        TemporalClientConnectOptions options;
        KeyValuePair<string, string> name;
        TemporalConnection connection;
        await using (var first = await Responder.StartAsync(_ => Answer()))
        {
            (options, name) = (first.Options, first.Name);
            connection = await TemporalConnection.ConnectAsync(options);
            await connection.WorkflowService.DescribeNamespaceAsync(new(), Retried);
        }
        await using var second = await Responder.StartAsync(
            _ => Answer(), IPEndPoint.Parse(options.TargetHost!).Port, name: name);
        await connection.WorkflowService.DescribeNamespaceAsync(new(), Retried);
    }

    [Fact]
    public async Task Tls_OwnRootAndClientCertificate_Connects()
    {
        using var certificate = NewCertificate("temporal.test");
        using var mine = NewCertificate("client");
        X509Certificate2? seen = null;
        await using var server = await Responder.StartAsync(
            context =>
            {
                seen = context.Connection.ClientCertificate;
                return Answer();
            },
            certificate: certificate,
            requireClientCertificate: true);
        var connection = await TemporalConnection.ConnectAsync(new(server.Address)
        {
            RpcMetadata = [server.Name],
            Tls = new()
            {
                ServerRootCACert = Pem(certificate),
                Domain = "temporal.test",
                ClientCert = Pem(mine),
                ClientPrivateKey = Encoding.ASCII.GetBytes(mine.GetECDsaPrivateKey()!.ExportPkcs8PrivateKeyPem()),
            },
        });
        await connection.WorkflowService.DescribeNamespaceAsync(new());
        seen!.Thumbprint.ShouldBe(mine.Thumbprint);
    }

    [Fact]
    public async Task Tls_UnknownRootOrWrongName_IsRefused()
    {
        using var certificate = NewCertificate("temporal.test");
        await using var server = await Responder.StartAsync(_ => Answer(), certificate: certificate);
        (await Should.ThrowAsync<InvalidOperationException>(() => TemporalConnection.ConnectAsync(
            new(server.Address) { Tls = new() { Domain = "temporal.test" } }))).Message.ShouldContain("TLS");
        await Should.ThrowAsync<InvalidOperationException>(() => TemporalConnection.ConnectAsync(
            new(server.Address) { Tls = new() { ServerRootCACert = Pem(certificate), Domain = "other.test" } }));
    }

    [Fact]
    public void Tls_CertificateWithoutKey_IsRefused() =>
        Should.Throw<ArgumentException>(
            () => TemporalConnection.CreateLazy(new("h:1") { Tls = new() { ClientCert = [1] } }));

    [Theory]
    [InlineData("http://h:1")]
    [InlineData("h:1/path")]
    [InlineData("")]
    public void Target_NotHostAndPort_IsRefused(string target) =>
        Should.Throw<ArgumentException>(() => TemporalConnection.CreateLazy(new(target)));

    private static Task<IMessage> Answer() => Task.FromResult<IMessage>(new DescribeNamespaceResponse());

    private static async Task<IMessage> Hang(HttpContext context)
    {
        await Task.Delay(Timeout.Infinite, context.RequestAborted);
        return new DescribeNamespaceResponse();
    }

    private static byte[] Pem(X509Certificate2 certificate) =>
        Encoding.ASCII.GetBytes(certificate.ExportCertificatePem());

    private static X509Certificate2 NewCertificate(string name)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName(name);
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        using var made = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        return X509CertificateLoader.LoadPkcs12(
            made.Export(X509ContentType.Pkcs12), null, X509KeyStorageFlags.Exportable);
    }
}
