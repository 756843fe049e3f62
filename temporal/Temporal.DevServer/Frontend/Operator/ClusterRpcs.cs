using Temporal.DevServer.Frontend.Namespaces;
using Temporal.DevServer.Frontend.Cluster;
using Temporal.DevServer.Grpc;
using Temporalio.Api.Enums.V1;
using Temporalio.Api.OperatorService.V1;

namespace Temporal.DevServer.Frontend.Operator;

/// <summary>The rest of the OperatorService: clusters and namespace deletion.</summary>
internal sealed class ClusterRpcs(NamespaceRegistry registry, ClusterFacts facts, NamespaceReclaimer reclaimer)
    : IRpcService
{
    /// <inheritdoc />
    public void Register(RpcTableBuilder table)
    {
        const string service = RpcTableBuilder.OperatorService;
        table.Add<ListClustersRequest, ListClustersResponse>(service, "ListClusters", ListClustersAsync);
        table.Add<DeleteNamespaceRequest, DeleteNamespaceResponse>(service, "DeleteNamespace", DeleteNamespaceAsync);
    }

    private Task<ListClustersResponse> ListClustersAsync(ListClustersRequest request, RpcContext context) =>
        Task.FromResult(new ListClustersResponse
        {
            Clusters =
            {
                new ClusterMetadata
                {
                    ClusterName = ClusterFacts.Name,
                    ClusterId = facts.ClusterId,
                    Address = facts.Address,
                    InitialFailoverVersion = ClusterFacts.InitialFailoverVersion,
                    HistoryShardCount = ClusterFacts.HistoryShards,
                    IsConnectionEnabled = true,
                },
            },
        });

    private async Task<DeleteNamespaceResponse> DeleteNamespaceAsync(
        DeleteNamespaceRequest request, RpcContext context)
    {
        var entry = Find(request);
        if (entry.Name == NamespaceRegistry.SystemName)
        {
            throw RpcErrors.FailedPrecondition("unable to delete system namespace");
        }

        var deleted = await registry.MarkDeletedAsync(entry, context.Cancelled).ConfigureAwait(false);
        reclaimer.Begin(deleted);
        return new DeleteNamespaceResponse { DeletedNamespace = deleted.Name };
    }

    private NamespaceEntry Find(DeleteNamespaceRequest request)
    {
        if (request.NamespaceId.Length == 0)
        {
            return registry.Require(request.Namespace);
        }

        return registry.TryGetById(request.NamespaceId, out var entry) && entry.State != NamespaceState.Deleted
            ? entry
            : throw RpcErrors.NamespaceNotFound(request.NamespaceId);
    }
}
