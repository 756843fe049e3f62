namespace Temporalio.Worker.Tuning;

/// <summary>Slots given by user code. Its errors never stop the worker: they are waited out.</summary>
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

    public SlotPermit? TryReserve(bool isSticky) => supplier.TryReserveSlot(Context(isSticky));

    public void MarkUsed(SlotPermit permit, SlotInfo info) => supplier.MarkSlotUsed(new(info, permit));

    public void Release(SlotPermit permit, SlotInfo? info) => supplier.ReleaseSlot(new(info, permit));

    private SlotReserveContext Context(bool isSticky) => new(type, taskQueue, identity, buildId, isSticky);
}
