using System.Buffers;
using System.IO.Pipelines;
using Google.Protobuf;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Http.Features;
using Temporalio.Api.Grpc;

namespace Temporal.DevServer.Grpc;

/// <summary>
/// One call, from HTTP/2 stream to status: check the headers, read one frame, run the handler, write one frame and the
/// status. Everything that goes wrong becomes a status; nothing escapes to Kestrel.
/// </summary>
internal sealed class GrpcApplication(
    Task<RpcTable> table, GrpcHostOptions options, ILogger log, CancellationToken stopping)
    : IHttpApplication<IFeatureCollection>
{
    private readonly UnfinishedMessages _unfinished = new(options.UnfinishedBytesMax);
    private readonly UnfinishedMessages _unread = new(options.UnreadBytesMax);

    /// <inheritdoc />
    public IFeatureCollection CreateContext(IFeatureCollection contextFeatures) => contextFeatures;

    /// <inheritdoc />
    public void DisposeContext(IFeatureCollection context, Exception? exception)
    {
    }

    /// <inheritdoc />
    public async Task ProcessRequestAsync(IFeatureCollection context)
    {
        var request = context.GetRequiredFeature<IHttpRequestFeature>();
        var response = new GrpcResponse(context);
        if (!GrpcRequestHead.IsGrpc(request, out var refusal))
        {
            response.RefuseHttp(refusal);
            return;
        }

        response.Begin(request.Headers.ContentType);
        try
        {
            var answer = await AnswerAsync(context, request).ConfigureAwait(false);
            response.Succeed(answer);
        }
        catch (RpcException e)
        {
            response.Fail(e.Code, e.Message, e.Detail);
        }
        catch (RpcStatusException e)
        {
            response.Fail((RpcCode)e.Code, e.Message, null);
        }
        catch (Exception e) when (e is OperationCanceledException || (e is IOException && IsGone(context)))
        {
            FailAbandoned(context, response);
        }
#pragma warning disable CA1031 // The last line of defence: an unforeseen fault is answered and logged, never lost.
        catch (Exception e)
#pragma warning restore CA1031
        {
            var reference = Random.Shared.Next().ToString("x8", null);
            Logs.CallFailed(log, request.Path, reference, e);
            response.Fail(RpcCode.Unknown, $"something went wrong, please retry ({reference})", null);
        }

        await RequireReaderAsync(context).ConfigureAwait(false);
    }

    /// <summary>Waits until the caller has read most of a large answer, and cuts off who leaves too much unread.</summary>
    private async ValueTask RequireReaderAsync(IFeatureCollection features)
    {
        var writer = features.GetRequiredFeature<IHttpResponseBodyFeature>().Writer;
        if (writer.UnflushedBytes < options.AnswerBufferBytes)
        {
            return;
        }

        using var answer = _unread.Enter(Timeout.InfiniteTimeSpan);
        answer.Grow(writer.UnflushedBytes);
        try
        {
            await writer.FlushAsync(answer.End).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            features.GetRequiredFeature<IHttpRequestLifetimeFeature>().Abort();
        }
    }

    /// <summary>True when the caller cancelled the call, or its connection broke.</summary>
    private static bool IsGone(IFeatureCollection features) =>
        features.GetRequiredFeature<IHttpRequestLifetimeFeature>().RequestAborted.IsCancellationRequested;

    private static void FailAbandoned(IFeatureCollection features, GrpcResponse response)
    {
        if (IsGone(features))
        {
            response.Fail(RpcCode.Cancelled, "context canceled", null);
        }
        else
        {
            response.Fail(RpcCode.DeadlineExceeded, "context deadline exceeded", null);
        }
    }

    private async ValueTask<IMessage> AnswerAsync(IFeatureCollection features, IHttpRequestFeature request)
    {
        var headers = request.Headers;
        options.Security.Authorize(headers);
        GrpcRequestHead.RequireDecoder(headers);
        var method = (await table.ConfigureAwait(false)).Find(request.Path);
        ClientVersionGate.Check(headers);
        using var context = new RpcContext(
            GrpcRequestHead.TimeoutOf(headers),
            features.GetRequiredFeature<IHttpRequestLifetimeFeature>().RequestAborted,
            stopping,
            name => headers.TryGetValue(name, out var value) ? value.ToString() : null);
        var reader = features.GetRequiredFeature<IRequestBodyPipeFeature>().Reader;
        var frame = await ReadFrameAsync(reader).ConfigureAwait(false);
        // The parser copies what it keeps, so the buffer goes back before the handler, which may wait for a minute.
        var call = Parse(method, frame, headers, reader);
        return await method.InvokeAsync(call, context).ConfigureAwait(false);
    }

    private IMessage Parse(RpcMethod method, Frame frame, IHeaderDictionary headers, PipeReader reader)
    {
        try
        {
            var encoding = headers.TryGetValue(GrpcNames.Encoding, out var value) ? value.ToString() : null;
            return method.Parse(frame.Payload, frame.Compressed, encoding, options.RequestBytesMax);
        }
        catch (Exception e) when (e is ArgumentException or InvalidOperationException)
        {
            // Invalid UTF-8 in a string field surfaces as one of these, depending on the buffer it lies in.
            throw new RpcException(RpcCode.Internal, $"grpc: error unmarshalling request: {e.Message}");
        }
        finally
        {
            reader.AdvanceTo(frame.End);
        }
    }

    private async ValueTask<Frame> ReadFrameAsync(PipeReader reader)
    {
        UnfinishedMessages.Message? body = null;
        try
        {
            while (true)
            {
                if (!reader.TryRead(out var result))
                {
                    body ??= _unfinished.Enter(options.BodyArrivalMax);
                    result = await reader.ReadAsync(body.End).ConfigureAwait(false);
                }

                var buffer = result.Buffer;
                if (GrpcFrame.TryRead(ref buffer, options.RequestBytesMax, out var compressed, out var payload))
                {
                    return RequireAlone(new Frame(compressed, payload, buffer.Start), buffer);
                }

                if (result.IsCompleted || result.IsCanceled)
                {
                    throw new RpcException(RpcCode.Internal, result.Buffer.IsEmpty
                        ? "grpc: the request has no message"
                        : "grpc: the request ends in the middle of a message");
                }

                body?.Grow(result.Buffer.Length);
                reader.AdvanceTo(buffer.Start, buffer.End);
            }
        }
        catch (OperationCanceledException) when (body is { IsShed: true })
        {
            throw new RpcException(RpcCode.ResourceExhausted,
                $"grpc: more than {options.UnfinishedBytesMax} bytes of unfinished messages; send a message as a whole");
        }
        catch (OperationCanceledException) when (body is { End.IsCancellationRequested: true })
        {
            throw new RpcException(RpcCode.DeadlineExceeded,
                $"grpc: the request's message did not arrive within {options.BodyArrivalMax.TotalSeconds:0} s");
        }
        finally
        {
            body?.Dispose();
        }
    }

    private static Frame RequireAlone(Frame frame, ReadOnlySequence<byte> rest) => rest.IsEmpty
        ? frame
        : throw new RpcException(RpcCode.Internal, "grpc: more bytes than one message in a unary call");

    private readonly record struct Frame(bool Compressed, ReadOnlySequence<byte> Payload, SequencePosition End);
}
