using System.Net;
using Microsoft.Extensions.Logging.Abstractions;
using Temporal.DevServer.Frontend.Cluster;
using Temporal.DevServer.Frontend.Namespaces;
using Temporal.DevServer.Frontend.Operator;
using Temporal.DevServer.Frontend.Visibility;
using Temporal.DevServer.Frontend.Workflows;
using Temporal.DevServer.Grpc;
using Temporal.DevServer.Hosting;
using Temporal.DevServer.Persistence;
using Temporal.DevServer.Timers;
using Temporal.DevServer.Visibility;

namespace Temporal.DevServer;

/// <summary>A running embedded server. Disposing it drains and stops it.</summary>
public sealed class DevServerHost : IAsyncDisposable
{
    private readonly ILogger _log;
    private readonly List<IAsyncDisposable> _parts;

    private DevServerHost(IPEndPoint endPoint, int? httpPort, ILogger log, List<IAsyncDisposable> parts)
    {
        Address = endPoint.ToString();
        HttpPort = httpPort;
        _log = log;
        _parts = parts;
    }

    /// <summary>Where the gRPC endpoint listens, as <c>host:port</c>.</summary>
    public string Address { get; }

    /// <summary>Where the HTTP endpoint listens; null without one.</summary>
    public int? HttpPort { get; }

    /// <summary>Starts a server and returns when it answers.</summary>
    /// <exception cref="Microsoft.AspNetCore.Connections.AddressInUseException">A port is taken.</exception>
    public static async Task<DevServerHost> StartAsync(DevServerOptions options, CancellationToken cancel)
    {
        var logs = options.Logs ?? NullLoggerFactory.Instance;
        var log = logs.CreateLogger("Temporal");
        var parts = new List<IAsyncDisposable>();
        try
        {
            return await StartPartsAsync(options, logs, log, parts, cancel).ConfigureAwait(false);
        }
        catch
        {
            await StopAsync(parts).ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Waits until the server is told to stop.</summary>
    public async Task WaitForEndAsync(CancellationToken stop)
    {
        var told = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using (stop.Register(() => told.TrySetResult()))
        {
            await told.Task.ConfigureAwait(false);
        }
    }

    /// <summary>Answers long polls, lets calls in hand finish, writes what is to be written, closes the ports.</summary>
    public async ValueTask DisposeAsync()
    {
        Logs.Stopping(_log);
        await StopAsync(_parts).ConfigureAwait(false);
    }

    private static async Task<DevServerHost> StartPartsAsync(
        DevServerOptions options, ILoggerFactory logs, ILogger log, List<IAsyncDisposable> parts,
        CancellationToken cancel)
    {
        var registry = await NamespaceRegistry.OpenAsync(
            new NoNamespaceStore(), [DevServerOptions.DefaultNamespace, .. options.Namespaces], cancel)
            .ConfigureAwait(false);
        var facts = new ClusterFacts(Guid.NewGuid().ToString(), "memory", $"{options.Ip}:{options.Port}");
        var visibility = new InMemoryVisibility();
        var workflows = new WorkflowServer(new InMemoryExecutionStore(visibility), registry, new SystemClock(), log);
        parts.Add(workflows);
        await workflows.StartAsync(cancel).ConfigureAwait(false);
        var table = new RpcTableBuilder();
        IRpcService[] services =
        [
            .. workflows.Services,
            new SystemRpcs(facts), new NamespaceRpcs(registry), new SearchAttributeRpcs(registry),
            new ClusterRpcs(registry, facts), new VisibilityRpcs(registry, visibility),
        ];
        foreach (var service in services)
        {
            service.Register(table);
        }

        var grpc = await GrpcHost.StartAsync(
            table.Build(), new GrpcHostOptions { EndPoint = new IPEndPoint(options.Ip, options.Port) }, logs, cancel)
            .ConfigureAwait(false);
        parts.Add(grpc);
        Logs.Ready(log, grpc.EndPoint.ToString(), facts.Store);
        return new DevServerHost(grpc.EndPoint, null, log, parts);
    }

    private static async Task StopAsync(List<IAsyncDisposable> parts)
    {
        for (var i = parts.Count - 1; i >= 0; i--)
        {
            await parts[i].DisposeAsync().ConfigureAwait(false);
        }

        parts.Clear();
    }
}
