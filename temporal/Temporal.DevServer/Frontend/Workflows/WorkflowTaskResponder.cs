using Temporal.DevServer.Grpc;
using Temporal.DevServer.History;
using Temporal.DevServer.History.Commands;
using Temporal.DevServer.History.Engine;
using Temporal.DevServer.State;
using Temporalio.Api.Command.V1;
using Temporalio.Api.Enums.V1;
using Temporalio.Api.Failure.V1;
using Temporalio.Api.WorkflowService.V1;

namespace Temporal.DevServer.Frontend.Workflows;

/// <summary>
/// RespondWorkflowTaskCompleted and RespondWorkflowTaskFailed: what a worker made of a workflow task.
/// </summary>
internal sealed class WorkflowTaskResponder(ExecutionEngine engine) : IRpcService
{
    /// <inheritdoc/>
    public void Register(RpcTableBuilder table)
    {
        table.Add<RespondWorkflowTaskCompletedRequest, RespondWorkflowTaskCompletedResponse>(
            "RespondWorkflowTaskCompleted", CompleteAsync);
        table.Add<RespondWorkflowTaskFailedRequest, RespondWorkflowTaskFailedResponse>(
            "RespondWorkflowTaskFailed", FailAsync);
    }

    /// <summary>The worker answered.</summary>
    public async Task<RespondWorkflowTaskCompletedResponse> CompleteAsync(
        RespondWorkflowTaskCompletedRequest request, RpcContext context)
    {
        var ns = engine.Namespace(request.Namespace);
        Requests.CheckLength(request.Identity, Requests.IdentityTooLong);
        WorkerVersionRules.Check(request.WorkerVersionStamp?.BuildId, request.WorkerVersionStamp?.UseVersioning,
            request.DeploymentOptions, request.StickyAttributes?.WorkerTaskQueue);
        var token = TaskTokens.Parse(request.TaskToken, ns);
        var (response, next) = await engine.RunAsync(Requests.KeyOf(ns, token.WorkflowId), async session =>
        {
            var run = await RequireTaskAsync(session, token).ConfigureAwait(false);
            CommandSequence.Check(request, engine.Namespaces);
            if (HeartbeatExpired(run))
            {
                ExpireHeartbeat(session, run);
                throw RpcErrors.NotFound("workflow task heartbeat timeout");
            }

            if (RunContinuation.NeedsStartedEvent(run.State))
            {
                await engine.History.PinStartedEventAsync(run).ConfigureAwait(false);
            }

            return Completion.CanDiscard(run.State, request)
                ? Discard(session, run, request)
                : Apply(session, run, request);
        }).ConfigureAwait(false);
        if (next is not null)
        {
            response.WorkflowTask = await next.CompleteAsync(engine.History).ConfigureAwait(false);
        }

        return response;
    }

    /// <summary>The worker gave up.</summary>
    public async Task<RespondWorkflowTaskFailedResponse> FailAsync(
        RespondWorkflowTaskFailedRequest request, RpcContext context)
    {
        var ns = engine.Namespace(request.Namespace);
        var token = TaskTokens.Parse(request.TaskToken, ns);
        Requests.CheckLength(request.Identity, Requests.IdentityTooLong);
        return await engine.RunAsync(Requests.KeyOf(ns, token.WorkflowId), async session =>
        {
            var run = await RequireTaskAsync(session, token).ConfigureAwait(false);
            var tooLarge = request.Cause == WorkflowTaskFailedCause.GrpcMessageTooLarge;
            UpdateMachine.Unsend(run);
            run.Queries.Detach();
            var t = session.Begin(run);
            if (tooLarge)
            {
                // Trying again would only produce the same message: the run is closed with its task still started.
                RunMachine.Terminate(t, nameof(WorkflowTaskFailedCause.GrpcMessageTooLarge), null,
                    WorkflowTaskMachine.ServerIdentity);
            }
            else
            {
                WorkflowTaskMachine.Fail(t, request.Cause, FailureLimit.Reported(request.Failure), request.Identity);
                t.Wake();
            }

            session.Commit(t);
            return new RespondWorkflowTaskFailedResponse();
        }).ConfigureAwait(false);
    }

    private static async ValueTask<WorkflowRun> RequireTaskAsync(WorkflowSession session, TaskToken token) =>
        await session.FindAsync(token.RunId).ConfigureAwait(false) is { IsRunning: true } run
            && TaskTokens.IsCurrent(token, run)
                ? run
                : throw RpcErrors.NotFound("Workflow task not found.");

    private bool HeartbeatExpired(WorkflowRun run) => run.State.Task.HeartbeatSince is { } since
        && engine.Clock.UtcNow - since.ToDateTimeOffset() > Limits.TaskHeartbeatMax;

