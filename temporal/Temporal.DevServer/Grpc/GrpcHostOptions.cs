using System.Net;
using Temporal.DevServer.Hosting;

namespace Temporal.DevServer.Grpc;

/// <summary>Limits and address of the gRPC endpoint. Defaults are a real server's, where it has one.</summary>
internal sealed record GrpcHostOptions
{
    /// <summary>Where to listen; port 0 picks a free one.</summary>
    public required IPEndPoint EndPoint { get; init; }

    /// <summary>Who may call; everybody, in the clear, by default. The host disposes it.</summary>
    public GrpcSecurity Security { get; init; } = new();

    /// <summary>Largest request message, in bytes, before and after decompression.</summary>
    public int RequestBytesMax { get; init; } = 4 * 1024 * 1024;

    /// <summary>How long a request whose headers have come may take to bring its body.</summary>
    public TimeSpan BodyArrivalMax { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Bytes of messages that have come in part, over all connections.</summary>
    public long UnfinishedBytesMax { get; init; } = 256L * 1024 * 1024;

    /// <summary>Bytes of answers whose callers do not read them, over all connections.</summary>
    public long UnreadBytesMax { get; init; } = 256L * 1024 * 1024;

    /// <summary>Bytes of one answer that may wait for its caller without being counted.</summary>
    public int AnswerBufferBytes { get; init; } = 16 * 1024;

    /// <summary>Connections; further ones are closed at once.</summary>
    public long ConnectionsMax { get; init; } = ConnectionLimit.PerPort;

    /// <summary>How long a new connection may take to say that it speaks HTTP/2.</summary>
    public TimeSpan PrefaceMax { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Calls in flight on one connection. A real server has no limit; this one bounds memory.</summary>
    public int StreamsPerConnectionMax { get; init; } = 10_000;

    /// <summary>How long a stop waits for calls in flight before it cuts them.</summary>
    public TimeSpan DrainMax { get; init; } = TimeSpan.FromSeconds(5);
}
