using Temporal.DevServer.Frontend.Namespaces;
using Temporal.DevServer.Frontend.Cluster;
using Temporal.DevServer.Grpc;
using Temporalio.Api.OperatorService.V1;

namespace Temporal.DevServer.Frontend.Operator;

/// <summary>The rest of the OperatorService: clusters, namespace deletion, and the empty list of Nexus endpoints.</summary>
internal sealed class ClusterRpcs(NamespaceRegistry registry, ClusterFacts facts) : IRpcService
{
    private const int IdPrefixLength = 5;

    /// <inheritdoc />
    public void Register(RpcTableBuilder table)
    {
        const string service = RpcTableBuilder.OperatorService;
        table.Add<ListClustersRequest, ListClustersResponse>(service, "ListClusters", ListClustersAsync);
        table.Add<ListNexusEndpointsRequest, ListNexusEndpointsResponse>(
            service, "ListNexusEndpoints", (_, _) => Task.FromResult(new ListNexusEndpointsResponse()));
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

        await registry.RemoveAsync(entry, context.Cancelled).ConfigureAwait(false);
        return new DeleteNamespaceResponse
        {
            DeletedNamespace = $"{entry.Name}-deleted-{entry.Id[..IdPrefixLength]}",
        };
    }

    private NamespaceEntry Find(DeleteNamespaceRequest request)
    {
        if (request.NamespaceId.Length == 0)
        {
            return registry.Require(request.Namespace);
        }

        return registry.TryGetById(request.NamespaceId, out var entry)
            ? entry
            : throw RpcErrors.NamespaceNotFound(request.NamespaceId);
    }
}
