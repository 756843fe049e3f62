using System.Buffers;
using Google.Protobuf;

namespace Temporalio.Api.Grpc;

/// <summary>Reads the one message of a unary call from a plain stream, with a pooled buffer.</summary>
public static class GrpcMessageStream
{
    private const int FirstRead = 4096;

    /// <summary>Reads one frame and then to the end of the stream (so that trailers are there).</summary>
    /// <typeparam name="T">Message type.</typeparam>
    /// <param name="stream">Body of an answer or request.</param>
    /// <param name="parser">Parser of the message type.</param>
    /// <param name="encoding">Value of <c>grpc-encoding</c>; null means identity.</param>
    /// <param name="maxMessageSize">Largest message accepted, in bytes.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    /// <returns>The message, or null when the body is empty.</returns>
    /// <exception cref="RpcStatusException">
    /// Too large, unreadable, cut short, or followed by a second message.
    /// </exception>
    public static async ValueTask<T?> ReadSingleAsync<T>(
        Stream stream, MessageParser<T> parser, string? encoding, int maxMessageSize,
        CancellationToken cancellationToken)
        where T : IMessage<T>
    {
        using var buffer = new PooledBuffer(FirstRead);
        if (!await FillAsync(stream, buffer, GrpcFrame.HeaderSize, cancellationToken).ConfigureAwait(false))
        {
            return buffer.Length == 0 ? default : throw CutShort(buffer.Length, GrpcFrame.HeaderSize);
        }
        GrpcFrame.ReadHeader(buffer.WrittenSpan, maxMessageSize, out var compressed, out var length);
        var total = GrpcFrame.HeaderSize + length;
        if (!await FillAsync(stream, buffer, total, cancellationToken).ConfigureAwait(false))
        {
            throw CutShort(buffer.Length, total);
        }
        if (buffer.Length > total
            || await stream.ReadAsync(buffer.GetMemory(), cancellationToken).ConfigureAwait(false) > 0)
        {
            throw new RpcStatusException(StatusCode.Internal, "grpc: more than one message in a unary call");
        }
        var payload = new ReadOnlySequence<byte>(buffer.WrittenMemory[GrpcFrame.HeaderSize..]);
        return GrpcFrame.Parse(payload, compressed, encoding, maxMessageSize, parser);
    }

    private static async ValueTask<bool> FillAsync(
        Stream stream, PooledBuffer buffer, int length, CancellationToken cancellationToken)
    {
        while (buffer.Length < length)
        {
            var space = buffer.GetMemory(length - buffer.Length);
            var read = await stream.ReadAsync(space, cancellationToken).ConfigureAwait(false);
            if (read == 0)
            {
                return false;
            }
            buffer.Advance(read);
        }
        return true;
    }

    private static RpcStatusException CutShort(int received, int expected) =>
        new(StatusCode.Internal, $"grpc: message ended after {received} of {expected} bytes");
}
