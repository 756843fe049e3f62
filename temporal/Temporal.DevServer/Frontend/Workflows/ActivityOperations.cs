using Temporal.DevServer.Grpc;
using Temporal.DevServer.History;
using Temporal.DevServer.History.Engine;
using Temporal.DevServer.State;
using Temporalio.Api.Common.V1;
using Temporalio.Api.WorkflowService.V1;

namespace Temporal.DevServer.Frontend.Workflows;

/// <summary>PauseActivity, UnpauseActivity and ResetActivity: on one activity, on all of a type, or on all.</summary>
internal sealed class ActivityOperations(ExecutionEngine engine) : IRpcService
{
    /// <inheritdoc/>
    public void Register(RpcTableBuilder table)
    {
        table.Add<PauseActivityRequest, PauseActivityResponse>("PauseActivity", PauseAsync);
        table.Add<UnpauseActivityRequest, UnpauseActivityResponse>("UnpauseActivity", UnpauseAsync);
        table.Add<ResetActivityRequest, ResetActivityResponse>("ResetActivity", ResetAsync);
    }

    private async Task<PauseActivityResponse> PauseAsync(PauseActivityRequest request, RpcContext context)
    {
        await ApplyAsync(request.Namespace, request.Execution, request.Id, request.Type, all: false,
            (t, a) => ActivityMachine.Pause(t, a, request.Identity, request.Reason)).ConfigureAwait(false);
        return new();
    }

    private async Task<UnpauseActivityResponse> UnpauseAsync(UnpauseActivityRequest request, RpcContext context)
    {
        await ApplyAsync(request.Namespace, request.Execution, request.Id, request.Type, request.UnpauseAll,
            (t, a) => ActivityMachine.Unpause(t, a, request.ResetAttempts, request.ResetHeartbeat)).ConfigureAwait(false);
        return new();
    }

    private async Task<ResetActivityResponse> ResetAsync(ResetActivityRequest request, RpcContext context)
    {
        await ApplyAsync(request.Namespace, request.Execution, request.Id, request.Type, request.MatchAll,
            (t, a) => ActivityMachine.Reset(t, a, request.ResetHeartbeat, request.KeepPaused)).ConfigureAwait(false);
        return new();
    }

    private Task<bool> ApplyAsync(string nsName, WorkflowExecution? execution, string id, string type, bool all,
        Action<Transition, ActivityInfo> apply)
    {
        var ns = engine.Namespace(nsName);
        Requests.CheckExecution(execution);
        if (id.Length == 0 && type.Length == 0 && !all)
        {
            throw RpcErrors.InvalidArgument("Either Activity.Id or Activity.Type should be set on request.");
        }

        return engine.RunAsync(Requests.KeyOf(ns, execution!.WorkflowId), async session =>
        {
            var run = await session.RequireOpenAsync(execution.RunId).ConfigureAwait(false);
            var meant = run.State.Activities.Values
                .Where(a => all || (id.Length > 0 ? a.ActivityId == id : a.ActivityType == type)).ToArray();
            if (meant.Length == 0)
            {
                throw RpcErrors.NotFound(
                    "Can't find pending activity with such ID. Invalid activityID or activity already completed");
            }

            var t = session.Begin(run);
            foreach (var activity in meant)
            {
                apply(t, activity);
            }

            session.Commit(t);
            return true;
        });
    }
}
