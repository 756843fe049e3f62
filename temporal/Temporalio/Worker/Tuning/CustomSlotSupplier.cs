namespace Temporalio.Worker.Tuning;

/// <summary>Slots given by user code. Members are called concurrently and must not block.</summary>
public abstract class CustomSlotSupplier : SlotSupplier
{
    /// <summary>Creates a supplier.</summary>
    protected CustomSlotSupplier()
    {
    }

    /// <summary>Waits for a slot.</summary>
    /// <param name="ctx">What the slot is for.</param>
    /// <param name="cancellationToken">Cancelled when the worker stops.</param>
    /// <returns>The slot.</returns>
    public abstract Task<SlotPermit> ReserveSlotAsync(SlotReserveContext ctx, CancellationToken cancellationToken);

    /// <summary>Takes a slot if there is one now.</summary>
    /// <param name="ctx">What the slot is for.</param>
    /// <returns>The slot, or null.</returns>
    public abstract SlotPermit? TryReserveSlot(SlotReserveContext ctx);

    /// <summary>Says that a task has arrived for a slot.</summary>
    /// <param name="ctx">Slot and task.</param>
    public abstract void MarkSlotUsed(SlotMarkUsedContext ctx);

    /// <summary>Gives a slot back.</summary>
    /// <param name="ctx">Slot and its task, if one had arrived.</param>
    public abstract void ReleaseSlot(SlotReleaseContext ctx);
}
