namespace Temporalio.Worker.Tuning;

/// <summary>Slot suppliers of a worker.</summary>
public class WorkerTuner : IWorkerTuner
{
    /// <summary>Creates a tuner.</summary>
    /// <param name="workflowTaskSlotSupplier">Supplier for workflow tasks.</param>
    /// <param name="activityTaskSlotSupplier">Supplier for activity tasks.</param>
    /// <param name="localActivitySlotSupplier">Supplier for local activities.</param>
    /// <param name="nexusTaskSlotSupplier">Supplier for Nexus operations.</param>
    /// <exception cref="ArgumentException">Suppliers that heed the machine's load do not agree on its limits.</exception>
    public WorkerTuner(
        SlotSupplier workflowTaskSlotSupplier,
        SlotSupplier activityTaskSlotSupplier,
        SlotSupplier localActivitySlotSupplier,
        SlotSupplier nexusTaskSlotSupplier)
    {
        WorkflowTaskSlotSupplier = workflowTaskSlotSupplier;
        ActivityTaskSlotSupplier = activityTaskSlotSupplier;
        LocalActivitySlotSupplier = localActivitySlotSupplier;
        NexusTaskSlotSupplier = nexusTaskSlotSupplier;
        SlotSupplier[] all = [workflowTaskSlotSupplier, activityTaskSlotSupplier, localActivitySlotSupplier, nexusTaskSlotSupplier];
        if (all.OfType<ResourceBasedSlotSupplier>().Select(supplier => supplier.TunerOptions).Distinct().Count() > 1)
        {
            throw new ArgumentException("All resource-based slot suppliers must have the same ResourceBasedTunerOptions");
        }
    }

    /// <summary>Gets the supplier for workflow tasks.</summary>
    public SlotSupplier WorkflowTaskSlotSupplier { get; init; }

    /// <summary>Gets the supplier for activity tasks.</summary>
    public SlotSupplier ActivityTaskSlotSupplier { get; init; }

    /// <summary>Gets the supplier for local activities.</summary>
    public SlotSupplier LocalActivitySlotSupplier { get; init; }

    /// <summary>Gets the supplier for Nexus operations.</summary>
    public SlotSupplier NexusTaskSlotSupplier { get; init; }

    /// <summary>Creates a tuner of fixed sizes.</summary>
    /// <param name="workflowTaskSlots">Workflow tasks at once.</param>
    /// <param name="activityTaskSlots">Activities at once.</param>
    /// <param name="localActivitySlots">Local activities at once.</param>
    /// <param name="nexusTaskSlots">Nexus operations at once.</param>
    /// <returns>The tuner.</returns>
    public static WorkerTuner CreateFixedSize(
        int workflowTaskSlots, int activityTaskSlots, int localActivitySlots, int nexusTaskSlots = 100) => new(
        new FixedSizeSlotSupplier(workflowTaskSlots),
        new FixedSizeSlotSupplier(activityTaskSlots),
        new FixedSizeSlotSupplier(localActivitySlots),
        new FixedSizeSlotSupplier(nexusTaskSlots));

    /// <summary>Creates a tuner by load of the machine.</summary>
    /// <param name="targetMemoryUsage">Share of the memory, 0 to 1.</param>
    /// <param name="targetCpuUsage">Share of the processors, 0 to 1.</param>
    /// <param name="workflowOptions">Bounds for workflow tasks.</param>
    /// <param name="activityOptions">Bounds for activities.</param>
    /// <param name="localActivityOptions">Bounds for local activities.</param>
    /// <param name="nexusOptions">Bounds for Nexus operations.</param>
    /// <returns>The tuner.</returns>
    public static WorkerTuner CreateResourceBased(
        double targetMemoryUsage,
        double targetCpuUsage,
        ResourceBasedSlotSupplierOptions? workflowOptions = null,
        ResourceBasedSlotSupplierOptions? activityOptions = null,
        ResourceBasedSlotSupplierOptions? localActivityOptions = null,
        ResourceBasedSlotSupplierOptions? nexusOptions = null)
    {
        var limits = new ResourceBasedTunerOptions(targetMemoryUsage, targetCpuUsage);
        return new(
            new ResourceBasedSlotSupplier(workflowOptions ?? new(), limits),
            new ResourceBasedSlotSupplier(activityOptions ?? new(), limits),
            new ResourceBasedSlotSupplier(localActivityOptions ?? new(), limits),
            new ResourceBasedSlotSupplier(nexusOptions ?? new(), limits));
    }
}
