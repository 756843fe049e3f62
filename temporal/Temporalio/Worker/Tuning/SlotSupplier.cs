namespace Temporalio.Worker.Tuning;

/// <summary>Decides how many tasks of a kind a worker works on at once.</summary>
public abstract class SlotSupplier
{
    private protected SlotSupplier()
    {
    }
}
