namespace Temporalio.Worker.Tuning;

/// <summary>As many slots as the load of the machine allows.</summary>
public sealed class ResourceBasedSlotSupplier : SlotSupplier
{
    /// <summary>Creates a supplier.</summary>
    /// <param name="options">Bounds.</param>
    /// <param name="tunerOptions">Load limits.</param>
    public ResourceBasedSlotSupplier(
        ResourceBasedSlotSupplierOptions options, ResourceBasedTunerOptions tunerOptions)
    {
        Options = options;
        TunerOptions = tunerOptions;
    }

    /// <summary>Gets the bounds.</summary>
    public ResourceBasedSlotSupplierOptions Options { get; }

    /// <summary>Gets the load limits.</summary>
    public ResourceBasedTunerOptions TunerOptions { get; }
}
