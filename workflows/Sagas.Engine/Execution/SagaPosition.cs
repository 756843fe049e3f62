namespace Sagas.Engine.Execution;

/// <summary>Where a saga stands whose earlier run was lost, and which way it goes from there.</summary>
/// <param name="Taken">
/// Names of the steps that were done, or may have been: their compensations go onto the stack, their actions do not run.
/// </param>
/// <param name="Cause">Why it turns back; null: it goes on behind the last step taken.</param>
/// <param name="IsOver">Nothing is left to do, in either direction.</param>
public sealed record SagaPosition(IReadOnlySet<string> Taken, SagaCause? Cause, bool IsOver = false)
{
    /// <summary>Nothing is left to do.</summary>
    public static SagaPosition Over { get; } = new(new HashSet<string>(), Cause: null, IsOver: true);
}
