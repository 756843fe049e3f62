using Temporalio.Worker.Workflows.Machines;

namespace Temporalio.Worker.Workflows.LocalActivities;

/// <summary>How the attempts of a local activity ended so far.</summary>
/// <param name="Outcome">Result or failure.</param>
/// <param name="Attempt">Last attempt.</param>
/// <param name="Backoff">
/// Wait before the next attempt, too long to be waited inside a task; null if it has ended.
/// </param>
internal sealed record LocalActivityOutcome(Outcome Outcome, int Attempt, TimeSpan? Backoff)
{
    /// <summary>Gets which activation of the workflow task tells the workflow; null if no task does.</summary>
    public int? ActivationIndex { get; init; }
}
