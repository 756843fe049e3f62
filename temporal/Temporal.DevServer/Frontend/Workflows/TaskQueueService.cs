using Google.Protobuf.WellKnownTypes;
using Temporal.DevServer.Frontend.Namespaces;
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
    private const double UnlimitedPollRate = 100_000;
    private const float QueueRateLimit = 4_000;

    /// <summary>Task ids that a real server's queue takes at once; here they have no meaning.</summary>
    private const long TaskIdBlockSize = 100_000;

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
        if (request.ApiMode == DescribeTaskQueueMode.Enhanced)
        {
            Requests.Refuse(request.TaskQueue.Kind != TaskQueueKind.Sticky ? null : "Enhanced DescribeTaskQueue is not valid "
                + "for a sticky queue, use api_mode=UNSPECIFIED or a normal queue.");
            return Task.FromResult(DescribeVersions(ns, request));
        }

        var queues = Find(ns, request.TaskQueue.Name, request.TaskQueueType);
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
        response.Pollers.Add(PollersOf(queues));
        if (request.ReportStats)
        {
            response.Stats = StatsOf(queues);
            response.StatsByPriorityKey.Add(StatsByLevel(queues));
        }

        if (request.IncludeTaskQueueStatus)
        {
            response.TaskQueueStatus = new()
            {
                BacklogCountHint = queues.Sum(queue => queue.BacklogCount),
                RatePerSecond = QueueRateLimit,
                TaskIdBlock = new() { StartId = 1, EndId = TaskIdBlockSize },
            };
        }

        return Task.FromResult(response);
    }

    /// <summary>The form that the CLI asks for: by version, of which there is only the one without a name, and by type.</summary>
    private DescribeTaskQueueResponse DescribeVersions(NamespaceEntry ns, DescribeTaskQueueRequest request)
    {
        var version = new TaskQueueVersionInfo();
        foreach (var type in request.TaskQueueTypes.DefaultIfEmpty(TaskQueueType.Workflow)
            .Concat(request.TaskQueueTypes.Count == 0 ? [TaskQueueType.Activity] : []))
        {
            var queues = Find(ns, request.TaskQueue.Name, type);
            var info = new TaskQueueTypeInfo { Stats = request.ReportStats ? StatsOf(queues) : null };
            info.Pollers.Add(request.ReportPollers ? PollersOf(queues) : []);
            version.TypesInfo[(int)type] = info;
        }

        return new DescribeTaskQueueResponse { VersionsInfo = { [""] = version } };
    }

    private IReadOnlyList<MatchQueue> Find(NamespaceEntry ns, string name, TaskQueueType type)
    {
        var kind = type switch
        {
            TaskQueueType.Activity => QueueKind.Activity,
            TaskQueueType.Nexus => QueueKind.Nexus,
            _ => QueueKind.Workflow,
        };
        return engine.Queues.FindAll(new QueueKey(ns.Id, name, kind));
    }

    private static IEnumerable<PollerInfo> PollersOf(IReadOnlyList<MatchQueue> queues) =>
        queues.SelectMany(queue => queue.Pollers).Select(poller => new PollerInfo
        {
            Identity = poller.Identity,
            LastAccessTime = poller.LastAccess.ToStamp(),
            RatePerSecond = UnlimitedPollRate,
            WorkerVersionCapabilities = poller.BuildId.Length > 0 ? new() { BuildId = poller.BuildId } : null,
        });

    /// <summary>
    /// A worker leaves: its sticky queue is closed, so that its workflows go to other workers at once, and its polls are
    /// answered with nothing, so that no task is sent to a worker that listens no more.
    /// </summary>
    private Task<ShutdownWorkerResponse> ShutDownWorkerAsync(ShutdownWorkerRequest request, RpcContext context)
    {
        var ns = engine.Namespace(request.Namespace);
        if (request.StickyTaskQueue.Length > 0)
        {
            engine.Queues.Get(new QueueKey(ns.Id, request.StickyTaskQueue, QueueKind.Workflow)).ShutDown();
        }

        engine.Queues.Workers.End(request.WorkerInstanceKey);
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

    private TaskQueueStats StatsOf(IReadOnlyList<MatchQueue> queues) =>
        StatsOf(queues.SelectMany(queue => queue.BacklogLevels));

    /// <summary>By level of priority; that of tasks without one is always there.</summary>
    private Dictionary<int, TaskQueueStats> StatsByLevel(IReadOnlyList<MatchQueue> queues) =>
        queues.SelectMany(queue => queue.BacklogLevels)
            .Append(new BacklogLevel(TaskPriority.LevelDefault, 0, engine.Clock.UtcNow))
            .GroupBy(level => level.Level)
            .ToDictionary(level => level.Key, StatsOf);

    private TaskQueueStats StatsOf(IEnumerable<BacklogLevel> levels) => new()
    {
        ApproximateBacklogCount = levels.Sum(level => level.Count),
        ApproximateBacklogAge = Times.ToDuration(
            levels.Where(level => level.Count > 0).Select(level => engine.Clock.UtcNow - level.Oldest).DefaultIfEmpty().Max()),
    };
}
