namespace Temporalio.Workflows;

/// <summary>What a workflow does with an activity it cancels.</summary>
public enum ActivityCancellationType
{
    /// <summary>Request the cancellation and report the activity as cancelled at once.</summary>
    TryCancel = 0,

    /// <summary>Request the cancellation and wait for the activity's answer.</summary>
    WaitCancellationCompleted = 1,

    /// <summary>Request nothing and report the activity as cancelled at once.</summary>
    Abandon = 2,
}
