using System.Globalization;
using System.Text.Json;
using Google.Protobuf;
using Temporal.DevServer.Frontend.Namespaces;
using Temporal.DevServer.Frontend.Workflows;
using Temporal.DevServer.Grpc;
using Temporal.DevServer.History;
using Temporal.DevServer.History.Engine;
using Temporal.DevServer.Persistence;
using Temporal.DevServer.State;
using Temporalio.Api.Common.V1;
using Temporalio.Api.Enums.V1;
using Temporalio.Api.Failure.V1;
using Temporalio.Api.History.V1;
using Temporalio.Api.WorkflowService.V1;

namespace Temporal.DevServer.Schedules;

/// <summary>How a run that a schedule started is doing.</summary>
/// <param name="Status">Of the latest run of its chain of retries and continuations.</param>
/// <param name="Result">What it returned.</param>
/// <param name="Failure">Why it failed.</param>
internal sealed record ScheduledOutcome(WorkflowExecutionStatus Status, Payloads? Result, Failure? Failure)
{
    /// <summary>True until the chain has ended.</summary>
    public bool IsRunning => Status is WorkflowExecutionStatus.Running or WorkflowExecutionStatus.Paused;
}

/// <summary>
/// Starts, ends and looks after the runs of schedules, by the same ways that clients use. The request id of a start is
/// made from what caused it, so that one repeated after a crash gets the run that is there.
/// </summary>
internal sealed class ScheduledRuns(ExecutionEngine engine, ILogger log)
{
    private const string CancelReason = "cancelled by schedule overlap policy";
    private const string TerminateReason = "terminated by schedule overlap policy";
    private readonly StartService _starts = new(engine);
    private readonly EndService _ends = new(engine);

    /// <summary>The workflow id of a start.</summary>
    public static string WorkflowId(StoredSchedule stored, BufferedStart start)
    {
        var given = stored.Schedule.Action.StartWorkflow.WorkflowId;
        return stored.Schedule.Policies.KeepOriginalWorkflowId ? given : $"{given}-{Text(start)}";
    }

    /// <summary>Starts a run; null when it was refused, which is final.</summary>
    public async Task<WorkflowExecution?> StartAsync(NamespaceEntry ns, StoredSchedule stored, BufferedStart start)
    {
        var request = RequestOf(ns, stored, start);
        try
        {
            using var context = new RpcContext();
            var response = await _starts.StartAsync(request, context).ConfigureAwait(false);
            return new WorkflowExecution { WorkflowId = request.WorkflowId, RunId = response.RunId };
        }
        catch (RpcException e) when (e.Code is not RpcCode.Unavailable)
        {
            Logs.ScheduledStartRefused(log, stored.ScheduleId, request.WorkflowId, e.Message);
            return null;
        }
    }

    /// <summary>Asks a run to cancel itself.</summary>
    public Task CancelAsync(NamespaceEntry ns, StoredSchedule stored, WorkflowExecution run) => EndAsync(context =>
        _ends.RequestCancelAsync(
            new RequestCancelWorkflowExecutionRequest
            {
                Namespace = ns.Name,
                WorkflowExecution = new WorkflowExecution { WorkflowId = run.WorkflowId },
                FirstExecutionRunId = run.RunId,
                Reason = CancelReason,
                Identity = Identity(ns, stored),
                RequestId = $"{stored.Incarnation} cancel {run.RunId}",
            },
            context));

    /// <summary>Ends a run.</summary>
    public Task TerminateAsync(NamespaceEntry ns, StoredSchedule stored, WorkflowExecution run) => EndAsync(context =>
        _ends.TerminateAsync(
            new TerminateWorkflowExecutionRequest
            {
                Namespace = ns.Name,
                WorkflowExecution = new WorkflowExecution { WorkflowId = run.WorkflowId },
                FirstExecutionRunId = run.RunId,
                Reason = TerminateReason,
                Identity = Identity(ns, stored),
            },
            context));

