using Google.Protobuf;
using Temporal.DevServer.Grpc;
using Temporal.DevServer.History;
using Temporal.DevServer.History.Engine;
using Temporal.DevServer.State;

namespace Temporal.DevServer.Frontend.Workflows;

/// <summary>Finds the activity that a report is about and applies the report in one transition.</summary>
internal sealed class ActivityLocator(ExecutionEngine engine)
{
    private const string Stale =
        "invalid activityID or activity already timed out or invoking workflow is completed";

    /// <summary>Applies a report that carries a task token; the token must be of the attempt that runs now.</summary>
    public Task<bool> ByTokenAsync(string nsName, ByteString taskToken, Action<Transition, ActivityInfo> apply)
    {
        var ns = engine.Namespace(nsName);
        var token = TaskTokens.Parse(taskToken, ns);
        return engine.RunAsync(Requests.KeyOf(ns, token.WorkflowId), async session =>
        {
            var run = await session.RequireOpenAsync(token.RunId).ConfigureAwait(false);
            if (token.ActivityId.Length == 0
                || !run.State.Activities.TryGetValue(token.ScheduledId, out var activity)
                || !ActivityMachine.IsStarted(activity) || activity.Attempt != token.Attempt)
            {
                throw RpcErrors.NotFound(Stale);
            }

            session.GoesWithWorkflowTask = true;
            var t = session.Begin(run);
            apply(t, activity);
            session.Commit(t);
            return true;
        });
    }

    /// <summary>Applies a report that names the activity by its id.</summary>
    public Task<bool> ByIdAsync(string nsName, string workflowId, string runId, string activityId, bool mayBeUnstarted,
        Action<Transition, ActivityInfo> apply)
    {
        var ns = engine.Namespace(nsName);
        if (activityId.Length == 0)
        {
            throw RpcErrors.InvalidArgument("ActivityId is not set on request.");
        }

        Requests.CheckRunId(runId);
        var isStandalone = workflowId.Length == 0;
        var key = isStandalone ? StandaloneActivity.KeyOf(ns.Id, activityId) : Requests.KeyOf(ns, workflowId);
        return engine.RunAsync(key, async session =>
        {
            var run = isStandalone
                ? await session.FindAsync(runId).ConfigureAwait(false) is { IsRunning: true } open
                    ? open
                    : throw StandaloneActivity.Unknown(activityId)
                : await session.RequireOpenAsync(runId).ConfigureAwait(false);
            var activity = ActivityMachine.FindById(run.State, activityId) ?? throw RpcErrors.NotFound(
                $"cannot find pending activity with ActivityID {activityId}, check workflow execution history for more "
                + "details");
            if (!mayBeUnstarted && !ActivityMachine.IsStarted(activity))
            {
                throw RpcErrors.NotFound(Stale);
            }

            session.GoesWithWorkflowTask = true;
            var t = session.Begin(run);
            apply(t, activity);
            session.Commit(t);
            return true;
        });
    }
}
