using System.Diagnostics;
using Google.Protobuf;
using Temporalio.Api.WorkflowService.V1;
using Temporalio.Exceptions;

namespace Temporalio.Client.Rpc;

/// <summary>Calls with what a connection adds to them: metadata, times and retries.</summary>
internal sealed class RpcInvoker(RpcChannel channel, TemporalConnectionOptions options)
{
    private static readonly TimeSpan CallTimeout = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan LongPollTimeout = TimeSpan.FromSeconds(70);

    private readonly RpcRetryPolicy _retryPolicy = RpcRetryPolicy.From(options.RpcRetry);
    private readonly RpcMetrics _metrics = RpcMetrics.For(options);
    private RpcMetadata _metadata = RpcMetadata.From(options);

    public RpcMetadata Metadata => Volatile.Read(ref _metadata);

    public void UpdateMetadata(Func<RpcMetadata, RpcMetadata> change)
    {
        while (true)
        {
            var current = Metadata;
            if (Interlocked.CompareExchange(ref _metadata, change(current), current) == current)
            {
                return;
            }
        }
    }

    public Task<T> InvokeAsync<T>(
        string service, string method, IMessage request, MessageParser<T> parser, RpcOptions? options)
        where T : IMessage<T> =>
        options?.Retry == true
            ? InvokeWithRetryAsync(service, method, request, parser, options)
            : InvokeOnceAsync(service, method, request, parser, options);

    private async Task<T> InvokeWithRetryAsync<T>(
        string service, string method, IMessage request, MessageParser<T> parser, RpcOptions options)
        where T : IMessage<T>
    {
        var began = Stopwatch.GetTimestamp();
        for (var retries = 0; ; retries++)
        {
            TimeSpan delay;
            try
            {
                return await InvokeOnceAsync(service, method, request, parser, options).ConfigureAwait(false);
            }
            catch (RpcException e)
            {
                if (_retryPolicy.NextDelay(e, retries, Stopwatch.GetElapsedTime(began)) is not { } next)
                {
                    throw;
                }
                delay = next;
            }
            await Task.Delay(delay, options.CancellationToken ?? CancellationToken.None).ConfigureAwait(false);
        }
    }

    private async Task<T> InvokeOnceAsync<T>(
        string service, string method, IMessage request, MessageParser<T> parser, RpcOptions? options)
        where T : IMessage<T>
    {
        var isPoll = request is PollWorkflowTaskQueueRequest or PollActivityTaskQueueRequest;
        var isLong = isPoll || IsLongPoll(request);
        var timeout = options?.Timeout ?? (isLong ? LongPollTimeout : CallTimeout);
        var began = Stopwatch.GetTimestamp();
        try
        {
            var response = await channel.InvokeAsync(
                service, method, request, parser, Metadata, options, timeout, isPoll).ConfigureAwait(false);
            _metrics.Succeeded(method, isLong, began);
            return response;
        }
        catch (RpcException e)
        {
            _metrics.Failed(method, isLong, began, e.Code);
            throw;
        }
    }

    private static bool IsLongPoll(IMessage request) => request
        is GetWorkflowExecutionHistoryRequest { WaitNewEvent: true }
        or PollWorkflowExecutionUpdateRequest
        or UpdateWorkflowExecutionRequest
        or ExecuteMultiOperationRequest;
}
