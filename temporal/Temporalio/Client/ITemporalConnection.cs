namespace Temporalio.Client;

/// <summary>A connection to a server. Safe for concurrent use.</summary>
public interface ITemporalConnection : IBridgeClientProvider
{
    /// <summary>Metadata with text values for every call; may be set at any time.</summary>
    IReadOnlyCollection<KeyValuePair<string, string>> RpcMetadata { get; set; }

    /// <summary>Metadata with binary values for every call; may be set at any time.</summary>
    IReadOnlyCollection<KeyValuePair<string, byte[]>> RpcBinaryMetadata { get; set; }

    /// <summary>API key; may be set at any time. Setting it does not turn encryption on.</summary>
    string? ApiKey { get; set; }

    /// <summary>Whether the connection was made; a lazy one is made by the first call.</summary>
    bool IsConnected { get; }

    /// <summary>Raw calls of the workflow service.</summary>
    WorkflowService WorkflowService { get; }

    /// <summary>Raw calls of the operator service.</summary>
    OperatorService OperatorService { get; }

    /// <summary>Raw calls of the time-skipping test service.</summary>
    TestService TestService { get; }

    /// <summary>Options; must not be changed.</summary>
    TemporalConnectionOptions Options { get; }

    /// <summary>Asks whether a service is up.</summary>
    /// <param name="service">Service; null for the workflow service.</param>
    /// <param name="options">Options of the call.</param>
    /// <returns>Whether it is serving.</returns>
    Task<bool> CheckHealthAsync(RpcService? service = null, RpcOptions? options = null);

    /// <summary>Connects, if that has not been done.</summary>
    /// <returns>Task of connecting.</returns>
    Task ConnectAsync();
}
