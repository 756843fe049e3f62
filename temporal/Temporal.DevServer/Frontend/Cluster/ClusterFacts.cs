namespace Temporal.DevServer.Frontend.Cluster;

/// <summary>What this server says about the cluster that it is all of.</summary>
/// <param name="ClusterId">A UUID that stays the same as long as the data does.</param>
/// <param name="Store">Name of the store, for people.</param>
/// <param name="Address">Where the gRPC endpoint listens, as host:port.</param>
internal sealed record ClusterFacts(string ClusterId, string Store, string Address)
{
    /// <summary>Name of the one cluster.</summary>
    public const string Name = "active";

    /// <summary>There are no shards here.</summary>
    public const int HistoryShards = 1;

    /// <summary>A real single cluster's value.</summary>
    public const int InitialFailoverVersion = 1;

    /// <summary>A real single cluster's value.</summary>
    public const int FailoverVersionIncrement = 10;
}
