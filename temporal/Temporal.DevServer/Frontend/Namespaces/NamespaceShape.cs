using Google.Protobuf.WellKnownTypes;
using Temporalio.Api.Enums.V1;
using Temporalio.Api.Namespace.V1;
using Temporalio.Api.Replication.V1;
using Temporalio.Api.WorkflowService.V1;

namespace Temporal.DevServer.Frontend.Namespaces;

/// <summary>How a namespace is shown.</summary>
internal static class NamespaceShape
{
    private const long BlobBytesMax = 2 * 1024 * 1024;

    /// <summary>Name of this server's cluster.</summary>
    public const string Cluster = "active";


    /// <summary>The whole description.</summary>
    public static DescribeNamespaceResponse Describe(NamespaceEntry entry) => new()
    {
        NamespaceInfo = Info(entry),
        Config = Config(entry),
        ReplicationConfig = Replication(entry),
    };

    /// <summary>Name, state and what this server can do. A capability is true only for what is implemented.</summary>
    public static NamespaceInfo Info(NamespaceEntry entry) => new()
    {
        Name = entry.Name,
        Id = entry.Id,
        State = entry.State,
        Description = entry.Description,
        OwnerEmail = entry.OwnerEmail,
        Data = { entry.Data.ToDictionary() },
        Capabilities = new NamespaceInfo.Types.Capabilities
        {
            EagerWorkflowStart = true,
            SyncUpdate = true,
            AsyncUpdate = true,
            WorkerHeartbeats = true,
            ReportedProblemsSearchAttribute = true,
            StandaloneActivities = true,
            PollerAutoscaling = true,
            WorkerPollCompleteOnShutdown = true,
        },
        SupportsSchedules = true,
        Limits = new NamespaceInfo.Types.Limits
        {
            BlobSizeLimitError = BlobBytesMax,
            MemoSizeLimitError = BlobBytesMax,
        },
    };

    /// <summary>Retention and search attribute slots.</summary>
    public static NamespaceConfig Config(NamespaceEntry entry)
    {
        var config = new NamespaceConfig
        {
            WorkflowExecutionRetentionTtl = Duration.FromTimeSpan(entry.Retention),
            BadBinaries = new BadBinaries(),
            HistoryArchivalState = ArchivalState.Disabled,
            VisibilityArchivalState = ArchivalState.Disabled,
        };
        foreach (var (name, slot) in entry.SearchAttributeSlots)
        {
            config.CustomSearchAttributeAliases[slot] = name;
        }

        return config;
    }

    /// <summary>One cluster, and this is it. The namespaces that a server makes for itself name no state.</summary>
    public static NamespaceReplicationConfig Replication(NamespaceEntry entry) => new()
    {
        ActiveClusterName = Cluster,
        Clusters = { new ClusterReplicationConfig { ClusterName = Cluster } },
        State = entry.Name is DevServerOptions.DefaultNamespace or NamespaceRegistry.SystemName
            ? ReplicationState.Unspecified
            : ReplicationState.Normal,
    };
}
