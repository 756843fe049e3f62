using Google.Protobuf.WellKnownTypes;
using Temporal.DevServer.Frontend.Namespaces;
using Temporal.DevServer.Grpc;
using Temporal.DevServer.History;
using Temporal.DevServer.History.Engine;
using Temporal.DevServer.Nexus.Callbacks;
using Temporalio.Api.Enums.V1;
using Temporalio.Api.WorkflowService.V1;

namespace Temporal.DevServer.Frontend.Workflows;

/// <summary>Checks start requests and completes them with defaults.</summary>
internal static class StartRequests
{
    private const string ReusePrefix = "Invalid WorkflowIDReusePolicy: WORKFLOW_ID_REUSE_POLICY_";

    /// <summary>Refuses a request that could never be carried out; fills in request id and policies.</summary>
    public static StartWorkflowExecutionRequest Check(
        ExecutionEngine engine, NamespaceEntry ns, StartWorkflowExecutionRequest given,
        WorkflowIdConflictPolicy defaultConflict)
    {
        var request = given.Clone();
        Requests.CheckWorkflowId(request.WorkflowId);
        Requests.Refuse(RetryRules.Validate(request.RetryPolicy));
        CheckDelayAndCron(request, engine.Clock.UtcNow);
        if (string.IsNullOrEmpty(request.WorkflowType?.Name))
        {
            throw RpcErrors.InvalidArgument("WorkflowType is not set on request.");
        }

        Requests.CheckLength(request.WorkflowType.Name, "WorkflowType length exceeds limit.");
        Requests.Refuse(QueueNames.Fault(request.TaskQueue));
        CheckTimeouts(
            request.WorkflowExecutionTimeout, request.WorkflowRunTimeout, request.WorkflowTaskTimeout);
        Requests.CheckLength(request.RequestId, "RequestId length exceeds limit.");
        Requests.Refuse(PriorityRules.Fault(request.Priority));
        CheckPolicies(request);
        CheckCallbacks(request, engine.Callbacks);
        LinkRules.Check(request.Links);
        Requests.CheckBlob(request.Input);
        Requests.CheckBlob(request.Memo, "Memo size exceeds limit.");
        Requests.Refuse(SearchAttributeRules.Validate(ns, request.SearchAttributes));
        OverrideRules.Check(engine, ns, request.VersioningOverride, request.TaskQueue.Name);
        if (request.RequestId.Length == 0)
        {
            request.RequestId = Guid.NewGuid().ToString();
        }

        ResolvePolicies(request, defaultConflict);
        return request;
    }

    /// <summary>The run to start for a checked request.</summary>
    public static RunStart ToRunStart(NamespaceEntry ns, StartWorkflowExecutionRequest request, DateTimeOffset now)
    {
        var cron = CronSchedule.Parse(request.CronSchedule);
        var backoff = cron?.NextDelay(now, now) ?? request.WorkflowStartDelay.ToSpan();
        return new RunStart
        {
            WorkflowId = request.WorkflowId,
            RunId = Guid.CreateVersion7().ToString(),
            WorkflowType = request.WorkflowType.Name,
            TaskQueue = request.TaskQueue.Name,
            Input = request.Input,
            Header = request.Header,
            ExecutionTimeout = request.WorkflowExecutionTimeout.Cap(),
            RunTimeout = request.WorkflowRunTimeout.Cap(),
            TaskTimeout = request.WorkflowTaskTimeout,
            Identity = request.Identity,
            RequestId = request.RequestId,
            RetryPolicy = request.RetryPolicy is { } policy ? RetryRules.Complete(policy) : null,
            CronSchedule = request.CronSchedule,
            Initiator = cron is null ? ContinueAsNewInitiator.Unspecified : ContinueAsNewInitiator.CronSchedule,
            Memo = request.Memo,
            SearchAttributes = SearchAttributeRules.Stamp(ns, request.SearchAttributes, dropRemoved: true),
            UserMetadata = request.UserMetadata,
            Priority = request.Priority,
            VersioningOverride = request.VersioningOverride,
            Backoff = backoff,
            ShowsZeroBackoff = true,
            ContinuedFailure = request.ContinuedFailure,
            LastResult = request.LastCompletionResult,
            EagerAccepted = request.RequestEagerExecution && backoff == TimeSpan.Zero,
            Links = request.Links,
            Callbacks = request.CompletionCallbacks,
        };
    }

