namespace Temporalio.Workflows;

/// <summary>A semaphore for workflows: deterministic, first come first served. Not for threads.</summary>
public class Semaphore
{
    private readonly LinkedList<object> _waiters = new();

    /// <summary>Creates a semaphore.</summary>
    /// <param name="initialCount">Free places at first, which is also the largest number of them.</param>
    public Semaphore(int initialCount)
    {
        Max = initialCount;
        CurrentCount = initialCount;
    }

    /// <summary>Gets the largest number of free places.</summary>
    public int Max { get; init; }

    /// <summary>Gets the number of free places.</summary>
    public int CurrentCount { get; private set; }

    /// <summary>Waits for a place.</summary>
    /// <param name="cancellationToken">Token that cancels the wait; null means the workflow's own.</param>
    /// <returns>Task that ends when the place is taken.</returns>
    public Task WaitAsync(CancellationToken? cancellationToken = null) => TakeAsync(null, cancellationToken);

    /// <summary>Waits for a place for a time.</summary>
    /// <param name="millisecondsTimeout">Longest wait in milliseconds; -1 means for ever, 0 means not at all.</param>
    /// <param name="cancellationToken">Token that cancels the wait; null means the workflow's own.</param>
    /// <returns>True if the place is taken, false if the time has passed.</returns>
    public Task<bool> WaitAsync(int millisecondsTimeout, CancellationToken? cancellationToken = null) =>
        WaitAsync(TimeSpan.FromMilliseconds(millisecondsTimeout), cancellationToken);

    /// <summary>Waits for a place for a time.</summary>
    /// <param name="timeout">Longest wait; infinite means for ever, zero means not at all.</param>
    /// <param name="cancellationToken">Token that cancels the wait; null means the workflow's own.</param>
    /// <returns>True if the place is taken, false if the time has passed.</returns>
    public Task<bool> WaitAsync(TimeSpan timeout, CancellationToken? cancellationToken = null) =>
        TakeAsync(timeout == Timeout.InfiniteTimeSpan ? null : timeout, cancellationToken);

    /// <summary>Gives a place back.</summary>
    /// <exception cref="InvalidOperationException">More places are given back than were taken.</exception>
    public void Release()
    {
        if (CurrentCount >= Max)
        {
            throw new InvalidOperationException("More released than successfully waited");
        }
        CurrentCount++;
    }

    private async Task<bool> TakeAsync(TimeSpan? timeout, CancellationToken? cancellationToken)
    {
        if (_waiters.Count == 0 && CurrentCount > 0)
        {
            CurrentCount--;
            return true;
        }
        (cancellationToken ?? Workflow.CancellationToken).ThrowIfCancellationRequested();
        if (timeout == TimeSpan.Zero)
        {
            return false;
        }
        var waiter = _waiters.AddLast(new object());
        try
        {
            bool IsFirstAndFree() => CurrentCount > 0 && _waiters.First == waiter;
            var options = new WaitConditionOptions(IsFirstAndFree, timeout, null, cancellationToken);
            if (!await Workflow.WaitConditionWithOptionsAsync(options))
            {
                return false;
            }
            CurrentCount--;
            return true;
        }
        finally
        {
            _waiters.Remove(waiter);
        }
    }
}