    /// <summary>How a run is doing; null when it has been deleted.</summary>
    public async Task<ScheduledOutcome?> LookUpAsync(NamespaceEntry ns, WorkflowExecution started)
    {
        var (status, key, closeId) = await FindAsync(ns, started).ConfigureAwait(false);
        if (key is not { } run)
        {
            return null;
        }

        if (status is not (WorkflowExecutionStatus.Completed or WorkflowExecutionStatus.Failed))
        {
            return new ScheduledOutcome(status, null, null);
        }

        var item = await engine.History.GetEventAsync(run, closeId).ConfigureAwait(false);
        return new ScheduledOutcome(
            status,
            item.WorkflowExecutionCompletedEventAttributes?.Result,
            item.WorkflowExecutionFailedEventAttributes?.Failure);
    }

    private Task<(WorkflowExecutionStatus Status, RunKey? Key, long CloseId)> FindAsync(
        NamespaceEntry ns, WorkflowExecution started) =>
        engine.RunAsync(Requests.KeyOf(ns, started.WorkflowId), async session =>
        {
            var run = await session.CurrentAsync().ConfigureAwait(false);
            if (run?.State.FirstRunId != started.RunId)
            {
                run = await session.FindAsync(started.RunId).ConfigureAwait(false);
            }

            return run is null
                ? (WorkflowExecutionStatus.Unspecified, (RunKey?)null, 0L)
                : (run.State.Status, run.Key, run.State.CloseEventId);
        });

    private static async Task EndAsync<T>(Func<RpcContext, Task<T>> call)
    {
        try
        {
            using var context = new RpcContext();
            await call(context).ConfigureAwait(false);
        }
        catch (RpcException e) when (e.Code == RpcCode.NotFound)
        {
            // It has ended by itself, which is what was wanted.
        }
    }

    private static StartWorkflowExecutionRequest RequestOf(
        NamespaceEntry ns, StoredSchedule stored, BufferedStart start)
    {
        var action = stored.Schedule.Action.StartWorkflow;
        var attributes = action.SearchAttributes?.Clone() ?? new SearchAttributes();
        attributes.IndexedFields["TemporalScheduledById"] = Json(stored.ScheduleId);
        attributes.IndexedFields["TemporalScheduledStartTime"] = Json(Text(start));
        return new StartWorkflowExecutionRequest
        {
            Namespace = ns.Name,
            WorkflowId = WorkflowId(stored, start),
            WorkflowType = action.WorkflowType,
            TaskQueue = action.TaskQueue,
            Input = action.Input,
            WorkflowExecutionTimeout = action.WorkflowExecutionTimeout,
            WorkflowRunTimeout = action.WorkflowRunTimeout,
            WorkflowTaskTimeout = action.WorkflowTaskTimeout,
            Identity = Identity(ns, stored),
            RequestId = $"{stored.Incarnation} {start.Cause} {start.NominalTime.Seconds}",
            WorkflowIdReusePolicy = WorkflowIdReusePolicy.AllowDuplicate,
            WorkflowIdConflictPolicy = WorkflowIdConflictPolicy.Fail,
            RetryPolicy = action.RetryPolicy,
            Memo = action.Memo,
            SearchAttributes = attributes,
            Header = action.Header,
            UserMetadata = action.UserMetadata,
            VersioningOverride = action.VersioningOverride,
            Priority = action.Priority,
            LastCompletionResult = stored.LastResult,
            ContinuedFailure = stored.LastFailure,
        };
    }

    private static string Identity(NamespaceEntry ns, StoredSchedule stored) =>
        $"temporal-scheduler-{ns.Name}-{stored.ScheduleId}";

    private static string Text(BufferedStart start) => start.NominalTime.ToDateTime()
        .ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    private static Payload Json(string value) => new()
    {
        Metadata = { ["encoding"] = ByteString.CopyFromUtf8("json/plain") },
        Data = UnsafeByteOperations.UnsafeWrap(JsonSerializer.SerializeToUtf8Bytes(value)),
    };
}
