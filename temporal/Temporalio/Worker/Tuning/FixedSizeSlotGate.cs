namespace Temporalio.Worker.Tuning;

/// <summary>A fixed number of slots.</summary>
internal sealed class FixedSizeSlotGate(int count) : ISlotGate
{
    // Permits carry nothing, so one serves all.
    private static readonly SlotPermit Permit = new();
    private readonly SemaphoreSlim _free = new(count, count);

    public ValueTask<SlotPermit> ReserveAsync(bool isSticky, CancellationToken stop)
    {
        var wait = _free.WaitAsync(stop);
        return wait.IsCompletedSuccessfully ? new(Permit) : WaitAsync(wait);
    }

    public SlotPermit? TryReserve(bool isSticky) => _free.Wait(0) ? Permit : null;

    public void MarkUsed(SlotPermit permit, SlotInfo info)
    {
    }

    public void Release(SlotPermit permit, SlotInfo? info) => _free.Release();

    private static async ValueTask<SlotPermit> WaitAsync(Task wait)
    {
        await wait.ConfigureAwait(false);
        return Permit;
    }
}
