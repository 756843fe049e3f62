using Temporal.DevServer.State;

namespace Temporal.DevServer.History;

/// <summary>
/// What a committed transition causes outside its run. Plain data, so that tests can look at it; the same list is made
/// from the state of a loaded run at start-up, because effects are not stored.
/// </summary>
internal sealed class Effects
{
    /// <summary>The workflow task to hand to task queues, or null.</summary>
    public TaskInfo? WorkflowTask { get; set; }

    /// <summary>Scheduled ids of activities to hand to task queues.</summary>
    public List<long> Activities { get; } = [];

    /// <summary>Initiated ids of children to start.</summary>
    public List<long> ChildrenToStart { get; } = [];

    /// <summary>Initiated ids of signals to deliver.</summary>
    public List<long> SignalsToSend { get; } = [];

    /// <summary>Initiated ids of cancel requests to deliver.</summary>
    public List<long> CancelsToSend { get; } = [];

    /// <summary>Children whose first workflow task may be scheduled now.</summary>
    public List<ChildInfo> ChildrenToRelease { get; } = [];

    /// <summary>True when the closed run owes messages to its parent or children.</summary>
    public bool CloseMessages { get; set; }

    /// <summary>Scheduled ids of Nexus operations to start.</summary>
    public List<long> OperationsToStart { get; } = [];

    /// <summary>Scheduled ids of Nexus operations to cancel.</summary>
    public List<long> OperationsToCancel { get; } = [];

    /// <summary>Positions of completion callbacks to call.</summary>
    public List<int> CallbacksToCall { get; } = [];

    /// <summary>True when others are to be told something.</summary>
    public bool HasMessages =>
        CloseMessages || ChildrenToStart.Count > 0 || SignalsToSend.Count > 0 || CancelsToSend.Count > 0
        || ChildrenToRelease.Count > 0 || HasNexusCalls;

    private bool HasNexusCalls =>
        OperationsToStart.Count > 0 || OperationsToCancel.Count > 0 || CallbacksToCall.Count > 0;

    /// <summary>True when there is nothing to do.</summary>
    public bool IsEmpty => WorkflowTask is null && Activities.Count == 0 && !HasMessages;
}
