using Microsoft.Extensions.Logging;

namespace Temporalio.Worker.Tuning;

/// <summary>Makes the gate of a supplier.</summary>
internal static class SlotGates
{
    /// <summary>Makes a gate.</summary>
    /// <param name="supplier">Supplier.</param>
    /// <param name="type">Kind of task.</param>
    /// <param name="taskQueue">Task queue of the worker.</param>
    /// <param name="identity">Identity of the worker.</param>
    /// <param name="buildId">Build id of the worker.</param>
    /// <param name="log">Is told of suppliers that fail.</param>
    public static ISlotGate Create(
        SlotSupplier supplier, SlotType type, string taskQueue, string identity, string buildId, ILogger log) => supplier switch
    {
        FixedSizeSlotSupplier fixedSize => new FixedSizeSlotGate(fixedSize.SlotCount),
        ResourceBasedSlotSupplier byLoad => new ResourceBasedSlotGate(byLoad, type, TimeProvider.System),
        CustomSlotSupplier custom => new CustomSlotGate(custom, type, taskQueue, identity, buildId, log),
        _ => throw new ArgumentException($"Unknown slot supplier {supplier.GetType().FullName}"),
    };
}
