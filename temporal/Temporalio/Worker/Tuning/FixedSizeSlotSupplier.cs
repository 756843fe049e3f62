namespace Temporalio.Worker.Tuning;

/// <summary>A fixed number of slots.</summary>
public sealed class FixedSizeSlotSupplier : SlotSupplier
{
    internal const string NoSlot = "FixedSizeSlotSupplier must have at least one slot";

    /// <summary>Creates a supplier.</summary>
    /// <param name="slotCount">Number of slots, at least 1.</param>
    /// <exception cref="ArgumentException">There is no slot.</exception>
    public FixedSizeSlotSupplier(int slotCount) => SlotCount = slotCount > 0
        ? slotCount
        : throw new ArgumentException(NoSlot);

    /// <summary>Gets the number of slots.</summary>
    public int SlotCount { get; }
}
