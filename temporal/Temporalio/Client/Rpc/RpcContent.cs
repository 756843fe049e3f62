using System.Net;
using System.Net.Http.Headers;
using Google.Protobuf;
using Temporalio.Api.Grpc;

namespace Temporalio.Client.Rpc;

/// <summary>
/// The body of a request: one frame in a pooled buffer. The handler may still be writing when the call is over
/// (cancelled, or answered early), and may write again on another connection; so writers and the owner each hold a
/// reference, and the buffer goes back to the pool with the last of them.
/// </summary>
internal sealed class RpcContent : HttpContent
{
    private static readonly MediaTypeHeaderValue MediaType = new(GrpcNames.ContentType);

    /// <summary>Size from which compression saves more than it costs.</summary>
    private const int CompressedFromBytes = 16 * 1024;

    private readonly PooledBuffer _frame;
    private int _references = 1;
    private int _ownerGone;

    public RpcContent(IMessage message, bool gzip)
    {
        var size = message.CalculateSize();
        IsCompressed = gzip && size >= CompressedFromBytes;
        _frame = new PooledBuffer(GrpcFrame.HeaderSize + size);
        _ = IsCompressed ? GrpcFrame.WriteGzip(_frame, message) : GrpcFrame.Write(_frame, message);
        Headers.ContentType = MediaType;
    }

    public int Length => _frame.Length;

    public bool IsCompressed { get; }

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
        SerializeToStreamAsync(stream, context, CancellationToken.None);

    protected override async Task SerializeToStreamAsync(
        Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        AddReference();
        try
        {
            await stream.WriteAsync(_frame.WrittenMemory, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            Release();
        }
    }

    // No content length, as every gRPC client.
    protected override bool TryComputeLength(out long length)
    {
        length = 0;
        return false;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing && Interlocked.Exchange(ref _ownerGone, 1) == 0)
        {
            Release();
        }
        base.Dispose(disposing);
    }

    private void AddReference()
    {
        var references = Volatile.Read(ref _references);
        while (true)
        {
            ObjectDisposedException.ThrowIf(references == 0, this);
            var seen = Interlocked.CompareExchange(ref _references, references + 1, references);
            if (seen == references)
            {
                return;
            }
            references = seen;
        }
    }

    private void Release()
    {
        if (Interlocked.Decrement(ref _references) == 0)
        {
            _frame.Dispose();
        }
    }
}
