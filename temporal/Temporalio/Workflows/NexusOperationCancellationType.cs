namespace Temporalio.Workflows;

/// <summary>What cancelling a Nexus operation does.</summary>
public enum NexusOperationCancellationType
{
    /// <summary>Asks the handler and waits for the end of the operation.</summary>
    WaitCancellationCompleted = 0,

    /// <summary>Does not ask the handler, and reports the cancellation at once.</summary>
    Abandon = 1,

    /// <summary>Asks the handler, and reports the cancellation at once.</summary>
    TryCancel = 2,

    /// <summary>Asks the handler and waits until it has received that.</summary>
    WaitCancellationRequested = 3,
}
