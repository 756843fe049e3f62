namespace Sagas.Engine.Execution;

/// <summary>What workers and the engine agree on about attempts that are made locally first.</summary>
public static class LocalAttempts
{
    /// <summary>
    /// Purpose: error type by which a worker declines a local attempt without having begun it; the step's activity follows at once,
    /// and the attempt is not counted.
    /// </summary>
    public const string Skipped = "LocalAttemptSkipped";
}
