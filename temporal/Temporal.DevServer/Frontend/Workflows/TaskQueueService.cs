using Google.Protobuf.WellKnownTypes;
using Temporal.DevServer.Grpc;
using Temporal.DevServer.History;
using Temporal.DevServer.History.Engine;
using Temporal.DevServer.Matching;
using Temporalio.Api.Enums.V1;
using Temporalio.Api.TaskQueue.V1;
using Temporalio.Api.WorkflowService.V1;

namespace Temporal.DevServer.Frontend.Workflows;

/// <summary>Task queues from outside: DescribeTaskQueue, ShutdownWorker, ResetStickyTaskQueue.</summary>
internal sealed class TaskQueueService(ExecutionEngine engine) : IRpcService
{
    private const int DefaultPriorityKey = 3;
    private const double UnlimitedPollRate = 100_000;
    private const float QueueRateLimit = 4_000;

    /// <inheritdoc/>
    public void Register(RpcTableBuilder table)
    {
        table.Add<DescribeTaskQueueRequest, DescribeTaskQueueResponse>("DescribeTaskQueue", DescribeAsync);
        table.Add<ShutdownWorkerRequest, ShutdownWorkerResponse>("ShutdownWorker", ShutDownWorkerAsync);
        table.Add<ResetStickyTaskQueueRequest, ResetStickyTaskQueueResponse>("ResetStickyTaskQueue", ResetStickyAsync);
    }

    /// <summary>Describes a queue; one that does not exist is empty.</summary>
    public Task<DescribeTaskQueueResponse> DescribeAsync(DescribeTaskQueueRequest request, RpcContext context)
    {
        var ns = engine.Namespace(request.Namespace);
        Requests.Refuse(QueueNames.Fault(request.TaskQueue));
        var kind = request.TaskQueueType == TaskQueueType.Activity ? QueueKind.Activity : QueueKind.Workflow;
        var queue = engine.Queues.Find(new QueueKey(ns.Id, request.TaskQueue.Name, kind));
        var response = new DescribeTaskQueueResponse
        {
            VersioningInfo = new()
            {
                CurrentVersion = "__unversioned__",
                UpdateTime = new Timestamp { Seconds = -62_135_596_800 },
            },
            EffectiveRateLimit = new()
            {
                RequestsPerSecond = QueueRateLimit,
                RateLimitSource = RateLimitSource.System,
            },
        };
        response.Pollers.Add((queue?.Pollers ?? []).Select(poller => new PollerInfo
        {
            Identity = poller.Identity,
            LastAccessTime = poller.LastAccess.ToStamp(),
            RatePerSecond = UnlimitedPollRate,
        }));
        if (request.ReportStats)
        {
            response.Stats = StatsOf(queue);
            response.StatsByPriorityKey[DefaultPriorityKey] = StatsOf(queue);
        }

        return Task.FromResult(response);
    }

    /// <summary>
    /// A worker leaves: its sticky queue is closed, so that its workflows go to other workers at once.
    /// </summary>
    private Task<ShutdownWorkerResponse> ShutDownWorkerAsync(ShutdownWorkerRequest request, RpcContext context)
    {
        var ns = engine.Namespace(request.Namespace);
        if (request.StickyTaskQueue.Length > 0)
        {
            engine.Queues.Get(new QueueKey(ns.Id, request.StickyTaskQueue, QueueKind.Workflow)).ShutDown();
        }

        return Task.FromResult(new ShutdownWorkerResponse());
    }

    private async Task<ResetStickyTaskQueueResponse> ResetStickyAsync(
        ResetStickyTaskQueueRequest request, RpcContext context)
    {
        var ns = engine.Namespace(request.Namespace);
        Requests.CheckExecution(request.Execution);
        return await engine.RunAsync(Requests.KeyOf(ns, request.Execution.WorkflowId), async session =>
        {
            var run = await session.RequireOpenAsync(request.Execution.RunId).ConfigureAwait(false);
            if (run.State.Sticky is not null)
            {
                var t = session.Begin(run);
                run.State.Sticky = null;
                session.Commit(t);
            }

            return new ResetStickyTaskQueueResponse();
        }).ConfigureAwait(false);
    }

    private static TaskQueueStats StatsOf(MatchQueue? queue) => new()
    {
        ApproximateBacklogCount = queue?.BacklogCount ?? 0,
        ApproximateBacklogAge = Times.ToDuration(queue?.BacklogAge ?? TimeSpan.Zero),
    };
}
