using Temporal.DevServer.Frontend.Namespaces;
using Temporal.DevServer.Frontend.Workflows;
using Temporal.DevServer.Grpc;
using Temporal.DevServer.History;
using Temporalio.Api.Enums.V1;
using Temporalio.Api.WorkflowService.V1;

namespace Temporal.DevServer.Frontend.Activities;

/// <summary>What is refused of calls about activities without a workflow, in the order in which a real server looks.</summary>
internal static class StandaloneRequests
{
    /// <summary>Checks a start.</summary>
    public static void Check(NamespaceEntry ns, StartActivityExecutionRequest request)
    {
        if (request.StartDelay.IsPositive())
        {
            throw RpcErrors.InvalidArgument("start_delay is not enabled for this namespace");
        }

        if (request.CompletionCallbacks.Count > 0)
        {
            throw RpcErrors.Unimplemented("Completion callbacks of activities are not offered.");
        }

        Requests.Refuse(QueueNames.Fault(request.TaskQueue));
        CheckActivity(request);
        Limit("request ID", request.RequestId);
        Limit("identity", request.Identity);
        CheckPolicies(request);
        Requests.CheckBlob(request.Input, "input exceeds length limit");
        Requests.Refuse(SearchAttributeRules.Validate(ns, request.SearchAttributes));
        LinkRules.Check(request.Links);
    }

    /// <summary>Checks how a call names an activity.</summary>
    public static void CheckId(string activityId, string runId)
    {
        if (activityId.Length == 0)
        {
            throw RpcErrors.InvalidArgument("activity ID is required");
        }

        Limit("activity ID", activityId);
        if (runId.Length > 0 && !Guid.TryParse(runId, out _))
        {
            throw RpcErrors.InvalidArgument("invalid run id: must be a valid UUID");
        }
    }

    /// <summary>Checks the names of who ends it.</summary>
    public static void CheckCaller(string identity, string requestId, string reason)
    {
        Limit("request ID", requestId);
        Limit("identity", identity);
        if (System.Text.Encoding.UTF8.GetByteCount(reason) > Limits.BlobBytesMax)
        {
            throw RpcErrors.InvalidArgument("reason exceeds length limit");
        }
    }

    /// <summary>The timeouts of a start, as they are given.</summary>
    public static ActivityTimeouts TimeoutsOf(StartActivityExecutionRequest request) => new(
        request.ScheduleToCloseTimeout, request.ScheduleToStartTimeout, request.StartToCloseTimeout,
        request.HeartbeatTimeout);

    private static void CheckActivity(StartActivityExecutionRequest request)
    {
        if (request.ActivityId.Length == 0)
        {
            throw RpcErrors.InvalidArgument("activityId is not set");
        }

        if (string.IsNullOrEmpty(request.ActivityType?.Name))
        {
            throw RpcErrors.InvalidArgument("activityType is not set");
        }

        Requests.Refuse(RetryRules.Validate(request.RetryPolicy));
        Limit("activityId", request.ActivityId);
        Limit("activityType", request.ActivityType.Name);
        if (PriorityRules.Fault(request.Priority) is { } priority)
        {
            throw RpcErrors.InvalidArgument($"invalid priorities: {priority}");
        }

        Requests.Refuse(TimeoutsOf(request).Fault(request.ActivityId, request.ActivityType.Name));
    }

    private static void CheckPolicies(StartActivityExecutionRequest request)
    {
        if (!Enum.IsDefined(request.IdReusePolicy))
        {
            throw RpcErrors.InvalidArgument($"unsupported ID reuse policy: {request.IdReusePolicy:D}");
        }

        if (!Enum.IsDefined(request.IdConflictPolicy))
        {
            throw RpcErrors.InvalidArgument($"unsupported ID conflict policy: {request.IdConflictPolicy:D}");
        }
    }

    private static void Limit(string what, string value)
    {
        if (Limits.IsTooLong(value))
        {
            throw RpcErrors.InvalidArgument(
                $"{what} exceeds length limit. Length={System.Text.Encoding.UTF8.GetByteCount(value)} Limit={Limits.IdLengthMax}");
        }
    }
}
