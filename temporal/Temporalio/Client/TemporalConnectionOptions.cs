using Temporalio.Runtime;

namespace Temporalio.Client;

/// <summary>Options for connecting to a server.</summary>
public class TemporalConnectionOptions : ICloneable
{
    /// <summary>Creates the options; the target must be set later.</summary>
    public TemporalConnectionOptions()
    {
    }

    /// <summary>Creates the options.</summary>
    /// <param name="targetHost">Host and port of the server.</param>
    public TemporalConnectionOptions(string targetHost) => TargetHost = targetHost;

    /// <summary>Host and port of the server, without a scheme.</summary>
    /// <value>Null; required.</value>
    public string? TargetHost { get; set; }

    /// <summary>Encryption.</summary>
    /// <value>Null: off, or on with defaults if there is an API key.</value>
    public TlsOptions? Tls { get; set; }

    /// <summary>Retries of calls.</summary>
    /// <value>Null: 100 ms, times 1.7, at most 5 s, at most 10 times and 10 s.</value>
    public RpcRetryOptions? RpcRetry { get; set; }

    /// <summary>Pings that keep the connection alive.</summary>
    /// <value>Every 30 seconds; null turns them off.</value>
    public KeepAliveOptions? KeepAlive { get; set; } = new();

    /// <summary>Proxy to go through.</summary>
    /// <value>Null: none.</value>
    public HttpConnectProxyOptions? HttpConnectProxy { get; set; }

    /// <summary>Following of changed addresses behind the host name.</summary>
    /// <value>Null: only when a connection is lost.</value>
    public DnsLoadBalancingOptions? DnsLoadBalancing { get; set; }

    /// <summary>Compression of requests of 16 KiB and more; on smaller ones it costs more than it saves.</summary>
    /// <value>By gzip.</value>
    public GrpcCompression GrpcCompression { get; set; } = new GrpcCompression.Gzip();

    /// <summary>Sizes from which payloads are warned about.</summary>
    /// <value>2 KiB for a memo, 512 KiB for payloads.</value>
    public PayloadLimitsOptions PayloadLimits { get; set; } = new();

    /// <summary>Metadata with text values for every call.</summary>
    /// <value>Null: none.</value>
    public IReadOnlyCollection<KeyValuePair<string, string>>? RpcMetadata { get; set; }

    /// <summary>Metadata with binary values for every call; names must end in <c>-bin</c>.</summary>
    /// <value>Null: none.</value>
    public IReadOnlyCollection<KeyValuePair<string, byte[]>>? RpcBinaryMetadata { get; set; }

    /// <summary>API key, sent as a bearer token unless there is metadata named <c>authorization</c>.</summary>
    /// <value>Null: none.</value>
    public string? ApiKey { get; set; }

    /// <summary>Name by which the server knows this client.</summary>
    /// <value>Null: process id and host name.</value>
    public string? Identity { get; set; }

    /// <summary>Runtime, which has the metrics.</summary>
    /// <value>Null: the default one.</value>
    public TemporalRuntime? Runtime { get; set; }

    /// <summary>Makes a copy; options inside are copied too, the runtime is not.</summary>
    /// <returns>The copy.</returns>
    public virtual object Clone()
    {
        var copy = (TemporalConnectionOptions)MemberwiseClone();
        copy.Tls = (TlsOptions?)Tls?.Clone();
        copy.RpcRetry = (RpcRetryOptions?)RpcRetry?.Clone();
        copy.KeepAlive = (KeepAliveOptions?)KeepAlive?.Clone();
        copy.HttpConnectProxy = (HttpConnectProxyOptions?)HttpConnectProxy?.Clone();
        copy.DnsLoadBalancing = (DnsLoadBalancingOptions?)DnsLoadBalancing?.Clone();
        copy.PayloadLimits = (PayloadLimitsOptions)PayloadLimits.Clone();
        return copy;
    }
}
