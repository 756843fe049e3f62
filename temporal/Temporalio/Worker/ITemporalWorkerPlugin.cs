using Temporalio.Common;

namespace Temporalio.Worker;

/// <summary>Changes the options of workers and replayers and wraps their running.</summary>
public interface ITemporalWorkerPlugin
{
    /// <summary>Gets the name.</summary>
    string Name { get; }

    /// <summary>Changes the options of a worker before it is made.</summary>
    /// <param name="options">Options to change.</param>
    void ConfigureWorker(TemporalWorkerOptions options);

    /// <summary>Wraps the running of a worker.</summary>
    /// <typeparam name="TResult">Type of the result.</typeparam>
    /// <param name="worker">Worker.</param>
    /// <param name="continuation">Runs the worker.</param>
    /// <param name="stoppingToken">Stops the worker.</param>
    /// <returns>Result of the continuation.</returns>
    Task<TResult> RunWorkerAsync<TResult>(
        TemporalWorker worker,
        Func<TemporalWorker, CancellationToken, Task<TResult>> continuation,
        CancellationToken stoppingToken);

    /// <summary>Changes the options of a replayer before it is made.</summary>
    /// <param name="options">Options to change.</param>
    void ConfigureReplayer(WorkflowReplayerOptions options);

    /// <summary>Wraps a replay of histories.</summary>
    /// <param name="replayer">Replayer.</param>
    /// <param name="continuation">Replays the histories.</param>
    /// <param name="cancellationToken">Stops the replay.</param>
    /// <returns>Results of the continuation.</returns>
    Task<IEnumerable<WorkflowReplayResult>> ReplayWorkflowsAsync(
        WorkflowReplayer replayer,
        Func<WorkflowReplayer, CancellationToken, Task<IEnumerable<WorkflowReplayResult>>> continuation,
        CancellationToken cancellationToken);

    /// <summary>Wraps a replay of histories.</summary>
    /// <param name="replayer">Replayer.</param>
    /// <param name="continuation">Replays the histories.</param>
    /// <param name="cancellationToken">Stops the replay.</param>
    /// <returns>Results of the continuation.</returns>
    IAsyncEnumerable<WorkflowReplayResult> ReplayWorkflowsAsync(
        WorkflowReplayer replayer,
        Func<WorkflowReplayer, IAsyncEnumerable<WorkflowReplayResult>> continuation,
        CancellationToken cancellationToken);
}