    private static void ExpireHeartbeat(WorkflowSession session, WorkflowRun run)
    {
        UpdateMachine.Unsend(run);
        var t = session.Begin(run);
        WorkflowTaskMachine.TimeOutStarted(t);
        session.Commit(t);
    }

    private static (RespondWorkflowTaskCompletedResponse, TaskResponse?) Discard(
        WorkflowSession session, WorkflowRun run, RespondWorkflowTaskCompletedRequest request)
    {
        var t = session.Begin(run);
        Completion.Discard(t, request);
        foreach (var tell in run.Queries.Settle(request.QueryResults, WorkflowTaskMachine.IsPending(run.State)))
        {
            t.AfterCommit(tell);
        }

        session.Keep(t);
        UpdateMachine.Settle(run);
        return (new() { ResetHistoryEventId = run.State.LastCompletedStartedId }, null);
    }

    private (RespondWorkflowTaskCompletedResponse, TaskResponse?) Apply(
        WorkflowSession session, WorkflowRun run, RespondWorkflowTaskCompletedRequest request)
    {
        var t = session.Begin(run);
        try
        {
            Completion.Apply(t, request, engine.Namespaces, engine.Endpoints);
        }
        catch (CommandFailure failure)
        {
            session.Rollback();
            Refuse(session, run, request, failure);
            throw RpcErrors.InvalidArgument(failure.Message);
        }

        var response = new RespondWorkflowTaskCompletedResponse();
        StartEagerActivities(t, request, response);
        t.Finish();
        var isInline = StartInline(t, request);
        foreach (var tell in run.Queries.Settle(request.QueryResults, WorkflowTaskMachine.IsPending(run.State)))
        {
            t.AfterCommit(tell);
        }

        session.Commit(t);
        UpdateMachine.Settle(run);
        return (response, isInline ? TaskResponse.OfStarted(run, wholeHistory: false) : null);
    }

    /// <summary>
    /// A completion that cannot be applied fails the task. From the second attempt on nothing is recorded: the task's
    /// own timeout then paces what would be a hot loop.
    /// </summary>
    private static void Refuse(
        WorkflowSession session, WorkflowRun run, RespondWorkflowTaskCompletedRequest request, CommandFailure failure)
    {
        var unhandled = failure.Cause == WorkflowTaskFailedCause.UnhandledCommand;
        if (run.State.Task.Attempt > 1 && !unhandled)
        {
            return;
        }

        if (unhandled)
        {
            UpdateMachine.Unsend(run);
        }
        else
        {
            UpdateMachine.AbortSent(run, UpdateRegistry.TaskFailureError());
        }

        run.Queries.Detach();
        var t = session.Begin(run);
        WorkflowTaskMachine.Fail(t, failure.Cause,
            new Failure { Message = failure.Message, ServerFailureInfo = new ServerFailureInfo() }, request.Identity);
        if (failure.EndsRun)
        {
            RunMachine.Terminate(t, failure.Message, null, WorkflowTaskMachine.ServerIdentity);
        }
        else
        {
            t.Wake();
        }

        session.Commit(t);
    }

    /// <summary>
    /// Starts the next task at once and returns it with the answer: the worker has the run in its hands.
    /// </summary>
    private static bool StartInline(Transition t, RespondWorkflowTaskCompletedRequest request)
    {
        if (!request.ReturnNewWorkflowTask || t.Effects.WorkflowTask is null)
        {
            return false;
        }

        t.Effects.WorkflowTask = null;
        WorkflowTaskMachine.Start(
            t, request.Identity, Completion.InlineRequestId, request.WorkerVersionStamp?.BuildId ?? "");
        return true;
    }

    /// <summary>Activities that the worker offered to run itself are started in the same commit.</summary>
    private static void StartEagerActivities(
        Transition t, RespondWorkflowTaskCompletedRequest request, RespondWorkflowTaskCompletedResponse response)
    {
        var asked = request.Commands
            .Where(c => c.ScheduleActivityTaskCommandAttributes?.RequestEagerExecution == true)
            .Select(c => c.ScheduleActivityTaskCommandAttributes.ActivityId).Take(Limits.EagerActivitiesMax);
        foreach (var id in asked)
        {
            if (ActivityMachine.FindById(t.State, id) is not { Status: ActivityStatus.Scheduled } activity
                || t.Run.FindEvent(activity.ScheduledId) is not { } item)
            {
                continue;
            }

            ActivityMachine.Start(t, activity, request.Identity, Guid.NewGuid().ToString());
            t.Effects.Activities.Remove(activity.ScheduledId);
            response.ActivityTasks.Add(ActivityTaskResponse.Of(t.Run, activity, item));
        }
    }
}
