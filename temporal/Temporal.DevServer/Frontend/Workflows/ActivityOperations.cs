using Temporal.DevServer.Grpc;
using Temporal.DevServer.History;
using Temporal.DevServer.History.Engine;
using Temporal.DevServer.State;
using Temporalio.Api.Activity.V1;
using Temporalio.Api.Common.V1;
using Temporalio.Api.WorkflowService.V1;

namespace Temporal.DevServer.Frontend.Workflows;

/// <summary>
/// PauseActivity, UnpauseActivity, ResetActivity and UpdateActivityOptions: on one activity, on all of a type, or on all.
/// </summary>
internal sealed class ActivityOperations(ExecutionEngine engine) : IRpcService
{
    /// <inheritdoc/>
    public void Register(RpcTableBuilder table)
    {
        table.Add<PauseActivityRequest, PauseActivityResponse>("PauseActivity", PauseAsync);
        table.Add<UnpauseActivityRequest, UnpauseActivityResponse>("UnpauseActivity", UnpauseAsync);
        table.Add<ResetActivityRequest, ResetActivityResponse>("ResetActivity", ResetAsync);
        table.Add<UpdateActivityOptionsRequest, UpdateActivityOptionsResponse>(
            "UpdateActivityOptions", UpdateOptionsAsync);
    }

    /// <summary>Lets paused activities go on.</summary>
    public async Task<UnpauseActivityResponse> UnpauseAsync(UnpauseActivityRequest request, RpcContext context)
    {
        var which = new Selection(request.Id, request.Type, request.UnpauseAll);
        await ApplyAsync(request.Namespace, request.Execution, which, (_, t, a) =>
        {
            ActivityMachine.Unpause(t, a, request.ResetAttempts, request.ResetHeartbeat);
            return ValueTask.CompletedTask;
        }).ConfigureAwait(false);
        return new();
    }

    /// <summary>Starts counting attempts anew.</summary>
    public async Task<ResetActivityResponse> ResetAsync(ResetActivityRequest request, RpcContext context)
    {
        var which = new Selection(request.Id, request.Type, request.MatchAll);
        await ApplyAsync(request.Namespace, request.Execution, which, async (run, t, a) =>
        {
            if (request.RestoreOriginalOptions)
            {
                ActivityMachine.SetOptions(t, a, await OriginalAsync(run, a).ConfigureAwait(false));
            }

            ActivityMachine.Reset(t, a, request.ResetHeartbeat, request.KeepPaused);
        }).ConfigureAwait(false);
        return new();
    }

    /// <summary>Changes what activities run with; answers with the options that the last of them has now.</summary>
    public async Task<UpdateActivityOptionsResponse> UpdateOptionsAsync(
        UpdateActivityOptionsRequest request, RpcContext context)
    {
        if (request.UpdateMask is null && !request.RestoreOriginal)
        {
            throw RpcErrors.InvalidArgument("UpdateMask is not provided");
        }

        var response = new UpdateActivityOptionsResponse();
        var which = new Selection(request.Id, request.Type, request.MatchAll);
        await ApplyAsync(request.Namespace, request.Execution, which, async (run, t, a) =>
        {
            response.ActivityOptions = request.RestoreOriginal
                ? await OriginalAsync(run, a).ConfigureAwait(false)
                : ActivityOptionsRules.Merge(
                    ActivityOptionsRules.Of(a), request.ActivityOptions ?? new(), request.UpdateMask!.Paths,
                    run.State.RunTimeout.ToSpan());
            ActivityMachine.SetOptions(t, a, response.ActivityOptions.Clone());
        }).ConfigureAwait(false);
        return response;
    }

    private async Task<PauseActivityResponse> PauseAsync(PauseActivityRequest request, RpcContext context)
    {
        var which = new Selection(request.Id, request.Type, All: false);
        await ApplyAsync(request.Namespace, request.Execution, which, (_, t, a) =>
        {
            ActivityMachine.Pause(t, a, request.Identity, request.Reason);
            return ValueTask.CompletedTask;
        }).ConfigureAwait(false);
        return new();
    }

    private async ValueTask<ActivityOptions> OriginalAsync(WorkflowRun run, ActivityInfo activity) =>
        ActivityOptionsRules.Of(ActivityMachine.FromEvent(
            await engine.History.GetEventAsync(run, activity.ScheduledId).ConfigureAwait(false)));

    private Task<bool> ApplyAsync(string nsName, WorkflowExecution? execution, Selection which,
        Func<WorkflowRun, Transition, ActivityInfo, ValueTask> apply)
    {
        var ns = engine.Namespace(nsName);
        Requests.CheckExecution(execution);
        if (which is { Id.Length: 0, Type.Length: 0, All: false })
        {
            throw RpcErrors.InvalidArgument("Either Activity.Id or Activity.Type should be set on request.");
        }

        return engine.RunAsync(Requests.KeyOf(ns, execution!.WorkflowId), async session =>
        {
            var run = await session.RequireOpenAsync(execution.RunId).ConfigureAwait(false);
            var meant = run.State.Activities.Values.Where(which.Has).ToArray();
            if (meant.Length == 0)
            {
                throw RpcErrors.NotFound(
                    "Can't find pending activity with such ID. Invalid activityID or activity already completed");
            }

            var t = session.Begin(run);
            foreach (var activity in meant)
            {
                await apply(run, t, activity).ConfigureAwait(false);
            }

            session.Commit(t);
            return true;
        });
    }

    /// <summary>Which activities a request means.</summary>
    private sealed record Selection(string Id, string Type, bool All)
    {
        public bool Has(ActivityInfo activity) =>
            All || (Id.Length > 0 ? activity.ActivityId == Id : activity.ActivityType == Type);
    }
}
