namespace Temporalio.Worker;

/// <summary>
/// How the parts of a worker learn of its end. First no poll goes out any more; those that wait are ended by the server,
/// which then loses no task that it hands over in that moment. Where the server cannot, or does not, they are cut off.
/// </summary>
/// <param name="Requested">Nothing new is to be taken.</param>
/// <param name="CutOff">Polls end at once; requested as well.</param>
internal readonly record struct WorkerStop(CancellationToken Requested, CancellationToken CutOff)
{
    public bool IsRequested => Requested.IsCancellationRequested;
}

/// <summary>Stops the parts of a worker, and one of them all others by its fault.</summary>
internal sealed class WorkerStopSource : IDisposable
{
    private readonly CancellationTokenSource _requested;
    private readonly CancellationTokenSource _cutOff;

    /// <param name="outer">What stops this one too.</param>
    public WorkerStopSource(WorkerStop outer)
    {
        _requested = CancellationTokenSource.CreateLinkedTokenSource(outer.Requested);
        _cutOff = CancellationTokenSource.CreateLinkedTokenSource(outer.CutOff);
    }

    public WorkerStop Stop => new(_requested.Token, _cutOff.Token);

    /// <summary>Lets polls wait until the server ends them.</summary>
    public Task RequestAsync() => _requested.CancelAsync();

    /// <summary>Ends polls at once.</summary>
    public async Task CutOffAsync()
    {
        await _requested.CancelAsync().ConfigureAwait(false);
        await _cutOff.CancelAsync().ConfigureAwait(false);
    }

    /// <summary>Ends polls that the server does not end in time.</summary>
    public void CutOffAfter(TimeSpan time) => _cutOff.CancelAfter(time);

    public void Dispose()
    {
        _requested.Dispose();
        _cutOff.Dispose();
    }
}
