using System.Net;
using System.Net.Http.Headers;
using Google.Protobuf;
using Temporal.DevServer.Grpc;
using Temporalio.Api.Grpc;

namespace Temporal.DevServer.Tests.Grpc;

/// <summary>What came back from one call.</summary>
internal sealed record GrpcAnswer(
    HttpStatusCode Http, int Status, string Message, IReadOnlyList<Google.Protobuf.WellKnownTypes.Any> Details, byte[] Body);

/// <summary>The smallest gRPC client, with every byte under the test's control.</summary>
internal sealed class GrpcTestClient(string address) : IDisposable
{
    private readonly HttpClient _http = new(new SocketsHttpHandler { EnableMultipleHttp2Connections = true })
    {
        BaseAddress = new Uri($"http://{address}"),
        DefaultRequestVersion = HttpVersion.Version20,
        DefaultVersionPolicy = HttpVersionPolicy.RequestVersionExact,
    };

    public async Task<TResponse> CallAsync<TResponse>(
        IMessage request, string? service = null, string? method = null, string? timeout = null,
        CancellationToken cancel = default)
        where TResponse : IMessage<TResponse>, new()
    {
        method ??= request.Descriptor.Name[..^"Request".Length];
        var answer = await SendAsync(
            $"/{service ?? RpcTableBuilder.WorkflowService}/{method}", Frame(request),
            change => { if (timeout is not null) { change.Headers.Add("grpc-timeout", timeout); } }, cancel);
        if (answer.Status != 0)
        {
            throw new RpcException((RpcCode)answer.Status, answer.Message);
        }

        return new MessageParser<TResponse>(() => new TResponse()).ParseFrom(answer.Body.AsSpan(GrpcFrame.HeaderSize));
    }

    public async Task<GrpcAnswer> SendAsync(
        string path, byte[] body, Action<HttpRequestMessage>? change = null, CancellationToken cancel = default)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new ByteArrayContent(body) };
        request.Version = HttpVersion.Version20;
        request.VersionPolicy = HttpVersionPolicy.RequestVersionExact;
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/grpc");
        request.Headers.TE.ParseAdd("trailers");
        change?.Invoke(request);
        using var response = await _http.SendAsync(request, cancel);
        var bytes = await response.Content.ReadAsByteArrayAsync(cancel);
        string Read(string name) => response.TrailingHeaders.TryGetValues(name, out var values)
            || response.Headers.TryGetValues(name, out values) ? values.Single() : "";
        var details = Read("grpc-status-details-bin") is { Length: > 0 } text
            ? GrpcStatusText.DecodeDetails(text)!.Details.ToList() : [];
        return new GrpcAnswer(
            response.StatusCode, int.Parse(Read("grpc-status")), GrpcStatusText.DecodeMessage(Read("grpc-message")),
            details, bytes);
    }

    public static byte[] Frame(IMessage message)
    {
        using var buffer = new PooledBuffer();
        GrpcFrame.Write(buffer, message);
        return buffer.WrittenSpan.ToArray();
    }

    public void Dispose() => _http.Dispose();
}
