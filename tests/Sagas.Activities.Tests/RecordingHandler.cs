using System.Collections.Concurrent;

namespace Sagas.Activities.Tests;

/// <summary>Lets requests pass, and remembers them.</summary>
internal sealed class RecordingHandler : DelegatingHandler
{
    private readonly ConcurrentQueue<Recorded> _requests = new();

    public RecordingHandler()
        : base(new SocketsHttpHandler())
    {
    }

    public IReadOnlyList<Recorded> Requests => [.. _requests];

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken stop)
    {
        var body = request.Content is null ? null : await request.Content.ReadAsStringAsync(stop);
        _requests.Enqueue(new Recorded(
            request.Method.Method,
            request.RequestUri!.AbsolutePath,
            request.Content?.Headers.ContentType?.MediaType,
            request.Headers.ToDictionary(header => header.Key, header => string.Join(',', header.Value)),
            body));
        return await base.SendAsync(request, stop);
    }
}

internal sealed record Recorded(
    string Method, string Path, string? ContentType, IReadOnlyDictionary<string, string> Headers, string? Body);
