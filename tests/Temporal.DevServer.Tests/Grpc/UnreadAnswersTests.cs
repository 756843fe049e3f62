using System.Net;
using System.Net.Http.Headers;
using Google.Protobuf;
using Microsoft.Extensions.Logging.Abstractions;
using Temporal.DevServer.Grpc;
using Temporalio.Api.WorkflowService.V1;

namespace Temporal.DevServer.Tests.Grpc;

/// <summary>Callers who ask for much and read nothing.</summary>
public sealed class UnreadAnswersTests
{
    private const int AnswerBytes = 1_000_000;
    private const string Method = "GetSystemInfo";

    [Fact]
    public async Task Answers_UnreadBeyondTheBytesOfAll_CutTheOldestOff()
    {
        await using var host = await GrpcHost.StartAsync(
            Task.FromResult(Table()), new() { EndPoint = new(IPAddress.Loopback, 0), UnreadBytesMax = 5 * AnswerBytes / 2 },
            NullLoggerFactory.Instance, CancellationToken.None);
        using var http = new HttpClient { BaseAddress = new Uri($"http://{host.EndPoint}") };
        using var oldest = await AskAsync(http);
        using var next = await AskAsync(http);

        using var newest = await AskAsync(http);

        await Should.ThrowAsync<HttpRequestException>(() => ReadAsync(oldest));
        (await ReadAsync(next)).ShouldBeGreaterThan(AnswerBytes);
        (await ReadAsync(newest)).ShouldBeGreaterThan(AnswerBytes);
        newest.TrailingHeaders.GetValues("grpc-status").ShouldBe(["0"]);
    }

    private static RpcTable Table()
    {
        var table = new RpcTableBuilder();
        table.Add<GetSystemInfoRequest, GetSystemInfoResponse>(
            Method, (_, _) => Task.FromResult(new GetSystemInfoResponse { ServerVersion = new string('v', AnswerBytes) }));
        return table.Build();
    }

    /// <summary>Sends the request and waits for the answer's headers alone.</summary>
    private static Task<HttpResponseMessage> AskAsync(HttpClient http)
    {
        var content = new ByteArrayContent(GrpcTestClient.Frame(new GetSystemInfoRequest()));
        content.Headers.ContentType = new MediaTypeHeaderValue("application/grpc");
        var request = new HttpRequestMessage(HttpMethod.Post, $"/{RpcTableBuilder.WorkflowService}/{Method}")
        {
            Content = content,
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
        };
        request.Headers.TE.ParseAdd("trailers");
        return http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
    }

    private static async Task<int> ReadAsync(HttpResponseMessage response) =>
        (await response.Content.ReadAsByteArrayAsync()).Length;
}
