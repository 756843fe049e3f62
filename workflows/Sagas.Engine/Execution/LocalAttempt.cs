using System.Linq.Expressions;
using Sagas.Engine.Definition;
using Temporalio.Exceptions;
using Temporalio.Workflows;

namespace Sagas.Engine.Execution;

/// <summary>
/// The attempt that a step makes in the process of the workflow's worker, before its activity is scheduled. What it declares
/// for good stands; whatever else goes wrong is left to the activity, which finds by its key what this attempt did.
/// </summary>
internal sealed class LocalAttempt(StepPolicy policy, string? summary)
{
    /// <summary>Attempts that failed, for the timeline's count.</summary>
    public int Failed { get; private set; }

    /// <returns>The result in a list of one; an empty one if the activity is to try.</returns>
    public async Task<IReadOnlyList<TResult>> TryAsync<TPort, TResult>(Expression<Func<TPort, Task<TResult>>> activity)
    {
        try
        {
            return [await Workflow.ExecuteLocalActivityAsync(activity, policy.ToLocalAttempt(summary))];
        }
        catch (FailureException failure) when (!IsForGood(failure))
        {
            Failed += IsSkipped(failure) ? 0 : 1;
            return [];
        }
    }

    private static bool IsForGood(FailureException failure) => Cause(failure)?.NonRetryable == true;

    private static bool IsSkipped(FailureException failure) => Cause(failure)?.ErrorType == LocalAttempts.Skipped;

    private static ApplicationFailureException? Cause(FailureException failure) =>
        failure as ApplicationFailureException ?? failure.InnerException as ApplicationFailureException;
}
