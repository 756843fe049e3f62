using System.Runtime.CompilerServices;
using Temporalio.Common;
using Temporalio.Runtime;
using Temporalio.Worker.Workflows;
using Temporalio.Worker.Workflows.Replay;
using Temporalio.Worker.Workflows.Scheduling;

namespace Temporalio.Worker;

/// <summary>
/// Runs workflow code against recorded histories and tells whether it would still do the same. No server is needed.
/// </summary>
public class WorkflowReplayer
{
    private readonly WorkflowRuntimeSettings _settings;
    private readonly IReadOnlyList<ITemporalWorkerPlugin> _plugins;

    /// <summary>Creates a replayer.</summary>
    /// <param name="options">Options; they are copied.</param>
    /// <exception cref="ArgumentException">No workflow is registered.</exception>
    public WorkflowReplayer(WorkflowReplayerOptions options)
    {
        Options = (WorkflowReplayerOptions)options.Clone();
        _plugins = [.. Options.Plugins ?? []];
        foreach (var plugin in _plugins)
        {
            plugin.ConfigureReplayer(Options);
        }
        if (Options.Workflows.Count == 0)
        {
            throw new ArgumentException("Must have at least one workflow");
        }
        _settings = new()
        {
            Namespace = Options.Namespace,
            TaskQueue = Options.TaskQueue,
            DataConverter = Options.DataConverter,
            Registry = new(Options.Workflows),
            LoggerFactory = Options.LoggerFactory,
            MetricMeter = (Options.Runtime ?? TemporalRuntime.Default).MetricMeter,
            Interceptors = Options.Interceptors ?? [],
            FailureExceptionTypes = Options.WorkflowFailureExceptionTypes ?? [],
            TracesTasks = !Options.DisableWorkflowTracingEventListener,
            DebugMode = Options.DebugMode,
            TaskStarting = args => Options.OnTaskStarting(this, args),
            TaskCompleted = args => Options.OnTaskCompleted(this, args),
        };
    }

    /// <summary>Gets the options.</summary>
    public WorkflowReplayerOptions Options { get; }

    /// <summary>Replays a history.</summary>
    /// <param name="history">History.</param>
    /// <param name="throwOnReplayFailure">Whether a failed replay throws.</param>
    /// <param name="cancellationToken">Stops the replay.</param>
    /// <returns>Outcome.</returns>
    /// <exception cref="Exceptions.InvalidWorkflowOperationException">
    /// The workflow did something else than history says.
    /// </exception>
    public async Task<WorkflowReplayResult> ReplayWorkflowAsync(
        WorkflowHistory history, bool throwOnReplayFailure = true, CancellationToken cancellationToken = default)
    {
        var results = await ReplayWorkflowsAsync([history], throwOnReplayFailure, cancellationToken)
            .ConfigureAwait(false);
        return results.Single();
    }

    /// <summary>Replays histories.</summary>
    /// <param name="histories">Histories.</param>
    /// <param name="throwOnReplayFailure">Whether a failed replay throws.</param>
    /// <param name="cancellationToken">Stops the replay.</param>
    /// <returns>Outcomes in the order of the histories.</returns>
    public Task<IEnumerable<WorkflowReplayResult>> ReplayWorkflowsAsync(
        IEnumerable<WorkflowHistory> histories,
        bool throwOnReplayFailure = false,
        CancellationToken cancellationToken = default)
    {
        Func<WorkflowReplayer, CancellationToken, Task<IEnumerable<WorkflowReplayResult>>> replay =
            async (_, token) =>
            {
                var results = new List<WorkflowReplayResult>();
                foreach (var history in histories)
                {
                    results.Add(await ReplayOneAsync(history, throwOnReplayFailure, token).ConfigureAwait(false));
                }
                return results;
            };
        foreach (var plugin in _plugins.Reverse())
        {
            var next = replay;
            replay = (replayer, token) => plugin.ReplayWorkflowsAsync(replayer, next, token);
        }
        return replay(this, cancellationToken);
    }

    /// <summary>Replays histories as they come.</summary>
    /// <param name="histories">Histories.</param>
    /// <param name="throwOnReplayFailure">Whether a failed replay throws.</param>
    /// <param name="cancellationToken">Stops the replay.</param>
    /// <returns>Outcomes in the order of the histories.</returns>
    public IAsyncEnumerable<WorkflowReplayResult> ReplayWorkflowsAsync(
        IAsyncEnumerable<WorkflowHistory> histories,
        bool throwOnReplayFailure = false,
        CancellationToken cancellationToken = default)
    {
        Func<WorkflowReplayer, IAsyncEnumerable<WorkflowReplayResult>> replay =
            _ => ReplayAllAsync(histories, throwOnReplayFailure, cancellationToken);
        foreach (var plugin in _plugins.Reverse())
        {
            var next = replay;
            replay = replayer => plugin.ReplayWorkflowsAsync(replayer, next, cancellationToken);
        }
        return replay(this);
    }

    private async IAsyncEnumerable<WorkflowReplayResult> ReplayAllAsync(
        IAsyncEnumerable<WorkflowHistory> histories,
        bool throwOnReplayFailure,
        [EnumeratorCancellation] CancellationToken token)
    {
        await foreach (var history in histories.WithCancellation(token).ConfigureAwait(false))
        {
            yield return await ReplayOneAsync(history, throwOnReplayFailure, token).ConfigureAwait(false);
        }
    }

    private async Task<WorkflowReplayResult> ReplayOneAsync(
        WorkflowHistory history, bool throwOnReplayFailure, CancellationToken token)
    {
        token.ThrowIfCancellationRequested();
        using var tracing = _settings.TracesTasks ? WorkflowTaskListener.Use() : null;
        var failure = await new HistoryReplay(_settings).RunAsync(history).ConfigureAwait(false);
        return failure != null && throwOnReplayFailure ? throw failure : new(history, failure);
    }
}
