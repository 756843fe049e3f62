using Temporal.DevServer.Frontend.Namespaces;
using Temporal.DevServer.Grpc;
using Temporal.DevServer.History;
using Temporal.DevServer.History.Engine;
using Temporal.DevServer.Matching;
using Temporal.DevServer.Persistence;
using Temporalio.Api.Common.V1;
using Temporalio.Api.Deployment.V1;
using Temporalio.Api.Enums.V1;
using Temporalio.Api.TaskQueue.V1;

namespace Temporal.DevServer.Frontend.Workflows;

/// <summary>Checks and lookups that many requests share, with the texts of a real server.</summary>
internal static class Requests
{
    /// <summary>Text of every call on a run that is closed.</summary>
    public const string AlreadyCompleted = "workflow execution already completed";

    /// <summary>Text for payloads that are too large.</summary>
    public const string BlobTooLarge = "Blob data size exceeds limit.";

    /// <summary>Text for workers whose identity is too long.</summary>
    public const string IdentityTooLong = "Identity length exceeds limit.";

    /// <summary>The namespace of a request.</summary>
    public static NamespaceEntry Namespace(this ExecutionEngine engine, string name)
    {
        if (name.Length == 0)
        {
            throw RpcErrors.InvalidArgument("Namespace is empty.");
        }

        CheckLength(name, "Namespace length exceeds limit.");

        return engine.Namespaces.TryGetByName(name, out var entry) ? entry : throw RpcErrors.NamespaceNotFound(name);
    }

    /// <summary>A worker that polls as a version of a deployment makes both known.</summary>
    public static Task NoteVersionAsync(
        ExecutionEngine engine, NamespaceEntry ns, WorkerDeploymentOptions? options, TaskQueue queue, TaskQueueType type) =>
        options is not null && IsVersioned(options) && engine.VersionSeen is { } seen
            ? seen(ns.Id, options, queue.Kind == TaskQueueKind.Sticky ? queue.NormalName : queue.Name, type)
            : Task.CompletedTask;

    /// <summary>The queue that a poll is served from: that of the worker's version, or its own if it is sticky.</summary>
    public static QueueKey PolledQueue(
        NamespaceEntry ns, TaskQueue queue, WorkerDeploymentOptions? options, QueueKind kind) => new(
        ns.Id, queue.Name, kind, queue.Kind != TaskQueueKind.Sticky && options is not null && IsVersioned(options)
            ? VersionWish.Text(new() { DeploymentName = options.DeploymentName, BuildId = options.BuildId })
            : "");

    private static bool IsVersioned(WorkerDeploymentOptions options) => options is
    {
        WorkerVersioningMode: WorkerVersioningMode.Versioned, DeploymentName.Length: > 0, BuildId.Length: > 0,
    };

    /// <summary>Checks an execution that a request must name.</summary>
    public static void CheckExecution(WorkflowExecution? execution)
    {
        if (execution is null)
        {
            throw RpcErrors.InvalidArgument("Execution is not set on request.");
        }

        CheckWorkflowId(execution.WorkflowId);
        CheckRunId(execution.RunId);
    }

    /// <summary>Checks a workflow id.</summary>
    public static void CheckWorkflowId(string workflowId)
    {
        if (workflowId.Length == 0)
        {
            throw RpcErrors.InvalidArgument("WorkflowId is not set on request.");
        }

        CheckLength(workflowId, "WorkflowId length exceeds limit.");
        if (StandaloneActivity.IsReserved(workflowId))
        {
            throw RpcErrors.InvalidArgument($"Workflow ids do not begin with {StandaloneActivity.IdPrefix}; "
                + "an activity started on its own is asked for by its activity id.");
        }
    }

    /// <summary>Checks a run id that may be empty.</summary>
    public static void CheckRunId(string runId)
    {
        if (runId.Length > 0 && !Guid.TryParse(runId, out _))
        {
            throw RpcErrors.InvalidArgument("Invalid RunId.");
        }
    }

    /// <summary>Refuses an id that is too long.</summary>
    public static void CheckLength(string value, string fault)
    {
        if (Limits.IsTooLong(value))
        {
            throw RpcErrors.InvalidArgument(fault);
        }
    }

    /// <summary>Refuses a payload set that is too large.</summary>
    public static void CheckBlob(Google.Protobuf.IMessage? value, string fault = BlobTooLarge)
    {
        if (value is not null && value.CalculateSize() > Limits.BlobBytesMax)
        {
            throw RpcErrors.InvalidArgument(fault);
        }
    }

    /// <summary>Throws a fault, if there is one.</summary>
    public static void Refuse(string? fault)
    {
        if (fault is not null)
        {
            throw RpcErrors.InvalidArgument(fault);
        }
    }

    /// <summary>A run that must exist.</summary>
    public static async ValueTask<WorkflowRun> RequireRunAsync(this WorkflowSession session, string runId) =>
        await session.FindAsync(runId).ConfigureAwait(false) ?? throw UnknownRun(session.Key.WorkflowId, runId);

    /// <summary>A run that must exist and be open.</summary>
    public static async ValueTask<WorkflowRun> RequireOpenAsync(this WorkflowSession session, string runId)
    {
        var run = await session.RequireRunAsync(runId).ConfigureAwait(false);
        return run.IsRunning ? run : throw RpcErrors.NotFound(AlreadyCompleted);
    }

    /// <summary>The error for a workflow or run that does not exist.</summary>
    public static RpcException UnknownRun(string workflowId, string runId) => RpcErrors.NotFound(runId.Length == 0
        ? $"workflow not found for ID: {workflowId}"
        : $"workflow execution not found for workflow ID \"{workflowId}\" and run ID \"{runId}\"");

    /// <summary>Refuses a run that does not belong to the chain the caller means.</summary>
    public static void RequireChain(WorkflowRun run, string firstRunId)
    {
        if (firstRunId.Length > 0 && run.State.FirstRunId != firstRunId)
        {
            throw RpcErrors.NotFound("workflow execution not found");
        }
    }

    /// <summary>How long a history or update long poll waits.</summary>
    public static TimeSpan LongPollWait(RpcContext context)
    {
        if (context.Remaining is not { } left)
        {
            return Limits.LongPollMax;
        }

        var wait = left - Limits.LongPollMargin;
        return wait > Limits.LongPollMax ? Limits.LongPollMax : wait < TimeSpan.Zero ? TimeSpan.Zero : wait;
    }

    /// <summary>How long a task queue poll waits; refused without a sensible deadline.</summary>
    public static TimeSpan TaskPollWait(RpcContext context)
    {
        if (context.Remaining is not { } left)
        {
            throw RpcErrors.InvalidArgument("Context timeout is not set.");
        }

        if (context.Timeout < Limits.TaskPollMin)
        {
            throw RpcErrors.FailedPrecondition("Context timeout is too short.");
        }

        var wait = left - Limits.LongPollMargin;
        return wait > Limits.TaskPollMax ? Limits.TaskPollMax : wait;
    }

    /// <summary>Key of an execution in a namespace.</summary>
    public static WorkflowKey KeyOf(NamespaceEntry ns, string workflowId) => new(ns.Id, workflowId);
}
