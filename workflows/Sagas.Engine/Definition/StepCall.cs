using System.Linq.Expressions;
using Sagas.Engine.Execution;
using Temporalio.Workflows;

namespace Sagas.Engine.Definition;

/// <summary>What the engine hands to an action or a compensation.</summary>
/// <param name="Options">
/// Options for the activity call: queue, timeouts, retries, cancellation, summary. <see cref="RunAsync"/> passes them on.
/// </param>
/// <param name="Cause">Why the saga is being undone; null on the way forward.</param>
public sealed record StepCall(ActivityOptions Options, SagaCause? Cause)
{
    /// <summary>
    /// Shows in words that the action waits for somebody outside, and until when; null: it goes on. The wait itself is the
    /// action's: a condition with <see cref="ActivityOptions.CancellationToken"/>, so that a cancellation ends it.
    /// </summary>
    public Action<string?> Waits { get; init; } = static _ => { };

    /// <summary>Where the step tries locally first; null: it does not.</summary>
    internal LocalAttempt? Local { get; init; }

    /// <summary>Runs the activity of the step under its policy.</summary>
    /// <param name="activity">One call of the port, with a finished command that it captures.</param>
    /// <returns>What the activity answered.</returns>
    public async Task<TResult> RunAsync<TPort, TResult>(Expression<Func<TPort, Task<TResult>>> activity) =>
        Local is not null && await Local.TryAsync(activity) is [var result]
            ? result
            : await Workflow.ExecuteActivityAsync(activity, Options);

    /// <summary>The same call elsewhere, for a step that takes several activities.</summary>
    /// <param name="policy">Queue, timeouts and retries of that activity.</param>
    /// <param name="summary">What it does, for people.</param>
    public StepCall On(StepPolicy policy, string summary) => this with
    {
        Local = null,
        Options = Options.RetryPolicy is { MaximumAttempts: 1 }
            ? policy.ToSingleAttempt(summary)
            : policy.ToOptions(summary, Options.CancellationToken ?? CancellationToken.None),
    };
}
