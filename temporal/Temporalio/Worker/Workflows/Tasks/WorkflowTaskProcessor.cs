using Microsoft.Extensions.Logging;
using Temporalio.Api.Enums.V1;
using Temporalio.Api.WorkflowService.V1;
using Temporalio.Converters;
using Temporalio.Exceptions;
using Temporalio.Worker.Workflows.Codecs;
using Temporalio.Worker.Workflows.LocalActivities;
using Temporalio.Worker.Workflows.Scheduling;

namespace Temporalio.Worker.Workflows.Tasks;

/// <summary>
/// Works on workflow tasks: plays their history, sends the commands, and goes on with the next task of the run if the
/// server
/// returns one with the answer. Any error drops the run's state, so that the next task rebuilds it from history.
/// </summary>
internal sealed class WorkflowTaskProcessor : IDisposable
{
    private readonly WorkflowRuntimeSettings _settings;
    private readonly WorkflowTaskSettings _taskSettings;
    private readonly IWorkflowTaskService _service;
    private readonly IEagerActivities? _eagerActivities;
    private readonly DeadlockWatchdog _watchdog;
    private readonly WorkflowTaskReader _reader;
    private readonly CompletionBuilder _builder;
    private readonly PayloadVisitor? _encoder;
    private readonly LocalActivityLoop? _localActivities;
    private readonly ILogger _logger;

    public WorkflowTaskProcessor(
        WorkflowRuntimeSettings settings,
        WorkflowTaskSettings taskSettings,
        IWorkflowTaskService service,
        IEagerActivities? eagerActivities,
        LocalActivityRunner? localActivities = null,
        TimeSpan? deadlockLimit = null)
    {
        _localActivities = localActivities == null ? null : new(localActivities);
        _settings = settings;
        _taskSettings = taskSettings;
        _service = service;
        _eagerActivities = eagerActivities;
        _watchdog = new(TimeProvider.System, deadlockLimit ?? DeadlockWatchdog.Limit);
        _reader = new(settings, service, _watchdog);
        _builder = new(taskSettings, eagerActivities);
        _encoder = settings.DataConverter.PayloadCodec is { } codec ? PayloadVisitor.Encoder(codec) : null;
        _logger = settings.LoggerFactory.CreateLogger("Temporalio.Worker.Workflows");
        Cache = new(taskSettings.MaxCachedWorkflows);
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
        var attempt = new TaskAttempt(run, task);
        try
        {
            if (!await TryPlayAsync(attempt, onStuck).ConfigureAwait(false))
            {
                return null;
            }
            if (task.Query != null)
            {
                await AnswerQueryAsync(attempt).ConfigureAwait(false);
                return null;
            }
            return await CompleteAsync(attempt, onStuck).ConfigureAwait(false);
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
        }
    }

