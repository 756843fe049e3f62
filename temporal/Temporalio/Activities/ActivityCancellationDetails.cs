namespace Temporalio.Activities;

/// <summary>Everything that is known about the cancellation of an activity; more than one may be true.</summary>
public class ActivityCancellationDetails
{
    /// <summary>Whether the server no longer knows the activity.</summary>
    public bool IsGoneFromServer { get; init; }

    /// <summary>Whether the workflow asked for it.</summary>
    public bool IsCancelRequested { get; init; }

    /// <summary>Whether the activity ran out of time.</summary>
    public bool IsTimedOut { get; init; }

    /// <summary>Whether the worker is shutting down.</summary>
    public bool IsWorkerShutdown { get; init; }

    /// <summary>Whether a heartbeat could not be recorded.</summary>
    public bool IsHeartbeatRecordFailure { get; init; }

    /// <summary>Whether the activity was paused.</summary>
    public bool IsPaused { get; init; }

    /// <summary>Whether the activity was reset.</summary>
    public bool IsReset { get; init; }
}
