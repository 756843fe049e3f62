using System.Buffers;
using System.Buffers.Binary;
using Google.Protobuf;

namespace Temporalio.Api.Grpc;

/// <summary>
/// The gRPC message frame: one byte "compressed", four bytes big-endian length, then the message. Writing goes straight
/// into the target buffer; reading never copies a message that lies in one piece.
/// </summary>
public static class GrpcFrame
{
    /// <summary>Bytes before the message.</summary>
    public const int HeaderSize = 5;

    /// <summary>Writes a message uncompressed, with its frame header.</summary>
    /// <param name="writer">Target; for Kestrel the response's body writer.</param>
    /// <param name="message">Message to write.</param>
    /// <returns>Bytes written, header included.</returns>
    public static int Write(IBufferWriter<byte> writer, IMessage message)
    {
        var size = message.CalculateSize();
        var header = writer.GetSpan(HeaderSize);
        WriteHeader(header, compressed: false, size);
        writer.Advance(HeaderSize);
        if (size > 0)
        {
            message.WriteTo(writer);
        }
        return HeaderSize + size;
    }

    /// <summary>Writes a message gzip-compressed, with its frame header.</summary>
    /// <param name="writer">Target.</param>
    /// <param name="message">Message to write.</param>
    /// <returns>Bytes written, header included.</returns>
    public static int WriteGzip(IBufferWriter<byte> writer, IMessage message)
    {
        using var compressed = GrpcGzip.Compress(message);
        var size = compressed.Length;
        var span = writer.GetSpan(HeaderSize + size);
        WriteHeader(span, compressed: true, size);
        compressed.WrittenSpan.CopyTo(span[HeaderSize..]);
        writer.Advance(HeaderSize + size);
        return HeaderSize + size;
    }

    /// <summary>Takes one whole frame off the front of a buffer, when it is there.</summary>
    /// <param name="buffer">Bytes received; on success without the frame.</param>
    /// <param name="maxMessageSize">Largest message accepted, in bytes.</param>
    /// <param name="compressed">Whether the message is compressed.</param>
    /// <param name="payload">The message, still compressed if so marked; valid as long as the buffer.</param>
    /// <returns>False when more bytes are needed.</returns>
    /// <exception cref="RpcStatusException">The announced message is too large, or the flag is not 0 or 1.</exception>
    public static bool TryRead(
        ref ReadOnlySequence<byte> buffer, int maxMessageSize, out bool compressed, out ReadOnlySequence<byte> payload)
    {
        payload = default;
        if (!TryReadHeader(buffer, maxMessageSize, out compressed, out var length)
            || buffer.Length < HeaderSize + (long)length)
        {
            return false;
        }
        payload = buffer.Slice(HeaderSize, length);
        buffer = buffer.Slice(payload.End);
        return true;
    }

    /// <summary>Reads a frame header, when it is there.</summary>
    /// <param name="buffer">Bytes received.</param>
    /// <param name="maxMessageSize">Largest message accepted, in bytes.</param>
    /// <param name="compressed">Whether the message is compressed.</param>
    /// <param name="length">Length of the message, in bytes, without the header.</param>
    /// <returns>False when more bytes are needed.</returns>
    /// <exception cref="RpcStatusException">The announced message is too large, or the flag is not 0 or 1.</exception>
    public static bool TryReadHeader(
        in ReadOnlySequence<byte> buffer, int maxMessageSize, out bool compressed, out int length)
    {
        Span<byte> header = stackalloc byte[HeaderSize];
        if (buffer.Length < HeaderSize)
        {
            compressed = false;
            length = 0;
            return false;
        }
        buffer.Slice(0, HeaderSize).CopyTo(header);
        ReadHeader(header, maxMessageSize, out compressed, out length);
        return true;
    }

