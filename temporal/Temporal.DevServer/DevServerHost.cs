using System.Net;
using Microsoft.Extensions.Logging.Abstractions;
using Temporal.DevServer.Batches;
using Temporal.DevServer.Frontend.Activities;
using Temporal.DevServer.Frontend.Cluster;
using Temporal.DevServer.Frontend.Namespaces;
using Temporal.DevServer.Frontend.Operator;
using Temporal.DevServer.Frontend.Testing;
using Temporal.DevServer.Frontend.Visibility;
using Temporal.DevServer.Frontend.Workers;
using Temporal.DevServer.Frontend.Workers.Deployments;
using Temporal.DevServer.Frontend.Workflows;
using Temporal.DevServer.Grpc;
using Temporal.DevServer.History.Engine;
using Temporal.DevServer.Hosting;
using Temporal.DevServer.Http;
using Temporal.DevServer.Nexus.Callbacks;
using Temporal.DevServer.Nexus.Endpoints;
using Temporal.DevServer.Schedules;
using Temporal.DevServer.Timers;

namespace Temporal.DevServer;

/// <summary>A running embedded server. Disposing it drains and stops it.</summary>
public sealed class DevServerHost : IAsyncDisposable
{
    private readonly ILogger _log;
    private readonly List<IAsyncDisposable> _parts;
    private readonly Task _storeLost;

    private DevServerHost(
        GrpcHost grpc, HttpHost? ui, HttpHost? frontend, Task? storeLost, ILogger log, List<IAsyncDisposable> parts)
    {
        Address = grpc.EndPoint.ToString();
        HttpPort = ui?.EndPoint.Port;
        FrontendHttpPort = frontend?.EndPoint.Port;
        _storeLost = storeLost ?? Task.Delay(Timeout.Infinite);
        _log = log;
        _parts = parts;
    }

    /// <summary>Where the gRPC endpoint listens, as <c>host:port</c>.</summary>
    public string Address { get; }

    /// <summary>Port of the Temporal UI and its HTTP API; null without one.</summary>
    public int? HttpPort { get; }

    /// <summary>Port of the frontend's HTTP API; null without one.</summary>
    public int? FrontendHttpPort { get; }

