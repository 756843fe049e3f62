namespace Temporalio.Worker.Tuning;

/// <summary>Kind of task that a slot is for.</summary>
public enum SlotType
{
    /// <summary>Workflow task.</summary>
    Workflow = 0,

    /// <summary>Activity task.</summary>
    Activity = 1,

    /// <summary>Local activity.</summary>
    LocalActivity = 2,

    /// <summary>Nexus operation.</summary>
    NexusOperation = 3,
}

/// <summary>What a slot is asked for.</summary>
/// <param name="SlotType">Kind of task.</param>
/// <param name="TaskQueue">Task queue.</param>
/// <param name="WorkerIdentity">Identity of the worker.</param>
/// <param name="WorkerBuildId">Build id of the worker.</param>
/// <param name="IsSticky">Whether it is for the sticky queue.</param>
public record SlotReserveContext(
    SlotType SlotType, string TaskQueue, string WorkerIdentity, string WorkerBuildId, bool IsSticky);

/// <summary>A slot whose task has arrived.</summary>
/// <param name="SlotInfo">Task.</param>
/// <param name="Permit">Slot.</param>
public record SlotMarkUsedContext(SlotInfo SlotInfo, SlotPermit Permit);

/// <summary>A slot that is given back.</summary>
/// <param name="SlotInfo">Task; null if none had arrived.</param>
/// <param name="Permit">Slot.</param>
public record SlotReleaseContext(SlotInfo? SlotInfo, SlotPermit Permit);

/// <summary>The task of a slot.</summary>
public record SlotInfo
{
    private SlotInfo()
    {
    }

    /// <summary>A workflow task.</summary>
    /// <param name="WorkflowType">Workflow type.</param>
    /// <param name="IsSticky">Whether it came from the sticky queue.</param>
    public record WorkflowSlotInfo(string WorkflowType, bool IsSticky) : SlotInfo;

    /// <summary>An activity task.</summary>
    /// <param name="ActivityType">Activity type.</param>
    public record ActivitySlotInfo(string ActivityType) : SlotInfo;

    /// <summary>A local activity.</summary>
    /// <param name="ActivityType">Activity type.</param>
    public record LocalActivitySlotInfo(string ActivityType) : SlotInfo;

    /// <summary>A Nexus operation.</summary>
    /// <param name="ServiceHandlerType">Service.</param>
    /// <param name="OperationName">Operation.</param>
    public record NexusOperationSlotInfo(string ServiceHandlerType, string OperationName) : SlotInfo;
}
