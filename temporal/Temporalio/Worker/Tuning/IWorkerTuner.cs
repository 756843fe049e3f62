namespace Temporalio.Worker.Tuning;

/// <summary>Slot suppliers of a worker.</summary>
public interface IWorkerTuner
{
    /// <summary>Gets the supplier for workflow tasks.</summary>
    SlotSupplier WorkflowTaskSlotSupplier { get; }

    /// <summary>Gets the supplier for activity tasks.</summary>
    SlotSupplier ActivityTaskSlotSupplier { get; }

    /// <summary>Gets the supplier for local activities.</summary>
    SlotSupplier LocalActivitySlotSupplier { get; }
}
