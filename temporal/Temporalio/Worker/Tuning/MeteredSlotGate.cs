using Temporalio.Runtime;

namespace Temporalio.Worker.Tuning;

/// <summary>
/// Shows how many slots of a gate hold a task and, where their number is fixed, how many do not. A slot that a poll
/// holds while it waits counts as available.
/// </summary>
internal sealed class MeteredSlotGate : ISlotGate
{
    private readonly ISlotGate _gate;
    private readonly LevelGauge _used;

    /// <summary>Creates a gate around another.</summary>
    /// <param name="gate">Gate.</param>
    /// <param name="metrics">Metrics of the worker.</param>
    /// <param name="type">Kind of task.</param>
    /// <param name="slots">How many there are; null if that is not fixed.</param>
    public MeteredSlotGate(ISlotGate gate, SdkMetrics metrics, SlotType type, int? slots)
    {
        _gate = gate;
        var tagged = metrics.WithTags([new("worker_type", WorkerType(type))]);
        var used = tagged.Gauge("worker_task_slots_used", "Slots with a task");
        var available = slots == null ? null : tagged.Gauge("worker_task_slots_available", "Slots without a task");
        _used = new(tagged, level =>
        {
            used.Set(level);
            available?.Set(slots!.Value - level);
        });
        _used.Add(0);
    }

    public ValueTask<SlotPermit> ReserveAsync(bool isSticky, CancellationToken stop) => _gate.ReserveAsync(isSticky, stop);

    public SlotPermit? TryReserve(bool isSticky) => _gate.TryReserve(isSticky);

    public void MarkUsed(SlotPermit permit, SlotInfo info)
    {
        _gate.MarkUsed(permit, info);
        _used.Add(1);
    }

    public void Release(SlotPermit permit, SlotInfo? info)
    {
        _gate.Release(permit, info);
        if (info != null)
        {
            _used.Add(-1);
        }
    }

    private static string WorkerType(SlotType type) => type switch
    {
        SlotType.Workflow => "WorkflowWorker",
        SlotType.Activity => "ActivityWorker",
        SlotType.LocalActivity => "LocalActivityWorker",
        _ => "NexusWorker",
    };
}
