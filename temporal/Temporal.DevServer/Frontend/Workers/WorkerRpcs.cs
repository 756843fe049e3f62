using System.Collections.Concurrent;
using Temporal.DevServer.Frontend.Namespaces;
using Temporal.DevServer.Grpc;
using Temporal.DevServer.Timers;
using Temporalio.Api.Worker.V1;
using Temporalio.Api.WorkflowService.V1;

namespace Temporal.DevServer.Frontend.Workers;

/// <summary>Workers as they report themselves; kept in memory, for as long as they report.</summary>
internal sealed class WorkerRpcs(NamespaceRegistry registry, IClock clock) : IRpcService
{
    private const int PageSizeDefault = 100;

    /// <summary>Workers remembered; beyond it the one that was silent for longest is forgotten.</summary>
    private const int WorkersMax = 10_000;

    /// <summary>A worker reports every minute; after this silence it is gone.</summary>
    private static readonly TimeSpan SilenceMax = TimeSpan.FromMinutes(5);

    private readonly ConcurrentDictionary<(string NamespaceId, string Key), Seen> _workers = new();

    /// <inheritdoc />
    public void Register(RpcTableBuilder table)
    {
        table.Add<RecordWorkerHeartbeatRequest, RecordWorkerHeartbeatResponse>("RecordWorkerHeartbeat", RecordAsync);
        table.Add<ListWorkersRequest, ListWorkersResponse>("ListWorkers", ListAsync);
        table.Add<DescribeWorkerRequest, DescribeWorkerResponse>("DescribeWorker", DescribeAsync);
    }

    private Task<RecordWorkerHeartbeatResponse> RecordAsync(RecordWorkerHeartbeatRequest request, RpcContext context)
    {
        var entry = registry.Require(request.Namespace);
        foreach (var heartbeat in request.WorkerHeartbeat)
        {
            _workers[(entry.Id, heartbeat.WorkerInstanceKey)] = new Seen(heartbeat, clock.UtcNow);
        }

        if (_workers.Count > WorkersMax)
        {
            foreach (var old in _workers.OrderBy(pair => pair.Value.At).Take(_workers.Count - WorkersMax))
            {
                _workers.TryRemove(old.Key, out _);
            }
        }

        return Task.FromResult(new RecordWorkerHeartbeatResponse());
    }

    private Task<ListWorkersResponse> ListAsync(ListWorkersRequest request, RpcContext context)
    {
        var entry = registry.Require(request.Namespace);
        var size = request.PageSize > 0 ? request.PageSize : PageSizeDefault;
        var after = request.NextPageToken.ToStringUtf8();
        var page = Living(entry.Id)
            .OrderBy(worker => worker.WorkerInstanceKey, StringComparer.Ordinal)
            .Where(worker => string.CompareOrdinal(worker.WorkerInstanceKey, after) > 0)
            .Take(size).ToList();
        var response = new ListWorkersResponse { Workers = { page.Select(ListInfo) } };
        response.WorkersInfo.AddRange(page.Select(worker => new WorkerInfo { WorkerHeartbeat = worker }));
        if (page.Count == size)
        {
            response.NextPageToken = Google.Protobuf.ByteString.CopyFromUtf8(page[^1].WorkerInstanceKey);
        }

        return Task.FromResult(response);
    }

    private Task<DescribeWorkerResponse> DescribeAsync(DescribeWorkerRequest request, RpcContext context)
    {
        var entry = registry.Require(request.Namespace);
        return _workers.TryGetValue((entry.Id, request.WorkerInstanceKey), out var seen) && IsLiving(seen)
            ? Task.FromResult(new DescribeWorkerResponse
            {
                WorkerInfo = new WorkerInfo { WorkerHeartbeat = seen.Heartbeat },
            })
            : throw RpcErrors.NotFound($"Worker {request.WorkerInstanceKey} not found");
    }

    private IEnumerable<WorkerHeartbeat> Living(string namespaceId) => _workers
        .Where(pair => pair.Key.NamespaceId == namespaceId && IsLiving(pair.Value))
        .Select(pair => pair.Value.Heartbeat);

    private bool IsLiving(Seen seen) => clock.UtcNow - seen.At < SilenceMax;

    private static WorkerListInfo ListInfo(WorkerHeartbeat worker) => new()
    {
        WorkerInstanceKey = worker.WorkerInstanceKey,
        WorkerIdentity = worker.WorkerIdentity,
        TaskQueue = worker.TaskQueue,
        DeploymentVersion = worker.DeploymentVersion,
        SdkName = worker.SdkName,
        SdkVersion = worker.SdkVersion,
        Status = worker.Status,
        StartTime = worker.StartTime,
        HostName = worker.HostInfo?.HostName ?? "",
        WorkerGroupingKey = worker.HostInfo?.WorkerGroupingKey ?? "",
        ProcessId = worker.HostInfo?.ProcessId ?? "",
        Plugins = { worker.Plugins },
        Drivers = { worker.Drivers },
    };

    private sealed record Seen(WorkerHeartbeat Heartbeat, DateTimeOffset At);
}
