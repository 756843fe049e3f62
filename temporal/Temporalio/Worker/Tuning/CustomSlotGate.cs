using Microsoft.Extensions.Logging;

namespace Temporalio.Worker.Tuning;

/// <summary>
/// Slots given by user code. Its errors never stop the worker: they are logged, those of a reservation are waited
/// out, and what it fails to note is its own loss.
/// </summary>
internal sealed class CustomSlotGate(
    CustomSlotSupplier supplier, SlotType type, string taskQueue, string identity, string buildId, ILogger log) : ISlotGate
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
            catch (Exception e) when (!stop.IsCancellationRequested)
            {
                Failed(e, nameof(supplier.ReserveSlotAsync));
                await Task.Delay(RetryDelay, stop).ConfigureAwait(false);
            }
        }
    }

    public SlotPermit? TryReserve(bool isSticky)
    {
        SlotPermit? permit = null;
        Try(() => permit = supplier.TryReserveSlot(Context(isSticky)), nameof(supplier.TryReserveSlot));
        return permit;
    }

    public void MarkUsed(SlotPermit permit, SlotInfo info) =>
        Try(() => supplier.MarkSlotUsed(new(info, permit)), nameof(supplier.MarkSlotUsed));

    public void Release(SlotPermit permit, SlotInfo? info) =>
        Try(() => supplier.ReleaseSlot(new(info, permit)), nameof(supplier.ReleaseSlot));

    private void Try(Action call, string name)
    {
        try
        {
            call();
        }
        catch (Exception e)
        {
            Failed(e, name);
        }
    }

    private void Failed(Exception e, string call) => Logs.SupplierFailed(log, e, call, type, taskQueue);

    private SlotReserveContext Context(bool isSticky) => new(type, taskQueue, identity, buildId, isSticky);
}
