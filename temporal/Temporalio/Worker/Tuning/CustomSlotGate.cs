namespace Temporalio.Worker.Tuning;

/// <summary>
/// Slots given by user code. Its errors never stop the worker: those of a reservation are waited out, and what it fails to
/// note is its own loss.
/// </summary>
internal sealed class CustomSlotGate(
    CustomSlotSupplier supplier, SlotType type, string taskQueue, string identity, string buildId) : ISlotGate
{
    private static readonly TimeSpan RetryDelay = TimeSpan.FromSeconds(1);

    public async ValueTask<SlotPermit> ReserveAsync(bool isSticky, CancellationToken stop)
    {
        while (true)
        {
            try
            {
                return await supplier.ReserveSlotAsync(Context(isSticky), stop).ConfigureAwait(false);
            }
            catch (Exception) when (!stop.IsCancellationRequested)
            {
                // The supplier's own error; the worker must go on polling.
                await Task.Delay(RetryDelay, stop).ConfigureAwait(false);
            }
        }
    }

    public SlotPermit? TryReserve(bool isSticky)
    {
        SlotPermit? permit = null;
        Ignoring(() => permit = supplier.TryReserveSlot(Context(isSticky)));
        return permit;
    }

    public void MarkUsed(SlotPermit permit, SlotInfo info) => Ignoring(() => supplier.MarkSlotUsed(new(info, permit)));

    public void Release(SlotPermit permit, SlotInfo? info) => Ignoring(() => supplier.ReleaseSlot(new(info, permit)));

    private static void Ignoring(Action call)
    {
        try
        {
            call();
        }
        catch (Exception)
        {
            // The supplier's own error, after which its task goes on.
        }
    }

    private SlotReserveContext Context(bool isSticky) => new(type, taskQueue, identity, buildId, isSticky);
}
