using Microsoft.Extensions.Logging;
using Temporalio.Api.Enums.V1;
using Temporalio.Api.Failure.V1;
using Temporalio.Api.WorkflowService.V1;
using Temporalio.Converters;
using Temporalio.Exceptions;

namespace Temporalio.Worker.Workflows.Tasks;

/// <summary>Reports tasks on which workflow code or replay has failed, and drops the state they left behind.</summary>
internal sealed class WorkflowTaskFailures(
    WorkflowRuntimeSettings settings, WorkflowTaskSettings taskSettings, WorkflowTaskAnswers answers, ILogger logger)
{
    /// <summary>
    /// Non-determinism may be declared to fail the workflow; then no other command of the task counts.
    /// </summary>
    public async Task FailWorkflowAsync(WorkflowTaskAttempt attempt, Exception failure)
    {
        attempt.Run.Drop();
        await answers.CompleteAsync(new()
        {
            TaskToken = attempt.Task.TaskToken,
            Identity = taskSettings.Identity,
            Namespace = taskSettings.Namespace,
            DeploymentOptions = taskSettings.Deployment,
            Commands =
            {
                new Api.Command.V1.Command
                {
                    CommandType = CommandType.FailWorkflowExecution,
                    FailWorkflowExecutionCommandAttributes = new()
                    {
                        Failure = settings.DataConverter.FailureConverter.ToFailure(
                            failure, settings.DataConverter.PayloadConverter),
                    },
                },
            },
        }).ConfigureAwait(false);
    }

    /// <summary>Fails a task: the workflow waits until its code is repaired.</summary>
    public async Task FailAsync(WorkflowTaskAttempt attempt, Exception failure)
    {
        attempt.Run.Drop();
        Logs.TaskFailed(logger, attempt.Run.WorkflowId, attempt.Run.RunId, attempt.Task.Attempt, failure);
        if (attempt.Task.Query == null)
        {
            await SendAsync(attempt, failure).ConfigureAwait(false);
            return;
        }
        var answer = FailedQuery(attempt, failure);
        answer.Failure = settings.DataConverter.FailureConverter.ToFailure(
            failure, settings.DataConverter.PayloadConverter);
        await answers.AnswerQueryAsync(answer).ConfigureAwait(false);
    }

    /// <summary>Fails a task whose answer could not be encoded; so what is said of it is not encoded either.</summary>
    public async Task FailUnencodedAsync(WorkflowTaskAttempt attempt, AnswerEncodingException error)
    {
        attempt.Run.Drop();
        Logs.TaskFailed(logger, attempt.Run.WorkflowId, attempt.Run.RunId, attempt.Task.Attempt, error);
        var failure = new Failure { Message = error.Message };
        if (attempt.Task.Query == null)
        {
            await SendAsync(attempt, error, () => Task.FromResult(failure)).ConfigureAwait(false);
            return;
        }
        var answer = FailedQuery(attempt, error);
        answer.Failure = failure;
        await answers.AnswerEncodedQueryAsync(answer).ConfigureAwait(false);
    }

    /// <summary>Tells the server of a failed task, the first time only.</summary>
    public Task SendAsync(WorkflowTaskAttempt attempt, Exception failure) =>
        SendAsync(attempt, failure, () => settings.DataConverter.ToFailureAsync(failure));

    private async Task SendAsync(WorkflowTaskAttempt attempt, Exception failure, Func<Task<Failure>> describe)
    {
        taskSettings.Metrics.TaskFailed(attempt.Task, failure);
        // From the second attempt on the server paces by its timeout; an answer would make it hot.
        if (attempt.Task.Attempt > 1)
        {
            return;
        }
        await answers.FailAsync(new()
        {
            TaskToken = attempt.Task.TaskToken,
            Namespace = taskSettings.Namespace,
            Identity = taskSettings.Identity,
            Cause = CauseOf(failure),
            Failure = await describe().ConfigureAwait(false),
            DeploymentOptions = taskSettings.Deployment,
        }).ConfigureAwait(false);
    }

    private RespondQueryTaskCompletedRequest FailedQuery(WorkflowTaskAttempt attempt, Exception failure) => new()
    {
        TaskToken = attempt.Task.TaskToken,
        Namespace = taskSettings.Namespace,
        CompletedType = QueryResultType.Failed,
        ErrorMessage = failure.Message,
        Cause = CauseOf(failure),
    };

    private static WorkflowTaskFailedCause CauseOf(Exception failure) => failure is WorkflowNondeterminismException
        ? WorkflowTaskFailedCause.NonDeterministicError
        : WorkflowTaskFailedCause.WorkflowWorkerUnhandledFailure;
}
