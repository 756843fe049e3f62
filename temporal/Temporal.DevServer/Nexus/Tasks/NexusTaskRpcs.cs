using Google.Protobuf;
using Temporal.DevServer.Frontend.Namespaces;
using Temporal.DevServer.Frontend.Workflows;
using Temporal.DevServer.Grpc;
using Temporal.DevServer.History;
using Temporal.DevServer.History.Engine;
using Temporal.DevServer.Matching;
using Temporal.DevServer.State;
using Temporalio.Api.Enums.V1;
using Temporalio.Api.Nexus.V1;
using Temporalio.Api.WorkflowService.V1;

namespace Temporal.DevServer.Nexus.Tasks;

/// <summary>Nexus tasks for workers: poll, and the two ways to answer.</summary>
internal sealed class NexusTaskRpcs(ExecutionEngine engine) : IRpcService
{
    /// <inheritdoc/>
    public void Register(RpcTableBuilder table)
    {
        table.Add<PollNexusTaskQueueRequest, PollNexusTaskQueueResponse>("PollNexusTaskQueue", PollAsync);
        table.Add<RespondNexusTaskCompletedRequest, RespondNexusTaskCompletedResponse>(
            "RespondNexusTaskCompleted", CompleteAsync);
        table.Add<RespondNexusTaskFailedRequest, RespondNexusTaskFailedResponse>("RespondNexusTaskFailed", FailAsync);
    }

    private async Task<PollNexusTaskQueueResponse> PollAsync(PollNexusTaskQueueRequest request, RpcContext context)
    {
        var ns = engine.Namespace(request.Namespace);
        Requests.CheckLength(request.Identity, Requests.IdentityTooLong);
        WorkerVersionRules.Check(request.WorkerVersionCapabilities?.BuildId, request.WorkerVersionCapabilities?.UseVersioning,
            request.DeploymentOptions, request.TaskQueue);
        Requests.Refuse(QueueNames.PollFault(request.TaskQueue));
        var until = engine.WallNow + Requests.TaskPollWait(context);
        var queue = engine.Queues.Get(
            Requests.PolledQueue(ns, request.TaskQueue, request.DeploymentOptions, QueueKind.Nexus));
        await Requests.NoteVersionAsync(
            engine, ns, request.DeploymentOptions, request.TaskQueue, TaskQueueType.Nexus).ConfigureAwait(false);
        using var gone = engine.Queues.Workers.Begin(
            request.WorkerInstanceKey, context.Cancelled, context.Stopping);
        var build = request.WorkerVersionCapabilities?.BuildId ?? request.DeploymentOptions?.BuildId ?? "";
        while (true)
        {
            var task = await queue.PollAsync(request.Identity, until - engine.WallNow, gone.Token, build)
                .ConfigureAwait(false);
            if (task is not NexusQueueTask nexus)
            {
                return new PollNexusTaskQueueResponse();
            }

            if (gone.IsCancellationRequested)
            {
                engine.Queues.PutBack(task);
                return new PollNexusTaskQueueResponse();
            }

            if (engine.Nexus.IsWaiting(nexus.Call))
            {
                return ResponseOf(nexus.Call);
            }
        }
    }

    private Task<RespondNexusTaskCompletedResponse> CompleteAsync(
        RespondNexusTaskCompletedRequest request, RpcContext context)
    {
        var call = CallOf(request.Namespace, request.TaskToken);
        call.Answer.TrySetResult(AnswerOf(request.Response));
        return Task.FromResult(new RespondNexusTaskCompletedResponse());
    }

    private Task<RespondNexusTaskFailedResponse> FailAsync(RespondNexusTaskFailedRequest request, RpcContext context)
    {
        var call = CallOf(request.Namespace, request.TaskToken);
        if (request.Failure is null && request.Error is null)
        {
            throw RpcErrors.InvalidArgument("request must contain error or failure");
        }

        if (request.Failure is { NexusHandlerFailureInfo: null })
        {
            throw RpcErrors.InvalidArgument("request Failure must contain NexusHandlerFailureInfo");
        }

        call.Answer.TrySetResult(
            request.Failure is { } failure ? NexusFailures.ToRefusal(failure) : NexusFailures.ToRefusal(request.Error));
        return Task.FromResult(new RespondNexusTaskFailedResponse());
    }

    private static NexusAnswer AnswerOf(Response? response)
    {
        switch (response?.VariantCase)
        {
            case Response.VariantOneofCase.CancelOperation:
                return new NexusAnswer.CancelNoted();
            case Response.VariantOneofCase.StartOperation:
                return AnswerOf(response.StartOperation);
            default:
                throw RpcErrors.InvalidArgument("Response is not set on request.");
        }
    }

    private static NexusAnswer AnswerOf(StartOperationResponse response) => response.VariantCase switch
    {
        StartOperationResponse.VariantOneofCase.SyncSuccess => Sized(
            response.SyncSuccess.Payload, response.SyncSuccess.Links),
        StartOperationResponse.VariantOneofCase.AsyncSuccess => Started(response.AsyncSuccess),
        StartOperationResponse.VariantOneofCase.Failure => NexusFailures.ToOutcome(response.Failure),
        StartOperationResponse.VariantOneofCase.OperationError => NexusFailures.ToOutcome(response.OperationError),
        _ => throw RpcErrors.InvalidArgument("empty start operation response"),
    };

    private static NexusAnswer Sized(Temporalio.Api.Common.V1.Payload? payload, IEnumerable<Link> links) =>
        payload is not null && payload.CalculateSize() > Limits.BlobBytesMax
            ? CallError("http: response body too large")
            : new NexusAnswer.Succeeded(payload, NexusLinks.ToLinks(links));

    private static NexusAnswer Started(StartOperationResponse.Types.Async started)
    {
        var token = started.OperationToken.Length > 0 ? started.OperationToken : started.OperationId;
        return token.Length > Limits.NexusTokenLengthMax
            ? CallError($"invalid operation token: length exceeds allowed limit ({token.Length}/{Limits.NexusTokenLengthMax})")
            : new NexusAnswer.Started(token, NexusLinks.ToLinks(started.Links));
    }

    /// <summary>An answer that would only come again.</summary>
    private static NexusAnswer.Refused CallError(string message) => NexusFailures.ToRefusal(new Temporalio.Api.Failure.V1.Failure
    {
        Message = message,
        ApplicationFailureInfo = new() { Type = "CallError", NonRetryable = true },
    });

    private static PollNexusTaskQueueResponse ResponseOf(NexusCall call) => new()
    {
        TaskToken = new NexusTaskToken { NamespaceId = call.NamespaceId, TaskId = call.Id }.ToByteString(),
        Request = call.Request,
    };

    private NexusCall CallOf(string nsName, ByteString bytes)
    {
        var ns = engine.Namespace(nsName);
        if (bytes.IsEmpty)
        {
            throw RpcErrors.InvalidArgument("Task token not set on request.");
        }

        var token = Parse(bytes);
        return token.NamespaceId == ns.Id
            ? engine.Nexus.Require(ns.Id, token.TaskId)
            : throw RpcErrors.InvalidArgument("Operation requested with a token from a different namespace.");
    }

    private static NexusTaskToken Parse(ByteString bytes)
    {
        try
        {
            return NexusTaskToken.Parser.ParseFrom(bytes);
        }
        catch (InvalidProtocolBufferException)
        {
            throw RpcErrors.InvalidArgument("Error deserializing task token.");
        }
    }
}
