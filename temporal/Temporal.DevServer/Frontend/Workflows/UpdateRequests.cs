using Temporal.DevServer.Grpc;
using Temporal.DevServer.History;
using Temporalio.Api.ErrorDetails.V1;
using Temporalio.Api.Update.V1;
using Temporalio.Api.WorkflowService.V1;
using Stage = Temporalio.Api.Enums.V1.UpdateWorkflowExecutionLifecycleStage;

namespace Temporal.DevServer.Frontend.Workflows;

/// <summary>Checks update requests.</summary>
internal static class UpdateRequests
{
    /// <summary>Refuses a request that could never be carried out; gives it an id when it has none.</summary>
    public static UpdateWorkflowExecutionRequest Check(UpdateWorkflowExecutionRequest given)
    {
        Requests.CheckExecution(given.WorkflowExecution);
        if (given.Request?.Meta is null)
        {
            throw RpcErrors.InvalidArgument("Update meta is not set on request.");
        }

        Requests.CheckLength(given.Request.Meta.UpdateId, "UpdateId length exceeds limit.");
        if (given.Request.Input is null)
        {
            throw RpcErrors.InvalidArgument("Update input is not set on request.");
        }

        if (given.Request.Input.Name.Length == 0)
        {
            throw RpcErrors.InvalidArgument("Update name is not set on request.");
        }

        Requests.CheckBlob(given.Request.Input.Args);
        if (given.WaitPolicy?.LifecycleStage == Stage.Admitted)
        {
            const string Text =
                "UpdateWorkflowExecution issued asynchronously and waiting on update admitted is not supported.";
            throw new RpcException(RpcCode.PermissionDenied, Text, new PermissionDeniedFailure());
        }

        if (given.Request.Meta.UpdateId.Length > 0)
        {
            return given;
        }

        var request = given.Clone();
        request.Request.Meta.UpdateId = Guid.NewGuid().ToString();
        return request;
    }

    /// <summary>The stage to wait for; nothing means the outcome.</summary>
    public static Stage StageOf(WaitPolicy? policy) =>
        policy is null || policy.LifecycleStage == Stage.Unspecified ? Stage.Completed : policy.LifecycleStage;
}

/// <summary>
/// How long a call waits for an update. The server's own limit ends in the stage reached so far; a shorter deadline of
/// the caller ends in DEADLINE_EXCEEDED, as the caller counts it.
/// </summary>
/// <param name="Limit">The server's limit.</param>
internal sealed record UpdateWait(TimeSpan Limit)
{
    private readonly long _startedAt = Environment.TickCount64;

    /// <summary>What is left of it.</summary>
    public TimeSpan Left
    {
        get
        {
            var left = Limit - TimeSpan.FromMilliseconds(Environment.TickCount64 - _startedAt);
            return left > TimeSpan.Zero ? left : TimeSpan.Zero;
        }
    }

    /// <summary>The wait of a call.</summary>
    public static UpdateWait For(RpcContext context) => new(Limits.LongPollMax);
}
