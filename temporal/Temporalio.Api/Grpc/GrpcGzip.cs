using System.Buffers;
using System.IO.Compression;
using Google.Protobuf;

namespace Temporalio.Api.Grpc;

/// <summary>Gzip of message payloads, into pooled buffers and with a bound on the size after decompression.</summary>
public static class GrpcGzip
{
    private const int ChunkSize = 16 * 1024;

    /// <summary>Compresses a message.</summary>
    /// <param name="message">Message.</param>
    /// <returns>The compressed bytes; the caller disposes them.</returns>
    public static PooledBuffer Compress(IMessage message)
    {
        var target = new PooledBuffer(Math.Max(128, message.CalculateSize() / 2));
        try
        {
            using (var gzip = new GZipStream(new BufferWriterStream(target), CompressionLevel.Fastest))
            {
                message.WriteTo(gzip);
            }
            return target;
        }
        catch
        {
            target.Dispose();
            throw;
        }
    }

    /// <summary>Decompresses a payload.</summary>
    /// <param name="payload">Gzip bytes.</param>
    /// <param name="maxMessageSize">Largest size after decompression, in bytes.</param>
    /// <returns>The plain bytes; the caller disposes them.</returns>
    /// <exception cref="RpcStatusException">Not gzip, or too large.</exception>
    public static PooledBuffer Decompress(in ReadOnlySequence<byte> payload, int maxMessageSize)
    {
        var target = new PooledBuffer((int)Math.Min(Math.Max(payload.Length * 3, 256), maxMessageSize));
        try
        {
            using var gzip = new GZipStream(new SequenceStream(payload), CompressionMode.Decompress);
            while (gzip.Read(target.GetSpan(ChunkSize)) is var read && read > 0)
            {
                target.Advance(read);
                if (target.Length > maxMessageSize)
                {
                    throw new RpcStatusException(
                        StatusCode.ResourceExhausted,
                        $"grpc: message after decompression larger than max {maxMessageSize}");
                }
            }
            return target;
        }
        catch (InvalidDataException e)
        {
            target.Dispose();
            throw new RpcStatusException(
                StatusCode.Internal, $"grpc: failed to decompress the received message: {e.Message}", null, e);
        }
        catch
        {
            target.Dispose();
            throw;
        }
    }

    private sealed class BufferWriterStream(PooledBuffer target) : Stream
    {
        public override bool CanRead => false;

        public override bool CanSeek => false;

        public override bool CanWrite => true;

        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }

        public override void Flush()
        {
        }

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

        public override void Write(ReadOnlySpan<byte> buffer) => target.Write(buffer);
    }

    private sealed class SequenceStream(ReadOnlySequence<byte> source) : Stream
    {
        private ReadOnlySequence<byte> _rest = source;

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }

        public override void Flush()
        {
        }

        public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

        public override int Read(Span<byte> buffer)
        {
            var count = (int)Math.Min(buffer.Length, _rest.Length);
            _rest.Slice(0, count).CopyTo(buffer);
            _rest = _rest.Slice(count);
            return count;
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
