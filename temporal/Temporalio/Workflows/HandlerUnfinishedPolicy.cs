namespace Temporalio.Workflows;

/// <summary>What happens when a workflow ends while a signal or update handler still runs.</summary>
public enum HandlerUnfinishedPolicy
{
    /// <summary>Log a warning and leave the handler where it is.</summary>
    WarnAndAbandon = 0,

    /// <summary>Leave the handler where it is, silently.</summary>
    Abandon = 1,
}
