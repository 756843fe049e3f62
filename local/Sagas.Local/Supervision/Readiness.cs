using System.Net;

namespace Sagas.Local.Supervision;

/// <summary>Ways to ask a part whether it is ready. A refused connection is a "not yet", never an error.</summary>
internal static class Readiness
{
    private static readonly HttpClient Http = new(new SocketsHttpHandler { UseProxy = false })
    {
        Timeout = TimeSpan.FromSeconds(5),
    };

    public static Func<CancellationToken, Task<bool>> Get(string url) => async stop =>
    {
        try
        {
            using var response = await Http.GetAsync(url, stop);
            return response.IsSuccessStatusCode;
        }
        catch (Exception error) when (IsNotYet(error, stop))
        {
            return false;
        }
    };

    /// <summary>The standard gRPC health check, for every service of the server at once.</summary>
    public static Func<CancellationToken, Task<bool>> GrpcHealth(string address) => async stop =>
    {
        // A gRPC message is one flag byte and four length bytes before its body; the request message is empty.
        using var request = new HttpRequestMessage(HttpMethod.Post, $"http://{address}/grpc.health.v1.Health/Check")
        {
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
            Content = new ByteArrayContent(new byte[5]),
        };
        request.Content.Headers.ContentType = new("application/grpc");
        request.Headers.TE.Add(new("trailers"));
        try
        {
            using var response = await Http.SendAsync(request, stop);
            var body = await response.Content.ReadAsByteArrayAsync(stop);
            // Field 1 (status) as a varint with value 1: SERVING.
            return body is [0, 0, 0, 0, 2, 0x08, 0x01];
        }
        catch (Exception error) when (IsNotYet(error, stop))
        {
            return false;
        }
    };

    private static bool IsNotYet(Exception error, CancellationToken stop) =>
        error is HttpRequestException or IOException || (error is OperationCanceledException && !stop.IsCancellationRequested);
}
