using Google.Protobuf.WellKnownTypes;
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
/// Batch operations do the last three too.
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
    public Task UnpauseAsync(ActivitySelection which, bool resetAttempts, bool resetHeartbeat) =>
        ApplyAsync(which, (_, t, a) =>
        {
            ActivityMachine.Unpause(t, a, resetAttempts, resetHeartbeat);
            return ValueTask.CompletedTask;
        });

    /// <summary>Starts counting attempts anew.</summary>
    public Task ResetAsync(ActivitySelection which, bool resetHeartbeat, bool keepPaused, bool restoreOptions) =>
        ApplyAsync(which, async (run, t, a) =>
        {
            if (restoreOptions)
            {
                ActivityMachine.SetOptions(t, a, await OriginalAsync(run, a).ConfigureAwait(false));
            }

            ActivityMachine.Reset(t, a, resetHeartbeat, keepPaused);
        });

    /// <summary>Changes what activities run with; answers with the options that the last of them has now.</summary>
    public async Task<ActivityOptions?> UpdateOptionsAsync(
        ActivitySelection which, ActivityOptions? options, FieldMask? mask, bool restoreOriginal)
    {
        if (restoreOriginal && mask?.Paths.Count > 0)
        {
            throw RpcErrors.InvalidArgument("Both UpdateMask and RestoreOriginal are provided");
        }

        ActivityOptions? result = null;
        await ApplyAsync(which, async (run, t, a) =>
        {
            result = restoreOriginal
                ? await OriginalAsync(run, a).ConfigureAwait(false)
                : ActivityOptionsRules.Merge(a, options, mask);
            ActivityMachine.SetOptions(t, a, result.Clone());
        }).ConfigureAwait(false);
        return result;
    }

    private async Task<PauseActivityResponse> PauseAsync(PauseActivityRequest request, RpcContext context)
    {
        var which = new ActivitySelection(request.Namespace, request.Execution, request.Id, request.Type);
        await ApplyAsync(which, (_, t, a) =>
        {
            ActivityMachine.Pause(t, a, request.Identity, request.Reason);
            return ValueTask.CompletedTask;
        }).ConfigureAwait(false);
        return new();
    }

    private async Task<UnpauseActivityResponse> UnpauseAsync(UnpauseActivityRequest request, RpcContext context)
    {
        var which = new ActivitySelection(
            request.Namespace, request.Execution, request.Id, request.Type, request.UnpauseAll);
        await UnpauseAsync(which, request.ResetAttempts, request.ResetHeartbeat).ConfigureAwait(false);
        return new();
    }

    private async Task<ResetActivityResponse> ResetAsync(ResetActivityRequest request, RpcContext context)
    {
        var which = new ActivitySelection(
            request.Namespace, request.Execution, request.Id, request.Type, request.MatchAll);
        await ResetAsync(which, request.ResetHeartbeat, request.KeepPaused, request.RestoreOriginalOptions)
            .ConfigureAwait(false);
        return new();
    }

    private async Task<UpdateActivityOptionsResponse> UpdateOptionsAsync(
        UpdateActivityOptionsRequest request, RpcContext context)
    {
        var which = new ActivitySelection(
            request.Namespace, request.Execution, request.Id, request.Type, request.MatchAll);
        Requests.Refuse(PriorityRules.Fault(request.ActivityOptions?.Priority));
        return new UpdateActivityOptionsResponse
        {
            ActivityOptions = await UpdateOptionsAsync(
                which, request.ActivityOptions, request.UpdateMask, request.RestoreOriginal).ConfigureAwait(false),
        };
    }

    private async ValueTask<ActivityOptions> OriginalAsync(WorkflowRun run, ActivityInfo activity) =>
        ActivityOptionsRules.Of(ActivityMachine.FromEvent(
            await engine.History.GetEventAsync(run, activity.ScheduledId).ConfigureAwait(false)));

    private Task<bool> ApplyAsync(
        ActivitySelection which, Func<WorkflowRun, Transition, ActivityInfo, ValueTask> apply)
    {
        var ns = engine.Namespace(which.Namespace);
        var execution = which.Execution ?? new WorkflowExecution();
        Requests.CheckExecution(execution);
        if (which is { Id.Length: 0, Type.Length: 0, All: false })
        {
            throw RpcErrors.InvalidArgument("Either Activity.Id or Activity.Type should be set on request.");
        }

        return engine.RunAsync(Requests.KeyOf(ns, execution.WorkflowId), async session =>
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
}

/// <summary>Which activities of a run are meant: all, that with an id, or those of a type.</summary>
internal sealed record ActivitySelection(
    string Namespace, WorkflowExecution? Execution, string Id, string Type, bool All = false)
{
    /// <summary>True for those.</summary>
    public bool Has(ActivityInfo activity) =>
        All || (Id.Length > 0 ? activity.ActivityId == Id : activity.ActivityType == Type);
}
