using Temporalio.Api.Enums.V1;
using Temporalio.Exceptions;

namespace Sagas.Engine.Execution;

/// <summary>
/// Turns what an activity call throws into what the saga knows. Only failures that Temporal recorded are read; any other
/// exception is a bug, passes through and fails the workflow task.
/// </summary>
internal static class FailureReader
{
    public static bool IsRecorded(Exception exception) =>
        exception is FailureException || TemporalException.IsCanceledException(exception);

    public static StepResult Read(Exception exception, IReadOnlySet<string> refusals)
    {
        var root = exception is ActivityFailureException or ChildWorkflowFailureException
            ? exception.InnerException ?? exception
            : exception;
        return root is ApplicationFailureException { ErrorType: { } type } failure && refusals.Contains(type)
            ? new StepResult.Refused(new SagaError(type, failure.Message, DetailOf(failure)))
            : new StepResult.Unknown(Describe(root), IsLasting(exception));
    }

    /// <summary>
    /// By convention the second detail of a declared refusal is the activity's attempt number. What a local activity declares
    /// arrives as it is, without the failure of an activity around it.
    /// </summary>
    public static int AttemptsOf(Exception exception) =>
        (exception as ApplicationFailureException ?? exception.InnerException as ApplicationFailureException)
            is { Details: { Count: > 1 } details }
            ? details.ElementAt<int>(1)
            : 0;

    private static bool IsLasting(Exception exception) =>
        exception is ActivityFailureException { RetryState: RetryState.NonRetryableFailure }
            or ChildWorkflowFailureException { RetryState: RetryState.NonRetryableFailure }
            or ApplicationFailureException { NonRetryable: true };

    private static SagaError Describe(Exception root) => root switch
    {
        ApplicationFailureException failure =>
            new SagaError(failure.ErrorType ?? "Failure", failure.Message, DetailOf(failure)),
        TimeoutFailureException timeout => new SagaError("Timeout", TimeoutMessage(timeout), timeout.TimeoutType.ToString()),
        _ when TemporalException.IsCanceledException(root) => new SagaError("Interrupted", "stopped by a cancellation"),
        _ => new SagaError(root.GetType().Name, root.Message),
    };

    private static string TimeoutMessage(TimeoutFailureException timeout) =>
        timeout.InnerException is { } last ? $"{timeout.Message}; last failure: {last.Message}" : timeout.Message;

    private static string? DetailOf(ApplicationFailureException failure) =>
        failure.Details is { Count: > 0 } details ? details.ElementAt<string?>(0) : null;
}
