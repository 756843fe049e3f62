using Temporalio.Worker.Nexus;
using Temporalio.Worker.Workflows;
using Temporalio.Worker.Workflows.Tasks;

namespace Temporalio.Worker;

/// <summary>
/// Takes workflow, activity and Nexus tasks from a task queue and works on them while one of the <c>ExecuteAsync</c> methods
/// runs. It may run once only.
/// </summary>
public class TemporalWorker : IDisposable
{
    private readonly IReadOnlyList<ITemporalWorkerPlugin> _plugins;
    private readonly WorkflowTaskProcessor? _processor;
    private readonly WorkflowWorker? _workflowWorker;
    private readonly IActivityWorker? _activityWorker;
    private readonly NexusWorker? _nexusWorker;
    private readonly WorkerRegistration _registration;
    private int _started;
    private bool _disposed;

    /// <summary>Creates a worker.</summary>
    /// <param name="client">Client.</param>
    /// <param name="options">Options; they are copied.</param>
    /// <exception cref="ArgumentException">The options lack something or contradict themselves.</exception>
    public TemporalWorker(IWorkerClient client, TemporalWorkerOptions options)
    {
        Client = client;
        Options = (TemporalWorkerOptions)options.Clone();
        _plugins = WorkerParts.PluginsOf(client, Options);
        foreach (var plugin in _plugins)
        {
            plugin.ConfigureWorker(Options);
        }
        WorkerParts.Validate(Options);
        var parts = new WorkerParts(this);
        _activityWorker = parts.ActivityWorker;
        _nexusWorker = parts.NexusWorker;
        _processor = parts.WorkflowProcessor;
        _workflowWorker = parts.WorkflowWorker;
        _registration = parts.Registration(this);
    }

    /// <summary>Gets or sets the client; a new one must be connected and serves calls made after the change.</summary>
    public IWorkerClient Client { get; set; }

    /// <summary>Gets the options; changes have no effect.</summary>
    public TemporalWorkerOptions Options { get; }

    /// <summary>Runs the worker until it is stopped.</summary>
    /// <param name="stoppingToken">Stops the worker: nothing new is taken, what runs is finished.</param>
    /// <returns>Task that ends when the worker has stopped.</returns>
    /// <exception cref="OperationCanceledException">The worker was stopped.</exception>
    /// <exception cref="InvalidOperationException">The worker was started before.</exception>
    /// <exception cref="ObjectDisposedException">The worker was disposed.</exception>
    public Task ExecuteAsync(CancellationToken stoppingToken) => ExecuteAsync(
        () => Task.Delay(Timeout.Infinite, stoppingToken), stoppingToken);

    /// <summary>Runs the worker until a task ends or it is stopped.</summary>
    /// <param name="untilComplete">Gives the task; started once the worker is.</param>
    /// <param name="stoppingToken">Stops the worker.</param>
    /// <returns>Task that ends when the worker has stopped.</returns>
    public Task ExecuteAsync(Func<Task> untilComplete, CancellationToken stoppingToken = default) =>
        ExecuteAsync(
            async () =>
            {
                await untilComplete().ConfigureAwait(false);
                return default(ValueTuple);
            },
            stoppingToken);

    /// <summary>Runs the worker until a task ends or it is stopped.</summary>
    /// <typeparam name="TResult">Type of the task's result.</typeparam>
    /// <param name="untilComplete">Gives the task; started once the worker is.</param>
    /// <param name="stoppingToken">Stops the worker.</param>
    /// <returns>Result of the task.</returns>
    public Task<TResult> ExecuteAsync<TResult>(
        Func<Task<TResult>> untilComplete, CancellationToken stoppingToken = default)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        if (Interlocked.Exchange(ref _started, 1) != 0)
        {
            throw new InvalidOperationException("Already started");
        }
        Func<TemporalWorker, CancellationToken, Task<TResult>> run =
            (worker, token) => worker.RunAsync(untilComplete, token);
        foreach (var plugin in _plugins.Reverse())
        {
            var next = run;
            run = (worker, token) => plugin.RunWorkerAsync(worker, next, token);
        }
        return run(this, stoppingToken);
    }

    /// <inheritdoc />
    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Frees what the worker holds.</summary>
    /// <param name="disposing">Whether called from <see cref="Dispose()" />.</param>
    protected virtual void Dispose(bool disposing)
    {
        _disposed = true;
        if (disposing)
        {
            _processor?.Dispose();
        }
    }

    private async Task<TResult> RunAsync<TResult>(Func<Task<TResult>> untilComplete, CancellationToken stoppingToken)
    {
        await WorkerParts.ConnectAsync(Client).ConfigureAwait(false);
        await _registration.ValidateAsync().ConfigureAwait(false);
        using var stop = new WorkerStopSource(default);
        List<Task> parts = [];
        if (_workflowWorker != null)
        {
            parts.Add(Task.Run(() => _workflowWorker.ExecuteAsync(stop.Stop), CancellationToken.None));
        }
        if (_activityWorker != null)
        {
            parts.Add(Task.Run(() => _activityWorker.ExecuteAsync(stop.Stop), CancellationToken.None));
        }
        if (_nexusWorker != null)
        {
            parts.Add(Task.Run(() => _nexusWorker.ExecuteAsync(stop.Stop), CancellationToken.None));
        }
        var user = untilComplete();
        try
        {
            // The user's task or the stopping token decides; a part ends before them only by a fault.
            Task ended = Task.WhenAny([user, .. parts]);
            await ended.WaitAsync(stoppingToken)
                .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
        finally
        {
            await _registration.LeaveAsync(stop).ConfigureAwait(false);
            await Task.WhenAll(parts).ConfigureAwait(false);
        }
        if (!user.IsCompleted)
        {
            stoppingToken.ThrowIfCancellationRequested();
        }
        return await user.ConfigureAwait(false);
    }
}
