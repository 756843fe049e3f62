using Temporalio.Api.Enums.V1;
using Temporalio.Api.Failure.V1;
using Temporalio.Api.History.V1;
using Temporalio.Converters;
using Temporalio.Exceptions;

namespace Temporalio.Client;

/// <summary>
/// Waits for the result of a workflow: long-polls for the closing event of a run, and of the run after it where there
/// is one (retry, cron, continue-as-new) and runs are followed.
/// </summary>
internal sealed class WorkflowResultWait
{
    private readonly ITemporalClient _client;
    private readonly string _workflowId;
    private readonly bool _followRuns;
    private readonly RpcOptions? _rpc;
    private readonly DataConverter _converter;

    public WorkflowResultWait(ITemporalClient client, string workflowId, bool followRuns, RpcOptions? rpc)
    {
        _client = client;
        _workflowId = workflowId;
        _followRuns = followRuns;
        _rpc = rpc;
        _converter = client.Options.DataConverter.WithSerializationContext(
            new ISerializationContext.Workflow(client.Options.Namespace, workflowId));
    }

    public async Task<TResult> RunAsync<TResult>(string? runId)
    {
        while (true)
        {
            var close = await WaitForCloseAsync(runId).ConfigureAwait(false);
            if (NextRunId(close) is { Length: > 0 } nextRunId)
            {
                if (_followRuns)
                {
                    runId = nextRunId;
                    continue;
                }
                if (close.EventType == EventType.WorkflowExecutionContinuedAsNew)
                {
                    throw new WorkflowContinuedAsNewException(nextRunId);
                }
            }
            return close.EventType == EventType.WorkflowExecutionCompleted
                ? await ClientPayloads.ReadResultAsync<TResult>(
                    _converter, close.WorkflowExecutionCompletedEventAttributes.Result).ConfigureAwait(false)
                : throw new WorkflowFailedException(await ToExceptionAsync(close).ConfigureAwait(false));
        }
    }

    private static string? NextRunId(HistoryEvent close) => close.EventType switch
    {
        EventType.WorkflowExecutionCompleted => close.WorkflowExecutionCompletedEventAttributes.NewExecutionRunId,
        EventType.WorkflowExecutionFailed => close.WorkflowExecutionFailedEventAttributes.NewExecutionRunId,
        EventType.WorkflowExecutionTimedOut => close.WorkflowExecutionTimedOutEventAttributes.NewExecutionRunId,
        EventType.WorkflowExecutionContinuedAsNew =>
            close.WorkflowExecutionContinuedAsNewEventAttributes.NewExecutionRunId,
        _ => null,
    };

    private async Task<HistoryEvent> WaitForCloseAsync(string? runId)
    {
        byte[]? token = null;
        while (true)
        {
            var page = await _client.OutboundInterceptor.FetchWorkflowHistoryEventPageAsync(
                new(
                    _workflowId,
                    runId,
                    PageSize: 0,
                    token,
                    WaitNewEvent: true,
                    HistoryEventFilterType.CloseEvent,
                    SkipArchival: true,
                    _rpc)).ConfigureAwait(false);
            if (page.Events.Count > 0)
            {
                return page.Events.Last();
            }
            // Without a token the wait starts over.
            token = page.NextPageToken;
        }
    }

    private async Task<Exception> ToExceptionAsync(HistoryEvent close)
    {
        switch (close.EventType)
        {
            case EventType.WorkflowExecutionFailed:
                return await _converter.ToExceptionAsync(close.WorkflowExecutionFailedEventAttributes.Failure)
                    .ConfigureAwait(false);
            case EventType.WorkflowExecutionCanceled:
                return await _converter.ToExceptionAsync(new()
                {
                    Message = "Workflow canceled",
                    CanceledFailureInfo = new()
                    {
                        Details = close.WorkflowExecutionCanceledEventAttributes.Details,
                    },
                }).ConfigureAwait(false);
            case EventType.WorkflowExecutionTerminated:
                return await TerminatedAsync(close.WorkflowExecutionTerminatedEventAttributes).ConfigureAwait(false);
            case EventType.WorkflowExecutionTimedOut:
                return new TimeoutFailureException(
                    new()
                    {
                        Message = "Workflow timed out",
                        TimeoutFailureInfo = new() { TimeoutType = TimeoutType.StartToClose },
                    },
                    inner: null,
                    _converter.PayloadConverter);
            default:
                return new InvalidOperationException(
                    $"Workflow {_workflowId} closed with an event of unexpected type {close.EventType}");
        }
    }

    private async Task<Exception> TerminatedAsync(WorkflowExecutionTerminatedEventAttributes terminated)
    {
        InboundFailureDetails? details = null;
        if (terminated.Details is { Payloads_.Count: > 0 } payloads)
        {
            details = new(
                _converter.PayloadConverter,
                _converter.PayloadCodec is { } codec
                    ? await codec.DecodeAsync(payloads.Payloads_).ConfigureAwait(false)
                    : payloads.Payloads_);
        }
        return new TerminatedFailureException(
            new Failure
            {
                Message = terminated.Reason.Length > 0 ? terminated.Reason : "Workflow terminated",
                TerminatedFailureInfo = new(),
            },
            inner: null,
            details);
    }
}
