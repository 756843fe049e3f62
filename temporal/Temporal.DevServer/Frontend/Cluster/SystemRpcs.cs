using Temporal.DevServer.Grpc;
using Temporalio.Api.Health.V1;
using Temporalio.Api.WorkflowService.V1;

namespace Temporal.DevServer.Frontend.Cluster;

/// <summary>What the server is, what it can do, and whether it is well.</summary>
internal sealed class SystemRpcs(ClusterFacts facts) : IRpcService
{
    /// <inheritdoc />
    public void Register(RpcTableBuilder table)
    {
        table.Add<GetSystemInfoRequest, GetSystemInfoResponse>("GetSystemInfo", SystemInfoAsync);
        table.Add<GetClusterInfoRequest, GetClusterInfoResponse>("GetClusterInfo", ClusterInfoAsync);
        table.Add<HealthCheckRequest, HealthCheckResponse>(RpcTableBuilder.Health, "Check", CheckAsync);
    }

    private static Task<GetSystemInfoResponse> SystemInfoAsync(GetSystemInfoRequest request, RpcContext context) =>
        Task.FromResult(new GetSystemInfoResponse
        {
            ServerVersion = ServerVersion.Text,
            Capabilities = new GetSystemInfoResponse.Types.Capabilities
            {
                SignalAndQueryHeader = true,
                InternalErrorDifferentiation = true,
                ActivityFailureIncludeHeartbeat = true,
                SupportsSchedules = true,
                EncodedFailureAttributes = true,
                BuildIdBasedVersioning = true,
                UpsertMemo = true,
                EagerWorkflowStart = true,
                SdkMetadata = true,
                CountGroupByExecutionStatus = true,
                Nexus = true,
            },
        });

    private Task<GetClusterInfoResponse> ClusterInfoAsync(GetClusterInfoRequest request, RpcContext context)
    {
        var response = new GetClusterInfoResponse
        {
            ServerVersion = ServerVersion.Text,
            ClusterId = facts.ClusterId,
            ClusterName = ClusterFacts.Name,
            HistoryShardCount = ClusterFacts.HistoryShards,
            PersistenceStore = facts.Store,
            VisibilityStore = facts.Store,
            InitialFailoverVersion = ClusterFacts.InitialFailoverVersion,
            FailoverVersionIncrement = ClusterFacts.FailoverVersionIncrement,
        };
        foreach (var (client, majorBelow) in ClientVersionGate.MajorBelow)
        {
            response.SupportedClients[client] = $"<{majorBelow}.0.0";
        }

        return Task.FromResult(response);
    }

    private static Task<HealthCheckResponse> CheckAsync(HealthCheckRequest request, RpcContext context)
    {
        if (request.Service is "" or RpcTableBuilder.WorkflowService or RpcTableBuilder.OperatorService)
        {
            return Task.FromResult(
                new HealthCheckResponse { Status = HealthCheckResponse.Types.ServingStatus.Serving });
        }

        throw new RpcException(RpcCode.NotFound, "unknown service");
    }
}
