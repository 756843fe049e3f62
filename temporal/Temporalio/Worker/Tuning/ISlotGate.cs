namespace Temporalio.Worker.Tuning;

/// <summary>Gives and takes back the slots of one kind of task, whatever the supplier.</summary>
internal interface ISlotGate
{
    /// <summary>Waits for a slot.</summary>
    ValueTask<SlotPermit> ReserveAsync(bool isSticky, CancellationToken stop);

    /// <summary>Takes a slot if there is one now.</summary>
    SlotPermit? TryReserve(bool isSticky);

    /// <summary>A task has come for the slot.</summary>
    void MarkUsed(SlotPermit permit, SlotInfo info);

    /// <summary>Gives the slot back.</summary>
    void Release(SlotPermit permit, SlotInfo? info);
}
