using System.Runtime.InteropServices;
using Google.Protobuf;
using Temporalio.Api.Health.V1;
using Temporalio.Api.WorkflowService.V1;
using Temporalio.Client.Rpc;
using Temporalio.Exceptions;

namespace Temporalio.Client;

/// <summary>A connection to a server, over as many HTTP/2 connections as it takes. Safe for concurrent use.</summary>
public sealed class TemporalConnection : ITemporalConnection
{
    private const string HealthService = "grpc.health.v1.Health";

    /// <summary>How the message of every failure to connect begins, once.</summary>
    private const string ConnectionFailed = "Connection failed: ";

    private readonly RpcInvoker _invoker;
    private readonly SemaphoreSlim _connecting = new(1, 1);
    private volatile GetSystemInfoResponse? _systemInfo;

    private TemporalConnection(TemporalConnectionOptions options)
    {
        Options = options;
        _invoker = new(new RpcChannel(options), options);
        WorkflowService = new WorkflowService.Core(this);
        OperatorService = new OperatorService.Core(this);
        TestService = new TestService.Core(this);
    }

    /// <inheritdoc />
    public IReadOnlyCollection<KeyValuePair<string, string>> RpcMetadata
    {
        get => _invoker.Metadata.Text;
        set => _invoker.UpdateMetadata(m => m.WithText(value));
    }

    /// <inheritdoc />
    public IReadOnlyCollection<KeyValuePair<string, byte[]>> RpcBinaryMetadata
    {
        get => _invoker.Metadata.Binary;
        set => _invoker.UpdateMetadata(m => m.WithBinary(value));
    }

    /// <inheritdoc />
    public string? ApiKey
    {
        get => _invoker.Metadata.ApiKey;
        set => _invoker.UpdateMetadata(m => m.WithApiKey(value));
    }

    /// <inheritdoc />
    public bool IsConnected => _systemInfo != null;

    /// <inheritdoc />
    public WorkflowService WorkflowService { get; }

    /// <inheritdoc />
    public OperatorService OperatorService { get; }

    /// <inheritdoc />
    public TestService TestService { get; }

    /// <inheritdoc />
    public TemporalConnectionOptions Options { get; }

    /// <inheritdoc />
    public SafeHandle? BridgeClient => null;

    /// <summary>What the server can do; known once connected.</summary>
    internal GetSystemInfoResponse.Types.Capabilities? Capabilities => _systemInfo?.Capabilities;

    /// <summary>Name by which the server knows this client.</summary>
    internal string Identity { get; private init; } = string.Empty;

    /// <summary>Makes a connection and checks that there is a server.</summary>
    /// <param name="options">Options; not to be changed later.</param>
    /// <returns>The connection.</returns>
    /// <exception cref="InvalidOperationException">There is no server, or it refuses.</exception>
    public static async Task<TemporalConnection> ConnectAsync(TemporalConnectionOptions options)
    {
        var connection = CreateLazy(options);
        await connection.ConnectAsync().ConfigureAwait(false);
        return connection;
    }

    /// <summary>Makes a connection that connects with its first call.</summary>
    /// <param name="options">Options; not to be changed later.</param>
    /// <returns>The connection.</returns>
    public static TemporalConnection CreateLazy(TemporalConnectionOptions options) =>
        new(options) { Identity = options.Identity ?? DefaultIdentity() };

    /// <inheritdoc />
    public async Task<bool> CheckHealthAsync(RpcService? service = null, RpcOptions? options = null)
    {
        await ConnectAsync().ConfigureAwait(false);
        var response = await _invoker.InvokeAsync(
            HealthService,
            "Check",
            new HealthCheckRequest { Service = (service ?? WorkflowService).FullName },
            HealthCheckResponse.Parser,
            options).ConfigureAwait(false);
        return response.Status == HealthCheckResponse.Types.ServingStatus.Serving;
    }

    /// <inheritdoc />
    public async Task ConnectAsync()
    {
        try
        {
            await EnsureConnectedAsync().ConfigureAwait(false);
        }
        catch (RpcException e)
        {
            throw new InvalidOperationException($"{ConnectionFailed}{e.Message.Replace(ConnectionFailed, null)}", e);
        }
    }

    private async Task EnsureConnectedAsync()
    {
        if (_systemInfo != null)
        {
            return;
        }
        await _connecting.WaitAsync().ConfigureAwait(false);
        try
        {
            _systemInfo ??= await GetSystemInfoAsync().ConfigureAwait(false);
        }
        finally
        {
            _connecting.Release();
        }
    }

    /// <summary>Makes a call, connecting first if need be.</summary>
    internal Task<T> InvokeRpcAsync<T>(
        RpcService service, string rpc, IMessage request, MessageParser<T> parser, RpcOptions? options)
        where T : IMessage<T> =>
        _systemInfo != null
            ? _invoker.InvokeAsync(service.FullName, rpc, request, parser, options)
            : ConnectAndInvokeAsync(service, rpc, request, parser, options);

    private static string DefaultIdentity() => $"{Environment.ProcessId}@{Environment.MachineName}";

    private async Task<T> ConnectAndInvokeAsync<T>(
        RpcService service, string rpc, IMessage request, MessageParser<T> parser, RpcOptions? options)
        where T : IMessage<T>
    {
        // Whoever makes a call expects the errors of calls.
        await EnsureConnectedAsync().ConfigureAwait(false);
        return await _invoker.InvokeAsync(service.FullName, rpc, request, parser, options).ConfigureAwait(false);
    }

    private async Task<GetSystemInfoResponse> GetSystemInfoAsync()
    {
        try
        {
            return await _invoker.InvokeAsync(
                WorkflowService.FullName,
                "GetSystemInfo",
                new GetSystemInfoRequest(),
                GetSystemInfoResponse.Parser,
                options: null).ConfigureAwait(false);
        }
        catch (RpcException e) when (e.Code == RpcException.StatusCode.Unimplemented)
        {
            // A server from before this call: it can do nothing that has to be asked for.
            return new GetSystemInfoResponse();
        }
    }
}
