using Temporal.DevServer.Frontend.Activities;
using Temporal.DevServer.Frontend.Namespaces;
using Temporal.DevServer.Grpc;
using Temporal.DevServer.History.Engine;
using Temporal.DevServer.Matching;
using Temporal.DevServer.Nexus.Callbacks;
using Temporal.DevServer.Nexus.Endpoints;
using Temporal.DevServer.Nexus.Tasks;
using Temporal.DevServer.Persistence;
using Temporal.DevServer.Timers;

namespace Temporal.DevServer.Frontend.Workflows;

/// <summary>
/// Everything that executes workflows, put together: the engine, its task queues and timers, and the services in front.
/// </summary>
internal sealed class WorkflowServer : IAsyncDisposable
{
    private readonly ILogger _log;

    /// <summary>Puts the parts together; nothing runs before <see cref="StartAsync"/>.</summary>
    public WorkflowServer(
        IExecutionStore store, INamespaceRegistry namespaces, EndpointBook endpoints, CallbackPoster callbacks, IClock clock,
        ILogger log)
    {
        _log = log;
        Engine = new ExecutionEngine(store, namespaces, endpoints, callbacks, clock, new TaskQueues(clock), log);
        Retention = new Retention(Engine, log);
        Services =
        [
            new StartService(Engine), new SignalService(Engine), new EndService(Engine),
            new QueryService(Engine, new DirectQueries(Engine)), new UpdateService(Engine),
            new MultiOperationService(Engine), new ResetService(Engine),
            new WorkflowTaskPoller(Engine), new WorkflowTaskResponder(Engine),
            new ActivityTaskPoller(Engine), new ActivityTaskResponder(Engine), new ActivityOperations(Engine),
            new HistoryService(Engine), new OptionsService(Engine), new DescribeService(Engine), new TaskQueueService(Engine),
            new NexusTaskRpcs(Engine), new StandaloneStarts(Engine), new StandaloneEnds(Engine), new StandaloneViews(Engine),
        ];
    }

    /// <summary>The engine.</summary>
    public ExecutionEngine Engine { get; }

    /// <summary>Removes closed runs.</summary>
    public Retention Retention { get; }

    /// <summary>Services to register.</summary>
    public IReadOnlyList<IRpcService> Services { get; }

    /// <summary>Resumes what the store holds and starts the timers. Call before the port opens.</summary>
    public async Task StartAsync(CancellationToken stop)
    {
        var resumed = await new Resumer(Engine).ResumeAsync(stop).ConfigureAwait(false);
        if (resumed > 0)
        {
            Logs.Resumed(_log, resumed);
        }

        Engine.Timers.Start();
        Retention.Start();
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        Engine.Messenger.Stop();
        await Retention.DisposeAsync().ConfigureAwait(false);
        await Engine.Timers.DisposeAsync().ConfigureAwait(false);
    }
}
