using Temporal.DevServer.Grpc;
using Temporal.DevServer.History;
using Temporal.DevServer.History.Engine;
using Temporal.DevServer.State;
using Temporalio.Api.Common.V1;
using Temporalio.Api.Failure.V1;
using Temporalio.Api.WorkflowService.V1;

namespace Temporal.DevServer.Frontend.Workflows;

/// <summary>
/// What workers, or anybody who knows the ids, report about activities: completed, failed, cancelled, still alive. A
/// report about an attempt that is over is NOT_FOUND.
/// </summary>
internal sealed class ActivityTaskResponder(ExecutionEngine engine) : IRpcService
{
    private const string HeartbeatTooLarge = "Heartbeat details exceed size limit.";

    private readonly ActivityLocator _activities = new(engine);

    /// <inheritdoc/>
    public void Register(RpcTableBuilder table)
    {
        table.Add<RespondActivityTaskCompletedRequest, RespondActivityTaskCompletedResponse>(
            "RespondActivityTaskCompleted", CompleteAsync);
        table.Add<RespondActivityTaskCompletedByIdRequest, RespondActivityTaskCompletedByIdResponse>(
            "RespondActivityTaskCompletedById", CompleteByIdAsync);
        table.Add<RespondActivityTaskFailedRequest, RespondActivityTaskFailedResponse>(
            "RespondActivityTaskFailed", FailAsync);
        table.Add<RespondActivityTaskFailedByIdRequest, RespondActivityTaskFailedByIdResponse>(
            "RespondActivityTaskFailedById", FailByIdAsync);
        table.Add<RespondActivityTaskCanceledRequest, RespondActivityTaskCanceledResponse>(
            "RespondActivityTaskCanceled", CancelAsync);
        table.Add<RespondActivityTaskCanceledByIdRequest, RespondActivityTaskCanceledByIdResponse>(
            "RespondActivityTaskCanceledById", CancelByIdAsync);
        table.Add<RecordActivityTaskHeartbeatRequest, RecordActivityTaskHeartbeatResponse>(
            "RecordActivityTaskHeartbeat", HeartbeatAsync);
        table.Add<RecordActivityTaskHeartbeatByIdRequest, RecordActivityTaskHeartbeatByIdResponse>(
            "RecordActivityTaskHeartbeatById", HeartbeatByIdAsync);
    }

    private async Task<RespondActivityTaskCompletedResponse> CompleteAsync(
        RespondActivityTaskCompletedRequest request, RpcContext context)
    {
        Requests.CheckLength(request.Identity, Requests.IdentityTooLong);
        await _activities.ByTokenAsync(request.Namespace, request.TaskToken, (t, activity) =>
        {
            NoteBuild(activity, request.WorkerVersion);
            Complete(t, activity, request.Result, request.Identity);
        }).ConfigureAwait(false);
        return new();
    }

    private async Task<RespondActivityTaskCompletedByIdResponse> CompleteByIdAsync(
        RespondActivityTaskCompletedByIdRequest request, RpcContext context)
    {
        Requests.CheckLength(request.Identity, Requests.IdentityTooLong);
        await _activities.ByIdAsync(
            request.Namespace, request.WorkflowId, request.RunId, request.ActivityId, mayBeUnstarted: true,
            (t, activity) => Complete(t, activity, request.Result, request.Identity)).ConfigureAwait(false);
        return new();
    }

    private async Task<RespondActivityTaskFailedResponse> FailAsync(
        RespondActivityTaskFailedRequest request, RpcContext context)
    {
        Requests.CheckLength(request.Identity, Requests.IdentityTooLong);
        CheckFailure(request.Failure);
        var response = new RespondActivityTaskFailedResponse();
        await _activities.ByTokenAsync(request.Namespace, request.TaskToken, (t, activity) =>
        {
            NoteBuild(activity, request.WorkerVersion);
            response.Failures.Add(
                Fail(t, activity, request.Failure, request.LastHeartbeatDetails, request.Identity));
        }).ConfigureAwait(false);
        return response;
    }

    private async Task<RespondActivityTaskFailedByIdResponse> FailByIdAsync(
        RespondActivityTaskFailedByIdRequest request, RpcContext context)
    {
        Requests.CheckLength(request.Identity, Requests.IdentityTooLong);
        CheckFailure(request.Failure);
        var response = new RespondActivityTaskFailedByIdResponse();
        await _activities.ByIdAsync(
            request.Namespace, request.WorkflowId, request.RunId, request.ActivityId, mayBeUnstarted: false,
            (t, activity) => response.Failures.Add(Fail(
                t, activity, request.Failure, request.LastHeartbeatDetails, request.Identity, keepsHeartbeat: false)))
            .ConfigureAwait(false);
        return response;
    }

    private async Task<RespondActivityTaskCanceledResponse> CancelAsync(
        RespondActivityTaskCanceledRequest request, RpcContext context)
    {
        Requests.CheckLength(request.Identity, Requests.IdentityTooLong);
        await _activities.ByTokenAsync(request.Namespace, request.TaskToken,
            (t, activity) => Cancel(t, activity, request.Details, request.Identity)).ConfigureAwait(false);
        return new();
    }

