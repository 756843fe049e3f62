using Temporal.DevServer.Grpc;
using Temporal.DevServer.History;
using Temporal.DevServer.History.Engine;
using Temporal.DevServer.Matching;
using Temporalio.Api.Enums.V1;
using Temporalio.Api.WorkflowService.V1;

namespace Temporal.DevServer.Frontend.Workflows;

/// <summary>
/// PollWorkflowTaskQueue: waits for a task, starts it, answers with it. A task that turns out to be outdated is dropped
/// and the wait goes on. Nothing in time is an empty answer, never an error.
/// </summary>
internal sealed class WorkflowTaskPoller(ExecutionEngine engine) : IRpcService
{
    /// <inheritdoc/>
    public void Register(RpcTableBuilder table) =>
        table.Add<PollWorkflowTaskQueueRequest, PollWorkflowTaskQueueResponse>("PollWorkflowTaskQueue", PollAsync);

    /// <summary>Answers a poll.</summary>
    public async Task<PollWorkflowTaskQueueResponse> PollAsync(PollWorkflowTaskQueueRequest request, RpcContext context)
    {
        var ns = engine.Namespace(request.Namespace);
        Requests.CheckLength(request.Identity, Requests.IdentityTooLong);
        WorkerVersionRules.Check(request.WorkerVersionCapabilities?.BuildId, request.WorkerVersionCapabilities?.UseVersioning,
            request.DeploymentOptions, request.TaskQueue);
        Requests.Refuse(QueueNames.PollFault(request.TaskQueue));
        var wait = Requests.TaskPollWait(context);
        var until = engine.WallNow + wait;
        var queue = engine.Queues.Get(
            Requests.PolledQueue(ns, request.TaskQueue, request.DeploymentOptions, QueueKind.Workflow));
        await Requests.NoteVersionAsync(
            engine, ns, request.DeploymentOptions, request.TaskQueue, TaskQueueType.Workflow).ConfigureAwait(false);
        using var gone = engine.Queues.Workers.Begin(
            request.WorkerInstanceKey, context.Cancelled, context.Stopping);
        var build = request.WorkerVersionCapabilities?.BuildId ?? request.DeploymentOptions?.BuildId ?? "";
        while (true)
        {
            var task = await queue.PollAsync(request.Identity, until - engine.WallNow, gone.Token, build)
                .ConfigureAwait(false);
            if (task is null)
            {
                return new PollWorkflowTaskQueueResponse();
            }

            if (gone.IsCancellationRequested)
            {
                engine.Queues.PutBack(task);
                return new PollWorkflowTaskQueueResponse();
            }

            if (await TakeAsync(task, request).ConfigureAwait(false) is { } response)
            {
                return response;
            }
        }
    }

    private async Task<PollWorkflowTaskQueueResponse?> TakeAsync(QueueTask task, PollWorkflowTaskQueueRequest request)
    {
        var response = task switch
        {
            QueryQueueTask query => await TakeQueryAsync(query).ConfigureAwait(false),
            WorkflowQueueTask workflow => await StartAsync(workflow, request).ConfigureAwait(false),
            _ => throw new InvariantException($"A workflow task queue holds a {task.GetType().Name}."),
        };
        return response is null ? null : await response.CompleteAsync(engine.History).ConfigureAwait(false);
    }

    private Task<TaskResponse?> StartAsync(WorkflowQueueTask task, PollWorkflowTaskQueueRequest request) =>
        engine.RunAsync(task.Run.Workflow, async session =>
        {
            if (await session.FindAsync(task.Run.RunId).ConfigureAwait(false) is not { IsRunning: true } run
                || !WorkflowTaskMachine.CanStart(run.State, task.Stamp))
            {
                return null;
            }

            var t = session.Begin(run);
            var build = request.WorkerVersionCapabilities?.BuildId ?? request.DeploymentOptions?.BuildId ?? "";
            WorkflowTaskMachine.Start(t, request.Identity, Guid.NewGuid().ToString(), build);
            if (WorkflowTaskMachine.IsSpeculative(run.State))
            {
                session.Keep(t);
            }
            else
            {
                session.AnswersBeforeCommit = true;
                session.Commit(t);
            }

            var response = TaskResponse.OfStarted(run, wholeHistory: !task.IsSticky);
            session.AnswersBeforeCommit = response.IsComplete;
            return (TaskResponse?)response;
        });

    /// <summary>A query shows only what is durable, so this answers after the commit.</summary>
    private Task<TaskResponse?> TakeQueryAsync(QueryQueueTask task) =>
        engine.RunAsync(task.Run.Workflow, async session =>
        {
            if (await session.FindAsync(task.Run.RunId).ConfigureAwait(false) is not { } run
                || task.Query.Answer.IsCompleted)
            {
                return null;
            }

            task.IsTaken = true;
            return (TaskResponse?)TaskResponse.OfQuery(run, task.Query, wholeHistory: !task.IsSticky);
        });
}
