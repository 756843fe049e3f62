using Microsoft.Extensions.Logging;
using Temporalio.Api.WorkflowService.V1;
using Temporalio.Exceptions;
using Temporalio.Worker.Workflows.LocalActivities;
using Temporalio.Worker.Workflows.Scheduling;

namespace Temporalio.Worker.Workflows.Tasks;

/// <summary>
/// Works on workflow tasks: plays their history, sends the commands, and goes on with the next task of the run if the
/// server returns one with the answer. Any error drops the run's state, so that the next task rebuilds it from history.
/// </summary>
internal sealed class WorkflowTaskProcessor : IDisposable
{
    private readonly WorkflowTaskSettings _taskSettings;
    private readonly Func<string, IEagerActivities?> _eagerWorkers;
    private readonly DeadlockWatchdog _watchdog;
    private readonly WorkflowTaskReader _reader;
    private readonly CompletionBuilder _builder;
    private readonly WorkflowTaskAnswers _answers;
    private readonly WorkflowTaskFailures _failures;
    private readonly WorkflowMetrics _metrics;
    private readonly LocalActivityLoop? _localActivities;
    private readonly ILogger _logger;

    public WorkflowTaskProcessor(
        WorkflowRuntimeSettings settings,
        WorkflowTaskSettings taskSettings,
        IWorkflowTaskService service,
        Func<string, IEagerActivities?> eagerWorkers,
        LocalActivityRunner? localActivities = null,
        TimeSpan? deadlockLimit = null)
    {
        _localActivities = localActivities == null ? null : new(localActivities);
        _taskSettings = taskSettings;
        _eagerWorkers = eagerWorkers;
        _watchdog = new(TimeProvider.System, deadlockLimit ?? DeadlockWatchdog.Limit);
        _reader = new(settings, service, _watchdog);
        _builder = new(taskSettings);
        _logger = settings.LoggerFactory.CreateLogger("Temporalio.Worker.Workflows");
        _metrics = taskSettings.Metrics;
        _answers = new(service, settings.DataConverter.PayloadCodec);
        _failures = new(settings, taskSettings, _answers, _logger);
        Cache = new(taskSettings.MaxCachedWorkflows, _metrics.Evicted);
    }

    public WorkflowCache Cache { get; }

    /// <summary>Works on a task and on those that follow from its answers. Never throws.</summary>
    /// <param name="task">Task.</param>
    /// <param name="onStuck">
    /// Called from another thread if the calling thread does not come back from workflow code.
    /// </param>
    public async Task ProcessAsync(PollWorkflowTaskQueueResponse task, Action onStuck)
    {
        for (PollWorkflowTaskQueueResponse? next = task; next != null;)
        {
            next = await ProcessOneAsync(next, onStuck).ConfigureAwait(false);
        }
    }

    public void Dispose() => _watchdog.Dispose();

    private async Task<PollWorkflowTaskQueueResponse?> ProcessOneAsync(
        PollWorkflowTaskQueueResponse task, Action onStuck)
    {
        var run = Cache.Rent(task.WorkflowExecution.WorkflowId, task.WorkflowExecution.RunId);
        await run.Gate.WaitAsync().ConfigureAwait(false);
        var attempt = new WorkflowTaskAttempt(run, task);
        var began = _metrics.TaskStarted(task, run.Player != null);
        try
        {
            return await AnswerAsync(attempt, began, onStuck).ConfigureAwait(false);
        }
        catch (Exception e)
        {
            // Whatever it was, the server sends the task again after its timeout, and the state is rebuilt then.
            run.Drop();
            Logs.TaskNotAnswered(_logger, run.WorkflowId, run.RunId, e);
            return null;
        }
        finally
        {
            run.Gate.Release();
            Cache.Return(run);
            _metrics.TaskEnded(task, began, Cache.Count);
        }
    }

    private async Task<PollWorkflowTaskQueueResponse?> AnswerAsync(
        WorkflowTaskAttempt attempt, long began, Action onStuck)
    {
        try
        {
            if (!await TryPlayAsync(attempt, onStuck).ConfigureAwait(false))
            {
                return null;
            }
            _metrics.CaughtUp(attempt.Task, began);
            if (attempt.Task.Query == null)
            {
                return await CompleteAsync(attempt, onStuck).ConfigureAwait(false);
            }
            await AnswerQueryAsync(attempt).ConfigureAwait(false);
        }
        catch (AnswerEncodingException e)
        {
            await _failures.FailUnencodedAsync(attempt, e).ConfigureAwait(false);
        }
        return null;
    }

