using Google.Protobuf.Collections;
using Temporal.DevServer.Frontend.Operator;
using Temporal.DevServer.Grpc;
using Temporalio.Api.Enums.V1;
using Temporalio.Api.Replication.V1;
using Temporalio.Api.WorkflowService.V1;

namespace Temporal.DevServer.Frontend.Namespaces;

/// <summary>What may be asked of a namespace on a server that is its own and only cluster.</summary>
internal static class NamespaceRules
{
    /// <summary>Refuses other clusters than this one; naming none means this one.</summary>
    public static void CheckClusters(string active, IEnumerable<ClusterReplicationConfig> clusters)
    {
        var names = clusters.Select(c => c.ClusterName).ToArray();
        if (names.Prepend(active).FirstOrDefault(n => n.Length > 0 && n != NamespaceShape.Cluster) is { } unknown)
        {
            throw RpcErrors.InvalidArgument($"Invalid cluster name: {unknown}");
        }

        if (names.Length > 1)
        {
            throw RpcErrors.InvalidArgument("Invalid local namespace clusters");
        }
    }

    /// <summary>Refuses to make a namespace known to other clusters.</summary>
    public static void CheckReplication(UpdateNamespaceRequest request)
    {
        if (request.ReplicationConfig?.State == ReplicationState.Handover)
        {
            throw RpcErrors.InvalidArgument("Handover can only be set for global namespace");
        }

        CheckClusters(request.ReplicationConfig?.ActiveClusterName ?? "", request.ReplicationConfig?.Clusters ?? []);
        if (request.PromoteNamespace)
        {
            throw RpcErrors.InvalidArgument("global namespace is not enabled on this cluster, cannot update global namespace "
                + $"or promote local namespace: {request.Namespace}");
        }
    }

    /// <summary>
    /// The state after a change: a namespace can be deprecated, and never be registered again. It is deleted by the
    /// operator service alone.
    /// </summary>
    public static NamespaceState Next(NamespaceState now, NamespaceState wanted) => wanted switch
    {
        NamespaceState.Deprecated => wanted,
        NamespaceState.Registered when now == NamespaceState.Deprecated =>
            throw RpcErrors.InvalidArgument("Invalid namespace state update."),
        _ => now,
    };

    /// <summary>Gives names to storage slots of custom search attributes, or takes them away (an empty name).</summary>
    public static NamespaceEntry WithAliases(NamespaceEntry entry, MapField<string, string> aliases)
    {
        foreach (var (slot, name) in aliases)
        {
            var now = entry.SearchAttributeSlots.FirstOrDefault(pair => pair.Value == slot).Key;
            if (name.Length > 0 && now is not null)
            {
                throw RpcErrors.InvalidArgument("Custom search attribute field name already allocated.");
            }

            entry = name.Length > 0 ? SearchAttributeRpcs.Add(entry, slot, name)
                : now is not null ? SearchAttributeRpcs.Remove(entry, now)
                : entry;
        }

        return entry;
    }
}