    /// <summary>
    /// Starts a server and returns when it answers. With a database it waits until that answers and until no other server
    /// owns it, then resumes every open run.
    /// </summary>
    /// <exception cref="Microsoft.AspNetCore.Connections.AddressInUseException">A port is taken.</exception>
    /// <exception cref="UsageException">The options contradict each other, or would let strangers in.</exception>
    public static async Task<DevServerHost> StartAsync(DevServerOptions options, CancellationToken cancel)
    {
        var logs = options.Logs ?? NullLoggerFactory.Instance;
        var parts = new List<IAsyncDisposable>();
        try
        {
            return await StartPartsAsync(options, logs, parts, cancel).ConfigureAwait(false);
        }
        catch
        {
            await StopAsync(parts).ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Waits until the server is told to stop, or can no longer write because another took over its database.</summary>
    /// <returns>True when it was told to; false when it lost its database.</returns>
    public async Task<bool> WaitForEndAsync(CancellationToken stop)
    {
        var told = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using (stop.Register(() => told.TrySetResult()))
        {
            return await Task.WhenAny(told.Task, _storeLost).ConfigureAwait(false) == told.Task;
        }
    }

    /// <summary>Answers long polls, lets calls in hand finish, writes what is to be written, closes the ports.</summary>
    public async ValueTask DisposeAsync()
    {
        Logs.Stopping(_log);
        await StopAsync(_parts).ConfigureAwait(false);
    }

    /// <summary>Polls make versions known; what is set current or ramping decides where tasks go; what it was is watched.</summary>
    private static void ConnectVersions(DeploymentBook deployments, DrainageWatch drainage, ExecutionEngine engine)
    {
        var router = new DeploymentRouter();
        engine.VersionSeen = deployments.NoteAsync;
        engine.Queues.Router = router;
        deployments.Changed = (namespaceId, all) =>
        {
            router.Use(all);
            drainage.Follow(all);
            engine.Queues.RouteAnew(namespaceId);
        };
    }

    private static async Task<DevServerHost> StartPartsAsync(
        DevServerOptions options, ILoggerFactory logs, List<IAsyncDisposable> parts, CancellationToken cancel)
    {
        var log = logs.CreateLogger("Temporal");
        var security = Exposure.Check(options);
        var storage = await ServerStorage.OpenAsync(options, log, cancel).ConfigureAwait(false);
        parts.Add(storage);
        var opening = new OpeningGrpcHost(
            new GrpcHostOptions { EndPoint = new IPEndPoint(options.Ip, options.Port), Security = security }, logs, cancel);
        parts.Add(opening);
        var registry = await OpenNamespacesAsync(options, storage, cancel).ConfigureAwait(false);
        IClock clock = options.TimeSkipping ? new SkippingClock() : new SystemClock();
        var endpoints = new EndpointBook(storage.Endpoints, registry, clock);
        var workflows = new WorkflowServer(
            storage.Executions, registry, endpoints, new CallbackPoster(options.CallbackAddresses), clock, log);
        parts.Add(workflows);
        var schedules = new ScheduleServer(storage.Schedules, workflows.Engine, log);
        parts.Add(schedules);
        var batches = new BatchServer(storage.Batches, storage.Visibility, workflows.Engine, log);
        parts.Add(batches);
        var deployments = new DeploymentBook(storage.Deployments, clock);
        var drainage = new DrainageWatch(deployments, storage.Visibility, clock);
        parts.Add(drainage);
        ConnectVersions(deployments, drainage, workflows.Engine);
        var reclaimer = new NamespaceReclaimer(registry, workflows.Engine, schedules, batches, deployments, log);
        parts.Add(reclaimer);
        var facts = new ClusterFacts(storage.ClusterId.ToString(), storage.Name, $"{options.Ip}:{options.Port}");
        var table = Table(
        [
            new SystemRpcs(facts), new NamespaceRpcs(registry), new SearchAttributeRpcs(registry),
            new ClusterRpcs(registry, facts, reclaimer), new EndpointRpcs(endpoints, registry),
            new VisibilityRpcs(registry, storage.Visibility, ns => schedules.List(ns.Id).Count),
            new StandaloneLists(registry, storage.Visibility),
            new WorkerRpcs(registry, clock), new VersioningRpcs(registry),
            new DeploymentRpcs(registry, deployments, workflows.Engine.Queues, clock), new SwitchedOffRpcs(registry),
            new OldListRpcs(registry, storage.Visibility), .. workflows.Services,
            new ScheduleRpcs(schedules, workflows.Engine), new ScheduleListRpcs(schedules, workflows.Engine),
            new BatchRpcs(batches, workflows.Engine),
            .. clock is SkippingClock skipping ? [new TestRpcs(skipping)] : Array.Empty<IRpcService>(),
        ]);
        await deployments.StartAsync(cancel).ConfigureAwait(false);
        drainage.Start();
        await endpoints.StartAsync(cancel).ConfigureAwait(false);
        await workflows.StartAsync(cancel).ConfigureAwait(false);
        await schedules.StartAsync(cancel).ConfigureAwait(false);
        await batches.StartAsync(cancel).ConfigureAwait(false);
        reclaimer.Start();
        var grpc = await opening.ServeAsync(table).ConfigureAwait(false);
        parts.Remove(opening);
        parts.Add(grpc);
        var ui = await StartHttpAsync(HttpDoor.Ui, options.HttpPort, options, table, logs, parts, cancel)
            .ConfigureAwait(false);
        var frontend = await StartHttpAsync(
            HttpDoor.Frontend, options.FrontendHttpPort, options, table, logs, parts, cancel).ConfigureAwait(false);
        var host = new DevServerHost(grpc, ui, frontend, storage.Fenced, log, parts);
        Logs.Ready(log, host.Address, host.HttpPort, host.FrontendHttpPort, storage.Name);
        return host;
    }

    private static async Task<NamespaceRegistry> OpenNamespacesAsync(
        DevServerOptions options, ServerStorage storage, CancellationToken cancel)
    {
        string[] names = [DevServerOptions.DefaultNamespace, .. options.Namespaces];
        var registry = await NamespaceRegistry.OpenAsync(storage.Namespaces, names, cancel).ConfigureAwait(false);
        if (options.SearchAttributes.Count > 0)
        {
            foreach (var name in names)
            {
                await registry.UpdateAsync(
                    name, entry => options.SearchAttributes.Aggregate(entry, SearchAttributeRpcs.Add), cancel)
                    .ConfigureAwait(false);
            }
        }

        return registry;
    }

    private static RpcTable Table(IReadOnlyList<IRpcService> services)
    {
        var table = new RpcTableBuilder();
        foreach (var service in services)
        {
            service.Register(table);
        }

        return table.Build();
    }

    private static async Task<HttpHost?> StartHttpAsync(
        HttpDoor door, int? port, DevServerOptions options, RpcTable table, ILoggerFactory logs,
        List<IAsyncDisposable> parts, CancellationToken cancel)
    {
        if (port is not { } number)
        {
            return null;
        }

        var http = await HttpHost.StartAsync(
            table,
            new HttpHostOptions
            {
                Door = door,
                EndPoint = new IPEndPoint(Exposure.HttpAddress(options), number),
                UiFolder = options.UiFolder,
                CodecEndpoint = options.CodecEndpoint ?? string.Empty,
            },
            logs, cancel).ConfigureAwait(false);
        parts.Add(http);
        return http;
    }

    /// <summary>The latest started ends first, so that nothing loses what it stands on.</summary>
    private static async Task StopAsync(List<IAsyncDisposable> parts)
    {
        for (var i = parts.Count - 1; i >= 0; i--)
        {
            await parts[i].DisposeAsync().ConfigureAwait(false);
        }

        parts.Clear();
    }
}
