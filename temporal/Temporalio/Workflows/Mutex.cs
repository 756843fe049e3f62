namespace Temporalio.Workflows;

/// <summary>A mutex for workflows: deterministic, first come first served. Not for threads; not reentrant.</summary>
public class Mutex
{
    private readonly Semaphore _semaphore = new(1);

    /// <summary>Creates a free mutex.</summary>
    public Mutex()
    {
    }

    /// <summary>Waits for the mutex.</summary>
    /// <param name="cancellationToken">Token that cancels the wait; null means the workflow's own.</param>
    /// <returns>Task that ends when the mutex is taken.</returns>
    public Task WaitOneAsync(CancellationToken? cancellationToken = null) => _semaphore.WaitAsync(cancellationToken);

    /// <summary>Waits for the mutex for a time.</summary>
    /// <param name="millisecondsTimeout">Longest wait in milliseconds; -1 means for ever, 0 means not at all.</param>
    /// <param name="cancellationToken">Token that cancels the wait; null means the workflow's own.</param>
    /// <returns>True if the mutex is taken, false if the time has passed.</returns>
    public Task<bool> WaitOneAsync(int millisecondsTimeout, CancellationToken? cancellationToken = null) =>
        _semaphore.WaitAsync(millisecondsTimeout, cancellationToken);

    /// <summary>Waits for the mutex for a time.</summary>
    /// <param name="timeout">Longest wait; infinite means for ever, zero means not at all.</param>
    /// <param name="cancellationToken">Token that cancels the wait; null means the workflow's own.</param>
    /// <returns>True if the mutex is taken, false if the time has passed.</returns>
    public Task<bool> WaitOneAsync(TimeSpan timeout, CancellationToken? cancellationToken = null) =>
        _semaphore.WaitAsync(timeout, cancellationToken);

    /// <summary>Gives the mutex back.</summary>
    /// <exception cref="InvalidOperationException">The mutex is not taken.</exception>
    public void ReleaseMutex() => _semaphore.Release();
}