    private static void CheckDelayAndCron(StartWorkflowExecutionRequest request, DateTimeOffset now)
    {
        if (request.CronSchedule.Length > 0 && request.WorkflowStartDelay.IsPositive())
        {
            throw RpcErrors.InvalidArgument("CronSchedule and WorkflowStartDelay may not be used together.");
        }

        CheckDuration("WorkflowStartDelaySeconds", request.WorkflowStartDelay);
        Requests.Refuse(CronSchedule.Fault(request.CronSchedule, now));
    }

    /// <summary>Refuses negative timeouts.</summary>
    public static void CheckTimeouts(Duration? execution, Duration? run, Duration? task)
    {
        CheckDuration("WorkflowExecutionTimeoutSeconds", execution);
        CheckDuration("WorkflowRunTimeoutSeconds", run);
        CheckDuration("WorkflowTaskTimeoutSeconds", task);
    }

    private static void CheckDuration(string name, Duration? value)
    {
        if (value.Fault() is { } fault)
        {
            throw RpcErrors.InvalidArgument($"An invalid {name} is set on request. cause: {fault}");
        }
    }

    private static void CheckPolicies(StartWorkflowExecutionRequest request)
    {
        if (request.WorkflowIdReusePolicy == WorkflowIdReusePolicy.TerminateIfRunning
            && request.WorkflowIdConflictPolicy != WorkflowIdConflictPolicy.Unspecified)
        {
            throw RpcErrors.InvalidArgument(
                ReusePrefix + "TERMINATE_IF_RUNNING cannot be used together with a WorkflowIDConflictPolicy");
        }

        if (request.WorkflowIdReusePolicy == WorkflowIdReusePolicy.RejectDuplicate
            && request.WorkflowIdConflictPolicy == WorkflowIdConflictPolicy.TerminateExisting)
        {
            throw RpcErrors.InvalidArgument(ReusePrefix + "REJECT_DUPLICATE cannot be used together with "
                + "WorkflowIdConflictPolicy WORKFLOW_ID_CONFLICT_POLICY_TERMINATE_EXISTING");
        }
    }

    private static void CheckCallbacks(StartWorkflowExecutionRequest request, CallbackPoster callbacks)
    {
        if (request.OnConflictOptions is { AttachCompletionCallbacks: true, AttachRequestId: false })
        {
            throw RpcErrors.InvalidArgument("attaching request ID is required for attaching completion callbacks");
        }

        CallbackRules.Check(request.CompletionCallbacks, callbacks);
        CallbackRules.CheckCount(0, request.CompletionCallbacks.Count);
    }

    /// <summary>The deprecated reuse policy "terminate if running" is a conflict policy.</summary>
    private static void ResolvePolicies(
        StartWorkflowExecutionRequest request, WorkflowIdConflictPolicy defaultConflict)
    {
        if (request.WorkflowIdReusePolicy == WorkflowIdReusePolicy.TerminateIfRunning)
        {
            request.WorkflowIdReusePolicy = WorkflowIdReusePolicy.AllowDuplicate;
            request.WorkflowIdConflictPolicy = WorkflowIdConflictPolicy.TerminateExisting;
        }

        if (request.WorkflowIdReusePolicy == WorkflowIdReusePolicy.Unspecified)
        {
            request.WorkflowIdReusePolicy = WorkflowIdReusePolicy.AllowDuplicate;
        }

        if (request.WorkflowIdConflictPolicy == WorkflowIdConflictPolicy.Unspecified)
        {
            request.WorkflowIdConflictPolicy = defaultConflict;
        }
    }
}
