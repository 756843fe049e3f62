using Temporalio.Client;

namespace Temporalio.Worker;

/// <summary>The part of a client that a worker needs.</summary>
public interface IWorkerClient
{
    /// <summary>Gets the options of the client.</summary>
    TemporalClientOptions Options { get; }

    /// <summary>Gets the connection of the client.</summary>
    IBridgeClientProvider BridgeClientProvider { get; }
}