    /// <summary>Reads a frame header.</summary>
    /// <param name="header">At least <see cref="HeaderSize"/> bytes.</param>
    /// <param name="maxMessageSize">Largest message accepted, in bytes.</param>
    /// <param name="compressed">Whether the message is compressed.</param>
    /// <param name="length">Length of the message, in bytes, without the header.</param>
    /// <exception cref="RpcStatusException">The announced message is too large, or the flag is not 0 or 1.</exception>
    public static void ReadHeader(
        ReadOnlySpan<byte> header, int maxMessageSize, out bool compressed, out int length)
    {
        if (header[0] > 1)
        {
            throw new RpcStatusException(
                StatusCode.Internal, $"grpc: received message with unexpected compressed flag {header[0]}");
        }
        var announced = BinaryPrimitives.ReadUInt32BigEndian(header[1..]);
        if (announced > (uint)maxMessageSize)
        {
            throw new RpcStatusException(
                StatusCode.ResourceExhausted,
                $"grpc: received message larger than max ({announced} vs. {maxMessageSize})");
        }
        compressed = header[0] == 1;
        length = (int)announced;
    }

    /// <summary>Parses the payload of a frame, decompressing it first when needed.</summary>
    /// <typeparam name="T">Message type.</typeparam>
    /// <param name="payload">Payload of the frame.</param>
    /// <param name="compressed">Flag of the frame.</param>
    /// <param name="encoding">Value of <c>grpc-encoding</c>; null means identity.</param>
    /// <param name="maxMessageSize">Largest message accepted after decompression, in bytes.</param>
    /// <param name="parser">Parser of the message type.</param>
    /// <param name="strict">Refuse strings that are no UTF-8, as a server does.</param>
    /// <returns>The message; it holds no part of the payload's memory.</returns>
    /// <exception cref="RpcStatusException">Unknown compression, message too large, or unreadable bytes.</exception>
    public static T Parse<T>(
        in ReadOnlySequence<byte> payload, bool compressed, string? encoding, int maxMessageSize,
        MessageParser<T> parser, bool strict = false)
        where T : IMessage<T>
    {
        if (!compressed)
        {
            return ParseMessage(payload, parser, strict);
        }
        if (!string.Equals(encoding, GrpcNames.Gzip, StringComparison.OrdinalIgnoreCase))
        {
            throw new RpcStatusException(
                encoding is null or GrpcNames.Identity ? StatusCode.Internal : StatusCode.Unimplemented,
                $"grpc: Decompressor is not installed for grpc-encoding \"{encoding}\"");
        }
        using var plain = GrpcGzip.Decompress(payload, maxMessageSize);
        return ParseMessage(new ReadOnlySequence<byte>(plain.WrittenMemory), parser, strict);
    }

    internal static void WriteHeader(Span<byte> header, bool compressed, int length)
    {
        header[0] = compressed ? (byte)1 : (byte)0;
        BinaryPrimitives.WriteUInt32BigEndian(header[1..], (uint)length);
    }

    private static bool HasValidText(IMessage message, in ReadOnlySequence<byte> payload)
    {
        var bytes = payload.IsSingleSegment ? payload.FirstSpan : payload.ToArray();
        // What is ASCII throughout needs no look at its fields, nor their descriptors, which are slow to build.
        return System.Text.Ascii.IsValid(bytes) || TextFields.AreUtf8(message.Descriptor, bytes);
    }

    private static T ParseMessage<T>(in ReadOnlySequence<byte> payload, MessageParser<T> parser, bool strict)
        where T : IMessage<T>
    {
        try
        {
            var message = payload.IsSingleSegment ? parser.ParseFrom(payload.FirstSpan) : parser.ParseFrom(payload);
            if (strict && !HasValidText(message, payload))
            {
                throw new RpcStatusException(
                    StatusCode.Internal, "grpc: error unmarshalling request: string field contains invalid UTF-8");
            }
            return message;
        }
        catch (InvalidProtocolBufferException e)
        {
            throw new RpcStatusException(
                StatusCode.Internal, $"grpc: error unmarshalling request: {e.Message}", details: null, e);
        }
    }
}