    private async Task<bool> TryPlayAsync(TaskAttempt attempt, Action onStuck)
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
            await FailWorkflowAsync(attempt, failure).ConfigureAwait(false);
            return false;
        }
        await FailAsync(attempt, failure).ConfigureAwait(false);
        return false;
    }

    /// <summary>
    /// Non-determinism may be declared to fail the workflow; then no other command of the task counts.
    /// </summary>
    private async Task FailWorkflowAsync(TaskAttempt attempt, Exception failure)
    {
        attempt.Run.Drop();
        await SendAsync(new()
        {
            TaskToken = attempt.Task.TaskToken,
            Identity = _taskSettings.Identity,
            Namespace = _taskSettings.Namespace,
            DeploymentOptions = _taskSettings.Deployment,
            Commands =
            {
                new Api.Command.V1.Command
                {
                    CommandType = CommandType.FailWorkflowExecution,
                    FailWorkflowExecutionCommandAttributes = new()
                    {
                        Failure = _settings.DataConverter.FailureConverter.ToFailure(
                            failure, _settings.DataConverter.PayloadConverter),
                    },
                },
            },
        }).ConfigureAwait(false);
    }

    private void OnDeadlock(TaskAttempt attempt, Action onStuck)
    {
        attempt.IsDeadlocked = true;
        Cache.Abandon(attempt.Run);
        onStuck();
        var error = new InvalidOperationException(
            $"[TMPRL1101] Potential deadlock detected: workflow {attempt.Run.WorkflowId} run {attempt.Run.RunId} " +
            $"didn't yield within {DeadlockWatchdog.Limit.TotalSeconds} seconds");
        _ = ReportAsync();

        async Task ReportAsync()
        {
            try
            {
                await SendFailureAsync(attempt, error).ConfigureAwait(false);
            }
            catch (Exception e)
            {
                Logs.TaskNotAnswered(_logger, attempt.Run.WorkflowId, attempt.Run.RunId, e);
            }
        }
    }

    /// <summary>Waits for local activities, if there are any.</summary>
    /// <returns>Whether some are still running, so that another task is needed.</returns>
    private async Task<bool> RunLocalActivitiesAsync(TaskAttempt attempt, Action onStuck)
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

    private async Task<PollWorkflowTaskQueueResponse?> CompleteAsync(TaskAttempt attempt, Action onStuck)
    {
        var run = attempt.Run;
        var player = run.Player!;
        var needsAnotherTask = await RunLocalActivitiesAsync(attempt, onStuck).ConfigureAwait(false);
        var request = _builder.Build(attempt.Task, player, run.Instance!, out var eagerSlots);
        request.ForceCreateNewWorkflowTask = needsAnotherTask;
        try
        {
            if (run.Instance!.TaskFailure is { } failure)
            {
                await FailAsync(attempt, failure).ConfigureAwait(false);
                return null;
            }
            var closes = player.Commands.Sealed is [.., { IsTerminal: true }];
            var response = await SendAsync(request).ConfigureAwait(false);
            while (eagerSlots > 0 && response.ActivityTasks.Count > 0)
            {
                _eagerActivities!.RunReserved(response.ActivityTasks[^1]);
                response.ActivityTasks.RemoveAt(response.ActivityTasks.Count - 1);
                eagerSlots--;
            }
            if (closes)
            {
                run.Drop();
            }
            else if (response.ResetHistoryEventId > 0)
            {
                // The task was speculative and is gone; its two events will be used for others.
                run.Cursor.RollBackTo(attempt.Task.StartedEventId - 2);
            }
            return response.WorkflowTask is { TaskToken.IsEmpty: false } next ? next : null;
        }
        finally
        {
            for (; eagerSlots > 0; eagerSlots--)
            {
                _eagerActivities!.ReleaseSlot();
            }
        }
    }

    private async Task<RespondWorkflowTaskCompletedResponse> SendAsync(RespondWorkflowTaskCompletedRequest request)
    {
        if (_encoder != null)
        {
            // The state keeps its commands, which are compared with history later; what is sent is encoded.
            request = request.Clone();
            await _encoder.VisitAsync(request).ConfigureAwait(false);
        }
        return await _service.CompleteAsync(request).ConfigureAwait(false);
    }

    private async Task AnswerQueryAsync(TaskAttempt attempt)
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
        await AnswerAsync(request).ConfigureAwait(false);
    }

    private async Task AnswerAsync(RespondQueryTaskCompletedRequest request)
    {
        if (_encoder != null)
        {
            await _encoder.VisitAsync(request).ConfigureAwait(false);
        }
        await _service.AnswerQueryAsync(request).ConfigureAwait(false);
    }

    private async Task FailAsync(TaskAttempt attempt, Exception failure)
    {
        attempt.Run.Drop();
        Logs.TaskFailed(_logger, attempt.Run.WorkflowId, attempt.Run.RunId, attempt.Task.Attempt, failure);
        if (attempt.Task.Query == null)
        {
            await SendFailureAsync(attempt, failure).ConfigureAwait(false);
            return;
        }
        await AnswerAsync(new()
        {
            TaskToken = attempt.Task.TaskToken,
            Namespace = _taskSettings.Namespace,
            CompletedType = QueryResultType.Failed,
            ErrorMessage = failure.Message,
            Failure = _settings.DataConverter.FailureConverter.ToFailure(
                failure, _settings.DataConverter.PayloadConverter),
            Cause = CauseOf(failure),
        }).ConfigureAwait(false);
    }

    private async Task SendFailureAsync(TaskAttempt attempt, Exception failure)
    {
        // From the second attempt on the server paces by its timeout; an answer would make it hot.
        if (attempt.Task.Attempt > 1)
        {
            return;
        }
        await _service.FailAsync(new()
        {
            TaskToken = attempt.Task.TaskToken,
            Namespace = _taskSettings.Namespace,
            Identity = _taskSettings.Identity,
            Cause = CauseOf(failure),
            Failure = await _settings.DataConverter.ToFailureAsync(failure).ConfigureAwait(false),
            DeploymentOptions = _taskSettings.Deployment,
        }).ConfigureAwait(false);
    }

    private static WorkflowTaskFailedCause CauseOf(Exception failure) => failure is WorkflowNondeterminismException
        ? WorkflowTaskFailedCause.NonDeterministicError
        : WorkflowTaskFailedCause.WorkflowWorkerUnhandledFailure;

    /// <summary>One try of this worker at a task.</summary>
    private sealed class TaskAttempt(WorkflowRun run, PollWorkflowTaskQueueResponse task)
    {
        private volatile bool _isDeadlocked;

        public WorkflowRun Run { get; } = run;

        public PollWorkflowTaskQueueResponse Task { get; } = task;

        public bool IsDeadlocked
        {
            get => _isDeadlocked;
            set => _isDeadlocked = value;
        }
    }
}
