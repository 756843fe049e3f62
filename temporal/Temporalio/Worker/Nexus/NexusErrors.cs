using Google.Protobuf;
using NexusRpc;
using NexusRpc.Handlers;
using Temporalio.Api.Enums.V1;
using Temporalio.Api.Nexus.V1;
using Temporalio.Api.WorkflowService.V1;
using Temporalio.Converters;
using Temporalio.Exceptions;
using ProtoFailure = Temporalio.Api.Failure.V1.Failure;

namespace Temporalio.Worker.Nexus;

/// <summary>
/// What exceptions of handlers mean to the server: that the operation failed, or that the call did and may be made again.
/// Servers that do not understand Temporal's own failures get them inside those of the Nexus protocol.
/// </summary>
internal sealed class NexusErrors(DataConverter converter)
{
    /// <summary>The operation failed, or was cancelled by its handler.</summary>
    public async Task<StartOperationResponse> ToResponseAsync(Request request, OperationException e)
    {
        var failure = await converter.ToFailureAsync(e).ConfigureAwait(false);
        if (request.Capabilities?.TemporalFailureResponses == true)
        {
            return new() { Failure = failure };
        }
#pragma warning disable CS0612 // What older servers read.
        return new()
        {
            OperationError = new()
            {
                OperationState = e.State == OperationState.Canceled ? "canceled" : "failed",
                Failure = ToNexus(failure),
            },
        };
#pragma warning restore CS0612
    }

    /// <summary>The call failed.</summary>
    public async Task<RespondNexusTaskFailedRequest> ToRequestAsync(
        PollNexusTaskQueueResponse task, NexusWorkerSettings settings, Exception e)
    {
        var error = ToHandlerException(e);
        var failure = await converter.ToFailureAsync(error).ConfigureAwait(false);
        var request = new RespondNexusTaskFailedRequest
        {
            Namespace = settings.Namespace,
            Identity = settings.Identity,
            TaskToken = task.TaskToken,
        };
        if (task.Request.Capabilities?.TemporalFailureResponses == true)
        {
            request.Failure = failure;
            return request;
        }
#pragma warning disable CS0612 // What older servers read.
        request.Error = new()
        {
            ErrorType = error.RawErrorType,
            RetryBehavior = (NexusHandlerErrorRetryBehavior)(int)error.ErrorRetryBehavior,
            Failure = ToNexus(failure),
        };
#pragma warning restore CS0612
        return request;
    }

    /// <summary>Whether trying again may help depends on what failed; of the unknown it is assumed that it may.</summary>
    private static HandlerException ToHandlerException(Exception e) => e switch
    {
        HandlerException handler => handler,
        WorkflowFailedException => new(HandlerErrorType.BadRequest, "Workflow failed", e),
        ApplicationFailureException { NonRetryable: true } => new(
            HandlerErrorType.Internal,
            "Handler failed with non-retryable application error",
            e,
            HandlerErrorRetryBehavior.NonRetryable),
        WorkflowAlreadyStartedException => new(
            HandlerErrorType.Internal,
            "Handler failed because workflow already exists",
            new ApplicationFailureException(e.Message, errorType: nameof(WorkflowAlreadyStartedException)),
            HandlerErrorRetryBehavior.NonRetryable),
        RpcException rpc => new(
            TypeOf(rpc.Code),
            "Handler failed with RPC error",
            e,
            IsFinal(rpc.Code) ? HandlerErrorRetryBehavior.NonRetryable : HandlerErrorRetryBehavior.Unspecified),
        _ => new(HandlerErrorType.Internal, "Internal handler error", e),
    };

    private static HandlerErrorType TypeOf(RpcException.StatusCode code) => code switch
    {
        RpcException.StatusCode.InvalidArgument => HandlerErrorType.BadRequest,
        RpcException.StatusCode.NotFound => HandlerErrorType.NotFound,
        RpcException.StatusCode.ResourceExhausted => HandlerErrorType.ResourceExhausted,
        RpcException.StatusCode.Unimplemented => HandlerErrorType.NotImplemented,
        RpcException.StatusCode.DeadlineExceeded => HandlerErrorType.UpstreamTimeout,
        _ => HandlerErrorType.Internal,
    };

    private static bool IsFinal(RpcException.StatusCode code) => code
        is RpcException.StatusCode.InvalidArgument
        or RpcException.StatusCode.AlreadyExists
        or RpcException.StatusCode.FailedPrecondition
        or RpcException.StatusCode.OutOfRange;

    private static Failure ToNexus(ProtoFailure failure)
    {
        var details = failure.Clone();
        details.Message = string.Empty;
        return new()
        {
            Message = failure.Message,
            Metadata = { ["type"] = ProtoFailure.Descriptor.FullName },
            Details = ByteString.CopyFromUtf8(JsonFormatter.Default.Format(details)),
        };
    }
}
