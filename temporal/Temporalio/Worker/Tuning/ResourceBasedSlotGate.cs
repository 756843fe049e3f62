namespace Temporalio.Worker.Tuning;

/// <summary>
/// Slots as long as memory and processors are below their targets. A minimum is always given; above it the slots are
/// spaced, so that the load of one shows before the next is given.
/// </summary>
internal sealed class ResourceBasedSlotGate : ISlotGate
{
    private const int DefaultMinimumWorkflow = 5;
    private const int DefaultMinimumOther = 1;
    private const int DefaultMaximum = 500;
    private static readonly TimeSpan DefaultRampOther = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan Recheck = TimeSpan.FromMilliseconds(100);

    private readonly Lock _lock = new();
    private readonly SlotPermit _permit = new();
    private readonly TimeProvider _time;
    private readonly ResourceBasedTunerOptions _targets;
    private readonly int _minimum;
    private readonly int _maximum;
    private readonly TimeSpan _ramp;
    private readonly ResourceMeter _meter;
    private int _used;
    private long _lastGiven;
    private TaskCompletionSource _released = NewSignal();

    public ResourceBasedSlotGate(ResourceBasedSlotSupplier supplier, SlotType type, TimeProvider time)
    {
        var isWorkflow = type == SlotType.Workflow;
        _time = time;
        _targets = supplier.TunerOptions;
        _minimum = supplier.Options.MinimumSlots ?? (isWorkflow ? DefaultMinimumWorkflow : DefaultMinimumOther);
        _maximum = supplier.Options.MaximumSlots ?? DefaultMaximum;
        _ramp = supplier.Options.RampThrottle ?? (isWorkflow ? TimeSpan.Zero : DefaultRampOther);
        _meter = new(time);
    }

    public async ValueTask<SlotPermit> ReserveAsync(bool isSticky, CancellationToken stop)
    {
        while (true)
        {
            var released = Volatile.Read(ref _released).Task;
            if (TryReserve(isSticky) is { } permit)
            {
                return permit;
            }
            // Woken by a release, or to look at the load again, which no signal announces.
            await Task.WhenAny(released, Task.Delay(Recheck, _time, stop)).ConfigureAwait(false);
            stop.ThrowIfCancellationRequested();
        }
    }

    public SlotPermit? TryReserve(bool isSticky)
    {
        lock (_lock)
        {
            if (_used >= _maximum || (_used >= _minimum && !MayGrow()))
            {
                return null;
            }
            _used++;
            _lastGiven = _time.GetTimestamp();
            return _permit;
        }
    }

    public void MarkUsed(SlotPermit permit, SlotInfo info)
    {
    }

    public void Release(SlotPermit permit, SlotInfo? info)
    {
        lock (_lock)
        {
            _used--;
        }
        Interlocked.Exchange(ref _released, NewSignal()).TrySetResult();
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private bool MayGrow() => _time.GetElapsedTime(_lastGiven) >= _ramp &&
        _meter.MemoryUsage < _targets.TargetMemoryUsage && _meter.CpuUsage < _targets.TargetCpuUsage;
}
