using Temporal.DevServer.Grpc;
using Temporal.DevServer.History;
using Temporal.DevServer.History.Engine;
using Temporalio.Api.Common.V1;
using Temporalio.Api.Enums.V1;
using Temporalio.Api.WorkflowService.V1;

namespace Temporal.DevServer.Frontend.Workflows;

/// <summary>StartWorkflowExecution and SignalWithStartWorkflowExecution.</summary>
internal sealed class StartService(ExecutionEngine engine) : IRpcService
{
    /// <inheritdoc/>
    public void Register(RpcTableBuilder table)
    {
        table.Add<StartWorkflowExecutionRequest, StartWorkflowExecutionResponse>("StartWorkflowExecution", StartAsync);
        table.Add<SignalWithStartWorkflowExecutionRequest, SignalWithStartWorkflowExecutionResponse>(
            "SignalWithStartWorkflowExecution", SignalWithStartAsync);
    }

    /// <summary>Starts a run.</summary>
    public async Task<StartWorkflowExecutionResponse> StartAsync(
        StartWorkflowExecutionRequest given, RpcContext context)
    {
        var ns = engine.Namespace(given.Namespace);
        var request = StartRequests.Check(engine, ns, given, WorkflowIdConflictPolicy.Fail);
        return await engine.RunAsync(Requests.KeyOf(ns, request.WorkflowId), async session =>
        {
            var current = await session.CurrentAsync().ConfigureAwait(false);
            if (RunStarter.FindRepeated(current, request.RequestId) is { } repeated)
            {
                return ResponseOf(repeated, request);
            }

            if (!RunStarter.MayStart(current, request))
            {
                Invariant.Require(current is not null);
                RunStarter.Attach(session, current, request);
                return ResponseOf(new StartResult(current, IsNew: false, IsRepeated: false), request);
            }

            session.GoesWithWorkflowTask = true;
            var t = RunStarter.Create(session, current, ns, request, engine.Clock.UtcNow);
            return ResponseOf(new StartResult(t.Run, IsNew: true, IsRepeated: false), request);
        }).ConfigureAwait(false);
    }

    /// <summary>Signals the current run, or starts one with the signal in its first transaction.</summary>
    public async Task<SignalWithStartWorkflowExecutionResponse> SignalWithStartAsync(
        SignalWithStartWorkflowExecutionRequest given, RpcContext context)
    {
        var ns = engine.Namespace(given.Namespace);
        if (given.SignalName.Length == 0)
        {
            throw RpcErrors.InvalidArgument("SignalName is not set on request.");
        }

        Requests.CheckLength(given.SignalName, "SignalName length exceeds limit.");
        if (given.WorkflowIdConflictPolicy == WorkflowIdConflictPolicy.Fail)
        {
            throw RpcErrors.InvalidArgument("Invalid WorkflowIDConflictPolicy: WORKFLOW_ID_CONFLICT_POLICY_FAIL is not "
                + "supported for this operation.");
        }

        var request = StartRequests.Check(engine, ns, ToStart(given), WorkflowIdConflictPolicy.UseExisting);
        Requests.CheckBlob(given.SignalInput);
        var signal = new Signal
        {
            Name = given.SignalName,
            Input = given.SignalInput,
            Header = given.Header,
            Identity = given.Identity,
            RequestId = request.RequestId,
            Links = given.Links,
        };
        return await engine.RunAsync(Requests.KeyOf(ns, request.WorkflowId), async session =>
        {
            var current = await session.CurrentAsync().ConfigureAwait(false);
            if (RunStarter.FindRepeated(current, request.RequestId) is { } repeated)
            {
                return new SignalWithStartWorkflowExecutionResponse { RunId = repeated.Run.Key.RunId };
            }

            if (!RunStarter.MayStart(current, request))
            {
                Invariant.Require(current is not null);
                SignalService.Receive(session, current, signal);
                return new SignalWithStartWorkflowExecutionResponse { RunId = current.Key.RunId };
            }

            var t = RunStarter.Create(
                session, current, ns, request, engine.Clock.UtcNow, first => SignalMachine.Receive(first, signal));
            return new SignalWithStartWorkflowExecutionResponse { RunId = t.Run.Key.RunId, Started = true };
        }).ConfigureAwait(false);
    }

    /// <summary>The answer to a start.</summary>
    public static StartWorkflowExecutionResponse ResponseOf(StartResult result, StartWorkflowExecutionRequest request)
    {
        var run = result.Run;
        var response = new StartWorkflowExecutionResponse
        {
            RunId = run.Key.RunId,
            Started = result.IsNew,
            Status = run.State.Status,
            Link = LinkTo(run, request),
        };
        if (result.IsNew && request.RequestEagerExecution && IsFirstTaskStarted(run))
        {
            response.EagerWorkflowTask = TaskResponse.OfStarted(run, wholeHistory: true).Message;
        }

        return response;
    }

    private static bool IsFirstTaskStarted(WorkflowRun run) =>
        WorkflowTaskMachine.IsStarted(run.State) && run.State.LastCompletedId == 0 && run.State.Task.Attempt == 1
        && run.Tail.Covers(1);

    private static Link LinkTo(WorkflowRun run, StartWorkflowExecutionRequest request)
    {
        var link = new Link.Types.WorkflowEvent
        {
            Namespace = run.Namespace.Name,
            WorkflowId = run.Key.WorkflowId,
            RunId = run.Key.RunId,
        };
        if (run.State.AttachedRequests.TryGetValue(request.RequestId, out var attached)
            && attached.EventType == EventType.WorkflowExecutionOptionsUpdated)
        {
            link.RequestIdRef = new() { RequestId = request.RequestId, EventType = attached.EventType };
        }
        else
        {
            link.EventRef = new() { EventId = 1, EventType = EventType.WorkflowExecutionStarted };
        }

        return new Link { WorkflowEvent = link };
    }

    private static StartWorkflowExecutionRequest ToStart(SignalWithStartWorkflowExecutionRequest given)
    {
        var request = new StartWorkflowExecutionRequest
        {
            Namespace = given.Namespace,
            WorkflowId = given.WorkflowId,
            WorkflowType = given.WorkflowType,
            TaskQueue = given.TaskQueue,
            Input = given.Input,
            WorkflowExecutionTimeout = given.WorkflowExecutionTimeout,
            WorkflowRunTimeout = given.WorkflowRunTimeout,
            WorkflowTaskTimeout = given.WorkflowTaskTimeout,
            Identity = given.Identity,
            RequestId = given.RequestId,
            WorkflowIdReusePolicy = given.WorkflowIdReusePolicy,
            WorkflowIdConflictPolicy = given.WorkflowIdConflictPolicy,
            RetryPolicy = given.RetryPolicy,
            CronSchedule = given.CronSchedule,
            Memo = given.Memo,
            SearchAttributes = given.SearchAttributes,
            Header = given.Header,
            WorkflowStartDelay = given.WorkflowStartDelay,
            UserMetadata = given.UserMetadata,
            VersioningOverride = given.VersioningOverride,
            Priority = given.Priority,
        };
        request.Links.Add(given.Links);
        return request;
    }
}
