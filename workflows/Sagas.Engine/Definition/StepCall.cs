using Sagas.Engine.Execution;
using Temporalio.Workflows;

namespace Sagas.Engine.Definition;

/// <summary>What the engine hands to an action or a compensation.</summary>
/// <param name="Options">Options for the activity call: queue, timeouts, retries, cancellation, summary. Pass them on.</param>
/// <param name="Cause">Why the saga is being undone; null on the way forward.</param>
public sealed record StepCall(ActivityOptions Options, SagaCause? Cause)
{
    /// <summary>
    /// Shows in words that the action waits for somebody outside, and until when; null: it goes on. The wait itself is the
    /// action's: a condition with <see cref="ActivityOptions.CancellationToken"/>, so that a cancellation ends it.
    /// </summary>
    public Action<string?> Waits { get; init; } = static _ => { };
}