    private async Task<bool> TryPlayAsync(WorkflowTaskAttempt attempt, Action onStuck)
    {
        Exception? failure;
        try
        {
            await _reader.PlayAsync(attempt.Run, attempt.Task, () => OnDeadlock(attempt, onStuck))
                .ConfigureAwait(false);
            failure = attempt.Run.Instance?.TaskFailure;
        }
        catch (Exception e)
        {
            failure = e;
        }
        if (attempt.IsDeadlocked)
        {
            attempt.Run.Drop();
            return false;
        }
        if (failure == null)
        {
            return true;
        }
        if (failure is WorkflowNondeterminismException && attempt.Task.Query == null &&
            attempt.Run.Instance?.IsWorkflowFailure(failure) == true)
        {
            await _failures.FailWorkflowAsync(attempt, failure).ConfigureAwait(false);
            return false;
        }
        await _failures.FailAsync(attempt, failure).ConfigureAwait(false);
        return false;
    }

    private void OnDeadlock(WorkflowTaskAttempt attempt, Action onStuck)
    {
        attempt.IsDeadlocked = true;
        Cache.Abandon(attempt.Run);
        onStuck();
        var error = new InvalidOperationException(
            $"[TMPRL1101] Workflow with run ID {attempt.Run.RunId} deadlocked after {DeadlockWatchdog.Limit}");
        _ = ReportAsync();

        async Task ReportAsync()
        {
            try
            {
                await _failures.SendAsync(attempt, error).ConfigureAwait(false);
            }
            catch (Exception e)
            {
                Logs.TaskNotAnswered(_logger, attempt.Run.WorkflowId, attempt.Run.RunId, e);
            }
        }
    }

    /// <summary>Waits for local activities, if there are any.</summary>
    /// <returns>Whether some are still running, so that another task is needed.</returns>
    private async Task<bool> RunLocalActivitiesAsync(WorkflowTaskAttempt attempt, Action onStuck)
    {
        if (_localActivities == null || !attempt.Run.Instance!.LocalActivities.Pending.Any())
        {
            return false;
        }
        return await _localActivities.RunAsync(
            attempt.Run,
            () =>
            {
                _reader.RunLocalJobs(attempt.Run.Player!, () => OnDeadlock(attempt, onStuck));
                return attempt.Run.Instance.TaskFailure == null;
            }).ConfigureAwait(false);
    }

    private async Task<PollWorkflowTaskQueueResponse?> CompleteAsync(WorkflowTaskAttempt attempt, Action onStuck)
    {
        var run = attempt.Run;
        var player = run.Player!;
        var needsAnotherTask = await RunLocalActivitiesAsync(attempt, onStuck).ConfigureAwait(false);
        using var eager = new EagerReservations(_eagerWorkers, _taskSettings.MaxEagerActivities);
        var request = _builder.Build(attempt.Task, player, run.Instance!, eager);
        request.ForceCreateNewWorkflowTask = needsAnotherTask;
        if (run.Instance!.TaskFailure is { } failure)
        {
            await _failures.FailAsync(attempt, failure).ConfigureAwait(false);
            return null;
        }
        var closes = player.Commands.Sealed is [.., { IsTerminal: true }];
        var response = await _answers.CompleteAsync(request).ConfigureAwait(false);
        eager.Run(response.ActivityTasks);
        if (closes)
        {
            _metrics.Closed(run.Instance.Run.Info, player.Commands.Sealed[^1].Proto.CommandType);
            run.Drop();
        }
        else if (response.ResetHistoryEventId > 0)
        {
            // The task was speculative and is gone; its two events will be used for others.
            run.Cursor.RollBackTo(attempt.Task.StartedEventId - 2);
        }
        return response.WorkflowTask is { TaskToken.IsEmpty: false } next ? next : null;
    }

    private async Task AnswerQueryAsync(WorkflowTaskAttempt attempt)
    {
        var instance = attempt.Run.Instance ?? throw new InvalidOperationException(
            $"Workflow {attempt.Run.WorkflowId} run {attempt.Run.RunId} has not run yet and cannot be queried");
        var result = instance.Queries.Answer("legacy_query", attempt.Task.Query);
        var request = new RespondQueryTaskCompletedRequest
        {
            TaskToken = attempt.Task.TaskToken,
            Namespace = _taskSettings.Namespace,
            CompletedType = result.ResultType,
            QueryResult = result.Answer,
            ErrorMessage = result.ErrorMessage,
            Failure = result.Failure,
        };
        if (instance.TaskFailure != null)
        {
            attempt.Run.Drop();
        }
        await _answers.AnswerQueryAsync(request).ConfigureAwait(false);
    }
}
