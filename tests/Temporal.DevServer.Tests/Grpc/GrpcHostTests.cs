using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using Google.Protobuf;
using Temporalio.Api.ErrorDetails.V1;
using Temporalio.Api.Grpc;
using Temporalio.Api.WorkflowService.V1;

namespace Temporal.DevServer.Tests.Grpc;

public sealed class GrpcHostTests : IAsyncLifetime
{
    private const string SystemInfoPath = "/temporal.api.workflowservice.v1.WorkflowService/GetSystemInfo";
    private const string DescribePath = "/temporal.api.workflowservice.v1.WorkflowService/DescribeNamespace";
    private DevServerHost _server = null!;
    private GrpcTestClient _client = null!;

    public async Task InitializeAsync()
    {
        _server = await DevServerHost.StartAsync(new DevServerOptions(), CancellationToken.None);
        _client = new GrpcTestClient(_server.Address);
    }

    public async Task DisposeAsync()
    {
        _client.Dispose();
        await _server.DisposeAsync();
    }

    [Fact]
    public async Task Call_KnownMethod_AnswersMessageAndStatusZero()
    {
        var info = await _client.CallAsync<GetSystemInfoResponse>(new GetSystemInfoRequest());

        info.ServerVersion.ShouldBe("1.31.2");
        info.Capabilities.SdkMetadata.ShouldBeTrue();
    }

    [Fact]
    public async Task Call_GzipRequest_IsUnderstood()
    {
        using var buffer = new PooledBuffer();
        GrpcFrame.WriteGzip(buffer, new DescribeNamespaceRequest { Namespace = "default" });

        var answer = await _client.SendAsync(
            DescribePath, buffer.WrittenSpan.ToArray(), r => r.Headers.Add("grpc-encoding", "gzip"));

        answer.Status.ShouldBe(0);
    }

    [Theory]
    [InlineData("/temporal.api.workflowservice.v1.WorkflowService/Nope",
        "unknown method Nope for service temporal.api.workflowservice.v1.WorkflowService")]
    [InlineData("/no.such.Service/Nope", "unknown service no.such.Service")]
    [InlineData("/nonsense", "malformed method name: \"/nonsense\"")]
    public async Task Call_UnknownMethod_IsUnimplemented(string path, string message)
    {
        var answer = await _client.SendAsync(path, GrpcTestClient.Frame(new GetSystemInfoRequest()));

        answer.Http.ShouldBe(HttpStatusCode.OK);
        (answer.Status, answer.Message).ShouldBe((12, message));
    }

    [Fact]
    public async Task Call_UnknownEncoding_IsUnimplementedWithTheWordsClientsLookFor()
    {
        var answer = await _client.SendAsync(
            SystemInfoPath, [1, 0, 0, 0, 0], r => r.Headers.Add("grpc-encoding", "snappy"));

        (answer.Status, answer.Message).ShouldBe(
            (12, "grpc: Decompressor is not installed for grpc-encoding \"snappy\""));
    }

    [Fact]
    public async Task Call_ErrorWithDetail_CarriesStatusDetails()
    {
        var answer = await _client.SendAsync(
            DescribePath, GrpcTestClient.Frame(new DescribeNamespaceRequest { Namespace = "nöpe" }));

        (answer.Status, answer.Message).ShouldBe((5, "Namespace nöpe is not found."));
        answer.Details.ShouldHaveSingleItem().Unpack<NamespaceNotFoundFailure>().Namespace.ShouldBe("nöpe");
        answer.Body.ShouldBeEmpty();
    }

    [Theory]
    [InlineData(new byte[] { 7, 0, 0, 0, 0 }, 13)]
    [InlineData(new byte[] { 0, 0, 0, 0, 2, 0xFF, 0xFF }, 13)]
    [InlineData(new byte[] { 0, 0, 0, 0, 4, 0x0A, 2, 0xC3, 0x28 }, 13)] // a name that is no UTF-8
    [InlineData(new byte[] { 0, 0, 0 }, 13)]
    [InlineData(new byte[] { }, 13)]
    [InlineData(new byte[] { 0, 0, 0, 0, 9, 1 }, 13)]
    [InlineData(new byte[] { 0, 0xFF, 0xFF, 0xFF, 0xFF }, 8)]
    [InlineData(new byte[] { 0, 0, 0, 0, 0, 0 }, 13)]
    public async Task Call_GarbageBody_IsRefusedWithStatus(byte[] body, int status)
    {
        var answer = await _client.SendAsync(DescribePath, body);

        answer.Status.ShouldBe(status, answer.Message);
    }

    [Fact]
    public async Task Call_TooLarge_IsResourceExhaustedWithoutReadingIt()
    {
        var request = new DescribeNamespaceRequest { Namespace = new string('x', 5 * 1024 * 1024) };

        var answer = await _client.SendAsync(DescribePath, GrpcTestClient.Frame(request));

        answer.Status.ShouldBe(8);
        answer.Message.ShouldStartWith("grpc: received message larger than max (52428");
    }

    [Fact]
    public async Task Call_GzipBomb_IsRefused()
    {
        using var buffer = new PooledBuffer();
        GrpcFrame.WriteGzip(buffer, new DescribeNamespaceRequest { Namespace = new string('x', 50 * 1024 * 1024) });

        var answer = await _client.SendAsync(
            DescribePath, buffer.WrittenSpan.ToArray(), r => r.Headers.Add("grpc-encoding", "gzip"));

        answer.Status.ShouldBe(8);
    }

    [Fact]
    public async Task Call_OtherContentType_IsHttp415()
    {
        var answer = await _client.SendAsync(
            SystemInfoPath, [], r => r.Content!.Headers.ContentType = new MediaTypeHeaderValue("text/plain"));

        (answer.Http, answer.Status).ShouldBe((HttpStatusCode.UnsupportedMediaType, 3));
    }

    [Theory]
    [InlineData("temporal-typescript", "1.24.0", 0)]
    [InlineData("temporal-typescript", "2.0.0", 9)]
    [InlineData("temporal-typescript", "soon", 3)]
    [InlineData("temporal-dotnet", "99.0.0", 0)]
    public async Task Call_ClientVersion_IsGatedLikeARealServer(string name, string version, int status)
    {
        var answer = await _client.SendAsync(SystemInfoPath, [0, 0, 0, 0, 0], r =>
        {
            r.Headers.Add("client-name", name);
            r.Headers.Add("client-version", version);
        });

        answer.Status.ShouldBe(status);
    }

    [Fact]
    public async Task Connection_Garbage_DoesNotHurtTheServer()
    {
        var parts = _server.Address.Split(':');
        using (var socket = new TcpClient(parts[0], int.Parse(parts[1])))
        {
            var garbage = new byte[64 * 1024];
            new Random(7).NextBytes(garbage);
            await socket.GetStream().WriteAsync(garbage);
        }

        var info = await _client.CallAsync<GetSystemInfoResponse>(new GetSystemInfoRequest());

        info.ServerVersion.ShouldNotBeEmpty();
    }
}
