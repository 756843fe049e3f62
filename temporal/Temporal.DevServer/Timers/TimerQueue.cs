using Temporal.DevServer.Persistence;

namespace Temporal.DevServer.Timers;

/// <summary>
/// Wakes runs at their next due time. One entry per run, replaced by each <see cref="Set"/>; replaced entries stay in the
/// heap and are skipped when their time comes, but never are more of them than there are runs. One loop waits for the
/// earliest.
/// </summary>
internal sealed class TimerQueue(IClock clock, Func<RunKey, Task> fire) : IAsyncDisposable
{
    /// <summary>Replaced entries that are not worth a clean-up.</summary>
    private const int ReplacedMin = 1024;

    private readonly Lock _gate = new();
    private readonly Dictionary<RunKey, DateTimeOffset> _due = [];
    private readonly PriorityQueue<(RunKey Key, DateTimeOffset Due), DateTimeOffset> _heap = new();
    private readonly CancellationTokenSource _stop = new();
    private TaskCompletionSource _earlier = New();

    // Held from the moment an earlier time is set until the loop waits for it: time must not jump over it meanwhile.
    private IDisposable? _unseen;
    private Task _loop = Task.CompletedTask;

    /// <summary>Entries in the heap, replaced ones too.</summary>
    public int Entries
    {
        get
        {
            lock (_gate)
            {
                return _heap.Count;
            }
        }
    }

    /// <summary>Runs waiting.</summary>
    public int Count
    {
        get
        {
            lock (_gate)
            {
                return _due.Count;
            }
        }
    }

    /// <summary>Starts firing.</summary>
    public void Start() => _loop = LoopAsync();

    /// <summary>Sets or, with null, removes the time at which a run is woken.</summary>
    public void Set(RunKey key, DateTimeOffset? due)
    {
        lock (_gate)
        {
            var had = _due.TryGetValue(key, out var before);
            if (had && before == due)
            {
                return;
            }

            if (had && clock.CanJump && _heap.Count > 0 && _heap.Peek().Due == before)
            {
                Reconsider();
            }

            if (due is not { } time)
            {
                _due.Remove(key);
                return;
            }

            _due[key] = time;
            var isEarliest = _heap.Count == 0 || time < _heap.Peek().Due;
            _heap.Enqueue((key, time), time);
            DropReplaced();
            if (isEarliest)
            {
                Reconsider();
            }
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync().ConfigureAwait(false);
        await _loop.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stop.Dispose();
    }

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private void Reconsider()
    {
        _unseen ??= clock.Hold();
        _earlier.TrySetResult();
    }

    private async Task LoopAsync()
    {
        while (!_stop.IsCancellationRequested)
        {
            var (next, earlier) = NextWait();
            using var woken = next is { } due
                ? await WaitAsync(due, earlier).ConfigureAwait(false)
                : await WaitAsync(earlier).ConfigureAwait(false);
            foreach (var key in TakeDue())
            {
                // Not awaited: a run that is busy must not delay the others. Time stands still until it is done.
                _ = FireAsync(key, clock.Hold());
            }
        }
    }

    private async Task<IDisposable?> WaitAsync(Task earlier)
    {
        ReleaseUnseen();
        await earlier.WaitAsync(_stop.Token).ConfigureAwait(false);
        return null;
    }

    /// <summary>
    /// Waits for a time or for an earlier one to be set; returns the clock's hold when the time came.
    /// </summary>
    private async Task<IDisposable?> WaitAsync(DateTimeOffset due, Task earlier)
    {
        using var cancel = CancellationTokenSource.CreateLinkedTokenSource(_stop.Token);
        var wait = clock.WaitUntilAsync(due, cancel.Token);
        ReleaseUnseen();
        await Task.WhenAny(wait, earlier).ConfigureAwait(false);
        await cancel.CancelAsync().ConfigureAwait(false);
        await wait.ContinueWith(_ => { }, TaskScheduler.Default).ConfigureAwait(false);
        return wait.IsCompletedSuccessfully ? wait.Result : null;
    }

    private void ReleaseUnseen()
    {
        IDisposable? hold = null;
        lock (_gate)
        {
            // Set again while we were on the way here: the next round sees it.
            if (!_earlier.Task.IsCompleted)
            {
                (hold, _unseen) = (_unseen, null);
            }
        }

        hold?.Dispose();
    }

    private async Task FireAsync(RunKey key, IDisposable hold)
    {
        using (hold)
        {
            await fire(key).ConfigureAwait(false);
        }
    }

    private (DateTimeOffset? Due, Task Earlier) NextWait()
    {
        lock (_gate)
        {
            SkipReplaced();
            _earlier = New();
            return (_heap.Count > 0 ? _heap.Peek().Due : null, _earlier.Task);
        }
    }

    private List<RunKey> TakeDue()
    {
        var keys = new List<RunKey>();
        lock (_gate)
        {
            var now = clock.UtcNow;
            SkipReplaced();
            while (_heap.Count > 0 && _heap.Peek().Due <= now)
            {
                var (key, _) = _heap.Dequeue();
                _due.Remove(key);
                keys.Add(key);
                SkipReplaced();
            }
        }

        return keys;
    }

    /// <summary>
    /// A run that reports often about something due in a year (heartbeats) would else fill the heap with entries that
    /// nobody waits for.
    /// </summary>
    private void DropReplaced()
    {
        if (_heap.Count - _due.Count > ReplacedMin + _due.Count)
        {
            _heap.Clear();
            _heap.EnqueueRange(_due.Select(run => ((run.Key, run.Value), run.Value)));
        }
    }

    private void SkipReplaced()
    {
        while (_heap.Count > 0 && (!_due.TryGetValue(_heap.Peek().Key, out var due) || due != _heap.Peek().Due))
        {
            _heap.Dequeue();
        }
    }
}
