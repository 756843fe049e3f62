using Microsoft.Extensions.Logging;
using NexusRpc;
using NexusRpc.Handlers;
using Temporalio.Api.Common.V1;
using Temporalio.Api.Nexus.V1;
using Temporalio.Api.WorkflowService.V1;
using Temporalio.Common;
using Temporalio.Nexus;

namespace Temporalio.Worker.Nexus;

/// <summary>One call of a handler, from its task to the report of its outcome.</summary>
internal sealed class NexusCall(NexusWorkerSettings settings, NexusTaskService service)
{
    private readonly Handler _handler = new(
        [.. settings.Services],
        new NexusPayloads(settings.DataConverter),
        settings.Interceptors.Count == 0 ? [] : [new NexusInterceptorChain(settings.Interceptors)]);

    private readonly NexusErrors _errors = new(settings.DataConverter);

    public static string ServiceOf(PollNexusTaskQueueResponse task) =>
        task.Request.StartOperation?.Service ?? task.Request.CancelOperation?.Service ?? string.Empty;

    public static string OperationOf(PollNexusTaskQueueResponse task) =>
        task.Request.StartOperation?.Operation ?? task.Request.CancelOperation?.Operation ?? string.Empty;

    /// <summary>Runs it; never throws.</summary>
    public async Task RunAsync(PollNexusTaskQueueResponse task, CancellationToken workerStops)
    {
        var log = settings.LoggerFactory.CreateLogger($"Temporalio.Nexus:{OperationOf(task)}");
        using var cancel = CancellationTokenSource.CreateLinkedTokenSource(workerStops);
        var deadline = NexusDeadlines.Of(task.Request);
        if (deadline - DateTime.UtcNow is { } left)
        {
            cancel.CancelAfter(left > TimeSpan.Zero ? left : TimeSpan.Zero);
        }
        NexusOperationExecutionContext.SetCurrent(ContextOf(task, log));
        try
        {
            await AnswerAsync(task, deadline, cancel.Token, log).ConfigureAwait(false);
        }
        catch (Exception e)
        {
            Logs.NotReported(log, e, ServiceOf(task), OperationOf(task));
        }
        finally
        {
            NexusOperationExecutionContext.SetCurrent(null);
        }
    }

    private async Task AnswerAsync(
        PollNexusTaskQueueResponse task, DateTime? deadline, CancellationToken cancel, ILogger log)
    {
        Response response;
        try
        {
            response = task.Request.VariantCase == Request.VariantOneofCase.CancelOperation
                ? await CancelAsync(task.Request, deadline, cancel).ConfigureAwait(false)
                : await StartAsync(task.Request, deadline, cancel).ConfigureAwait(false);
        }
        catch (Exception e)
        {
            Logs.CallFailed(log, e, ServiceOf(task), OperationOf(task));
            await service.FailAsync(await _errors.ToRequestAsync(task, settings, e).ConfigureAwait(false))
                .ConfigureAwait(false);
            return;
        }
        await service.CompleteAsync(new()
        {
            Namespace = settings.Namespace,
            Identity = settings.Identity,
            TaskToken = task.TaskToken,
            Response = response,
        }).ConfigureAwait(false);
    }

    private async Task<Response> StartAsync(Request request, DateTime? deadline, CancellationToken cancel)
    {
        var start = request.StartOperation;
        var context = new OperationStartContext(start.Service, start.Operation, cancel, start.RequestId)
        {
            Headers = HeadersOf(request.Header),
            RequestDeadline = deadline,
            CallbackUrl = start.Callback.Length == 0 ? null : start.Callback,
            CallbackHeaders = HeadersOf(start.CallbackHeader),
            InboundLinks = [.. start.Links.Select(LinkOf)],
        };
        NexusOperationExecutionContext.Current.Start = context;
        try
        {
            var result = await _handler.StartOperationAsync(
                context, NexusPayloads.ToContent(start.Payload)).ConfigureAwait(false);
            return new() { StartOperation = ResponseOf(result, context) };
        }
        catch (OperationException e)
        {
            return new() { StartOperation = await _errors.ToResponseAsync(request, e).ConfigureAwait(false) };
        }
    }

    private async Task<Response> CancelAsync(Request request, DateTime? deadline, CancellationToken cancel)
    {
        var asked = request.CancelOperation;
        await _handler.CancelOperationAsync(
            new OperationCancelContext(asked.Service, asked.Operation, cancel, asked.OperationToken)
            {
                Headers = HeadersOf(request.Header),
                RequestDeadline = deadline,
            }).ConfigureAwait(false);
        return new() { CancelOperation = new() };
    }

    private static StartOperationResponse ResponseOf(
        OperationStartResult<HandlerContent> result, OperationStartContext context)
    {
        var links = context.OutboundLinks.Select(
            link => new Api.Nexus.V1.Link { Url = link.Uri.OriginalString, Type = link.Type });
#pragma warning disable CS0612 // Servers before 2025 read the token there.
        return result.IsSync
            ? new() { SyncSuccess = new() { Payload = NexusPayloads.ToPayload(result.SyncResultValue!), Links = { links } } }
            : new()
            {
                AsyncSuccess = new()
                {
                    OperationToken = result.AsyncOperationToken,
                    OperationId = result.AsyncOperationToken,
                    Links = { links },
                },
            };
#pragma warning restore CS0612
    }

    private static NexusLink LinkOf(Api.Nexus.V1.Link link) =>
        Uri.TryCreate(link.Url, UriKind.Absolute, out var uri)
            ? new(uri, link.Type)
            : throw new HandlerException(HandlerErrorType.BadRequest, $"Invalid link URL: {link.Url}");

    private static Dictionary<string, string> HeadersOf(IEnumerable<KeyValuePair<string, string>> headers)
    {
        var result = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var (name, value) in headers)
        {
            result[name] = value;
        }
        return result;
    }

    private NexusOperationExecutionContext ContextOf(PollNexusTaskQueueResponse task, ILogger log) => new(
        new(settings.Namespace, settings.TaskQueue, task.Request.Endpoint),
        log,
        new Lazy<MetricMeter>(() => settings.Metrics.Meter.WithTags(
        [
            new("nexus_service", ServiceOf(task)),
            new("nexus_operation", OperationOf(task)),
            new("task_queue", settings.TaskQueue),
        ])),
        settings.Client());
}
