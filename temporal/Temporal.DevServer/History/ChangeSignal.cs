namespace Temporal.DevServer.History;

/// <summary>Wakes everybody who waits for the next change; a waiter that comes later waits for the one after.</summary>
internal sealed class ChangeSignal
{
    private TaskCompletionSource? _next;

    /// <summary>True while somebody waits.</summary>
    public bool HasWaiters => Volatile.Read(ref _next) is not null;

    /// <summary>Completes at the next <see cref="Notify"/>.</summary>
    public Task WaitAsync()
    {
        var fresh = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        return (Interlocked.CompareExchange(ref _next, fresh, null) ?? fresh).Task;
    }

    /// <summary>Something changed.</summary>
    public void Notify() => Interlocked.Exchange(ref _next, null)?.TrySetResult();
}
