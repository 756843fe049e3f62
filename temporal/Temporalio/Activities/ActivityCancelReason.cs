namespace Temporalio.Activities;

/// <summary>Why an activity was cancelled.</summary>
public enum ActivityCancelReason
{
    /// <summary>It was not.</summary>
    None = 0,

    /// <summary>The server no longer knows it; what it reports is dropped.</summary>
    GoneFromServer = 1,

    /// <summary>Its workflow asked for it.</summary>
    CancelRequested = 2,

    /// <summary>It ran out of time.</summary>
    Timeout = 3,

    /// <summary>The worker is shutting down and the time for draining is over.</summary>
    WorkerShutdown = 4,

    /// <summary>A heartbeat could not be recorded.</summary>
    HeartbeatRecordFailure = 5,

    /// <summary>It was paused.</summary>
    Paused = 6,

    /// <summary>It was reset.</summary>
    Reset = 7,
}
