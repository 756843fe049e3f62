using NexusRpc;
using NexusRpc.Handlers;
using Temporalio.Api.Enums.V1;
using Temporalio.Api.Failure.V1;

namespace Temporalio.Converters;

/// <summary>The exceptions of Nexus handlers as failures, and back.</summary>
internal static class NexusHandlerFailures
{
    public static Exception ToException(Failure failure, Exception? inner)
    {
        var info = failure.NexusHandlerFailureInfo;
        return new HandlerException(
            info.Type,
            failure.Message,
            inner,
            (HandlerErrorRetryBehavior)(int)info.RetryBehavior,
            string.IsNullOrEmpty(failure.StackTrace) ? null : failure.StackTrace);
    }

    public static void SetInfo(Failure failure, Exception exception)
    {
        switch (exception)
        {
            case HandlerException handler:
                failure.NexusHandlerFailureInfo = new()
                {
                    Type = handler.RawErrorType,
                    RetryBehavior = (NexusHandlerErrorRetryBehavior)(int)handler.ErrorRetryBehavior,
                };
                break;
            case OperationException { State: OperationState.Canceled }:
                failure.CanceledFailureInfo = new();
                break;
            default:
                failure.ApplicationFailureInfo = new() { Type = "OperationError", NonRetryable = true };
                break;
        }
    }
}
