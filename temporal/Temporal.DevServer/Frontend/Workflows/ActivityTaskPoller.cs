using Temporal.DevServer.Grpc;
using Temporal.DevServer.History;
using Temporal.DevServer.History.Engine;
using Temporal.DevServer.Matching;
using Temporal.DevServer.State;
using Temporalio.Api.Enums.V1;
using Temporalio.Api.WorkflowService.V1;

namespace Temporal.DevServer.Frontend.Workflows;

/// <summary>PollActivityTaskQueue: waits for an activity, starts its attempt, answers with it.</summary>
internal sealed class ActivityTaskPoller(ExecutionEngine engine) : IRpcService
{
    /// <inheritdoc/>
    public void Register(RpcTableBuilder table) =>
        table.Add<PollActivityTaskQueueRequest, PollActivityTaskQueueResponse>("PollActivityTaskQueue", PollAsync);

    /// <summary>Answers a poll.</summary>
    public async Task<PollActivityTaskQueueResponse> PollAsync(PollActivityTaskQueueRequest request, RpcContext context)
    {
        var ns = engine.Namespace(request.Namespace);
        Requests.CheckLength(request.Identity, Requests.IdentityTooLong);
        WorkerVersionRules.Check(request.WorkerVersionCapabilities?.BuildId, request.WorkerVersionCapabilities?.UseVersioning,
            request.DeploymentOptions, request.TaskQueue);
        Requests.Refuse(QueueNames.PollFault(request.TaskQueue));
        var until = engine.WallNow + Requests.TaskPollWait(context);
        var queue = engine.Queues.Get(
            Requests.PolledQueue(ns, request.TaskQueue, request.DeploymentOptions, QueueKind.Activity));
        await Requests.NoteVersionAsync(
            engine, ns, request.DeploymentOptions, request.TaskQueue, TaskQueueType.Activity).ConfigureAwait(false);
        using var gone = engine.Queues.Workers.Begin(
            request.WorkerInstanceKey, context.Cancelled, context.Stopping);
        var build = request.WorkerVersionCapabilities?.BuildId ?? request.DeploymentOptions?.BuildId ?? "";
        while (true)
        {
            var task = await queue.PollAsync(request.Identity, until - engine.WallNow, gone.Token, build)
                .ConfigureAwait(false);
            if (task is not ActivityQueueTask activity)
            {
                return new PollActivityTaskQueueResponse();
            }

            if (gone.IsCancellationRequested)
            {
                engine.Queues.PutBack(task);
                return new PollActivityTaskQueueResponse();
            }

            if (await StartAsync(activity, request).ConfigureAwait(false) is { } response)
            {
                return response;
            }
        }
    }

    private Task<PollActivityTaskQueueResponse?> StartAsync(
        ActivityQueueTask task, PollActivityTaskQueueRequest request) =>
        engine.RunAsync(task.Run.Workflow, async session =>
        {
            if (await session.FindAsync(task.Run.RunId).ConfigureAwait(false) is not { IsRunning: true } run
                || !run.State.Activities.TryGetValue(task.ScheduledId, out var activity)
                || activity.Status != ActivityStatus.Scheduled || activity.Stamp != task.Stamp)
            {
                return null;
            }

            var item = await engine.History.GetEventAsync(run, task.ScheduledId).ConfigureAwait(false);
            var t = session.Begin(run);
            ActivityMachine.Start(t, activity, request.Identity, Guid.NewGuid().ToString());

            // An activity that may run only once must not be handed out twice, even if the server dies right now.
            session.AnswersBeforeCommit = activity.RetryPolicy.MaximumAttempts != 1;
            session.Commit(t);
            return (PollActivityTaskQueueResponse?)ActivityTaskResponse.Of(run, activity, item);
        });
}