    private async Task<RespondActivityTaskCanceledByIdResponse> CancelByIdAsync(
        RespondActivityTaskCanceledByIdRequest request, RpcContext context)
    {
        Requests.CheckLength(request.Identity, Requests.IdentityTooLong);
        await _activities.ByIdAsync(
            request.Namespace, request.WorkflowId, request.RunId, request.ActivityId, mayBeUnstarted: false,
            (t, activity) => Cancel(t, activity, request.Details, request.Identity)).ConfigureAwait(false);
        return new();
    }

    private async Task<RecordActivityTaskHeartbeatResponse> HeartbeatAsync(
        RecordActivityTaskHeartbeatRequest request, RpcContext context)
    {
        var response = new RecordActivityTaskHeartbeatResponse();
        await _activities.ByTokenAsync(request.Namespace, request.TaskToken, (t, activity) =>
        {
            response.CancelRequested = Heartbeat(t, activity, request.Details, request.Identity);
            response.ActivityPaused = activity.Status == ActivityStatus.PauseRequested;
            response.ActivityReset = activity.ResetRequested;
        }).ConfigureAwait(false);
        return response;
    }

    private async Task<RecordActivityTaskHeartbeatByIdResponse> HeartbeatByIdAsync(
        RecordActivityTaskHeartbeatByIdRequest request, RpcContext context)
    {
        var response = new RecordActivityTaskHeartbeatByIdResponse();
        await _activities.ByIdAsync(
            request.Namespace, request.WorkflowId, request.RunId, request.ActivityId, mayBeUnstarted: false,
            (t, activity) =>
            {
                response.CancelRequested = Heartbeat(t, activity, request.Details, request.Identity);
                response.ActivityPaused = activity.Status == ActivityStatus.PauseRequested;
                response.ActivityReset = activity.ResetRequested;
            }).ConfigureAwait(false);
        return response;
    }

    private static void CheckFailure(Failure? failure)
    {
        if (failure is not null && failure.ApplicationFailureInfo is null)
        {
            throw RpcErrors.InvalidArgument("Failure must have ApplicationFailureInfo.");
        }
    }

    /// <summary>The Started event names the build that reported the end, not the one that took the task.</summary>
    private static void NoteBuild(ActivityInfo activity, WorkerVersionStamp? reported) =>
        activity.BuildId = reported?.BuildId ?? "";

    private static void Complete(Transition t, ActivityInfo activity, Payloads? result, string identity)
    {
        if (IsTooLarge(result) && ActivityMachine.IsStarted(activity))
        {
            ActivityMachine.Fail(t, activity, SizeFailure("Complete result exceeds size limit."), "");
        }
        else
        {
            ActivityMachine.Complete(t, activity, result, identity);
        }
    }

    /// <summary>
    /// What of the report was too large comes back as failures. The last heartbeat is not kept, as a real server does it,
    /// where the activity was named by its id.
    /// </summary>
    private static IEnumerable<Failure> Fail(Transition t, ActivityInfo activity, Failure? failure, Payloads? heartbeat,
        string identity, bool keepsHeartbeat = true)
    {
        List<Failure> refused = [];
        if (IsTooLarge(heartbeat))
        {
            refused.Add(SizeFailure(HeartbeatTooLarge));
        }
        else if (heartbeat is not null && keepsHeartbeat)
        {
            activity.HeartbeatDetails = heartbeat;
        }

        var kept = FailureLimit.Reported(failure);
        if (kept != failure)
        {
            refused.Add(kept!);
            identity = "";
        }

        ActivityMachine.Fail(t, activity, kept, identity);
        return refused;
    }

    private static void Cancel(Transition t, ActivityInfo activity, Payloads? details, string identity)
    {
        if (activity.CancelRequestedId == 0)
        {
            throw RpcErrors.InvalidArgument(
                "unable to mark activity as canceled without activity being request canceled first");
        }

        if (IsTooLarge(details))
        {
            ActivityMachine.Fail(t, activity, SizeFailure("Cancel details exceed size limit."), "");
        }
        else
        {
            ActivityMachine.Cancel(t, activity, details, identity);
        }
    }

    /// <summary>True when the worker should stop.</summary>
    private static bool Heartbeat(Transition t, ActivityInfo activity, Payloads? details, string identity)
    {
        if (IsTooLarge(details))
        {
            ActivityMachine.Fail(t, activity, SizeFailure(HeartbeatTooLarge), "");
            return true;
        }

        ActivityMachine.Heartbeat(t, activity, details, identity);
        return activity.Status == ActivityStatus.CancelRequested;
    }

    private static bool IsTooLarge(Google.Protobuf.IMessage? value) =>
        value is not null && value.CalculateSize() > Limits.BlobBytesMax;

    private static Failure SizeFailure(string message) => new()
    {
        Message = message,
        ServerFailureInfo = new() { NonRetryable = true },
    };
}
