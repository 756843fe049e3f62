namespace Temporalio.Workflows;

/// <summary>What a workflow does with a child workflow it cancels.</summary>
public enum ChildWorkflowCancellationType
{
    /// <summary>Request nothing and report the child as cancelled at once.</summary>
    Abandon = 0,

    /// <summary>Request the cancellation and report the child as cancelled at once.</summary>
    TryCancel = 1,

    /// <summary>Request the cancellation and wait until the child has closed.</summary>
    WaitCancellationCompleted = 2,

    /// <summary>Request the cancellation and wait until the child has received it.</summary>
    WaitCancellationRequested = 3,
}
