using Temporalio.Client.Interceptors;

namespace Temporalio.Client;

/// <summary>A client of one namespace. Safe for concurrent use; one per process and namespace is enough.</summary>
public partial class TemporalClient : ITemporalClient
{
    /// <summary>Creates a client of a connection.</summary>
    /// <param name="connection">Connection, which clients may share.</param>
    /// <param name="options">Options; not to be changed later.</param>
    public TemporalClient(ITemporalConnection connection, TemporalClientOptions options)
        : this(connection, options, applyPlugins: true)
    {
    }

    private TemporalClient(ITemporalConnection connection, TemporalClientOptions options, bool applyPlugins)
    {
        if (applyPlugins && options.Plugins is { } plugins)
        {
            options = (TemporalClientOptions)options.Clone();
            foreach (var plugin in plugins)
            {
                plugin.ConfigureClient(options);
            }
        }
        Connection = connection;
        Options = options;
        ClientOutboundInterceptor outbound = new Impl(this);
        foreach (var interceptor in options.Interceptors?.Reverse() ?? [])
        {
            outbound = interceptor.InterceptClient(outbound);
        }
        OutboundInterceptor = outbound;
    }

    /// <summary>Options of calls that are tried again when they fail in a way that may pass.</summary>
    protected internal static RpcOptions RetryRpcOptions { get; } = new() { Retry = true };

    /// <inheritdoc />
    public TemporalClientOptions Options { get; }

    /// <inheritdoc />
    public IBridgeClientProvider BridgeClientProvider => Connection;

    /// <inheritdoc />
    public ITemporalConnection Connection { get; }

    /// <inheritdoc />
    public ClientOutboundInterceptor OutboundInterceptor { get; }

    /// <inheritdoc />
    public WorkflowService WorkflowService => Connection.WorkflowService;

    /// <inheritdoc />
    public OperatorService OperatorService => Connection.OperatorService;

    /// <summary>Connects and makes a client.</summary>
    /// <param name="options">Options; not to be changed later.</param>
    /// <returns>The client.</returns>
    /// <exception cref="Exceptions.RpcException">There is no server.</exception>
    public static async Task<TemporalClient> ConnectAsync(TemporalClientConnectOptions options)
    {
        Func<TemporalClientConnectOptions, Task<TemporalConnection>> connect = TemporalConnection.ConnectAsync;
        foreach (var plugin in options.Plugins?.Reverse() ?? [])
        {
            var next = connect;
            connect = o => plugin.ConnectAsync(o, next);
        }
        return new(await connect(options).ConfigureAwait(false), options.ToClientOptions());
    }

    /// <summary>Makes a client that connects with its first call.</summary>
    /// <param name="options">Options; not to be changed later.</param>
    /// <returns>The client.</returns>
    public static TemporalClient CreateLazy(TemporalClientConnectOptions options) =>
        new(TemporalConnection.CreateLazy(options), options.ToClientOptions());

    /// <summary>Turns retries on, unless the options say otherwise.</summary>
    /// <param name="origOptions">Options of the caller, if any.</param>
    /// <returns>Options to use; the caller's are not changed.</returns>
    protected internal static RpcOptions DefaultRetryOptions(RpcOptions? origOptions)
    {
        if (origOptions == null)
        {
            return RetryRpcOptions;
        }
        if (origOptions.Retry != null)
        {
            return origOptions;
        }
        var options = (RpcOptions)origOptions.Clone();
        options.Retry = true;
        return options;
    }

    /// <summary>The end of the chain of interceptors: makes the calls.</summary>
    internal sealed partial class Impl(TemporalClient client) : ClientOutboundInterceptor
    {
        private TemporalClient Client => client;

        private string Namespace => client.Options.Namespace;

        private string Identity =>
            client.Connection is TemporalConnection connection
                ? connection.Identity
                : client.Connection.Options.Identity ?? string.Empty;

        private WorkflowService Service => client.Connection.WorkflowService;
    }
}
