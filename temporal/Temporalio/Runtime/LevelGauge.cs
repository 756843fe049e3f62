namespace Temporalio.Runtime;

/// <summary>
/// Shows how many of something there are. It counts even while nobody looks, so that whoever begins to look sees the truth, and
/// shows under its lock, so that an older number never comes after a newer one.
/// </summary>
internal sealed class LevelGauge(SdkMetrics metrics, Action<long> show)
{
    private readonly Lock _lock = new();
    private long _level;

    public void Add(long change)
    {
        lock (_lock)
        {
            _level += change;
            if (metrics.IsEnabled)
            {
                show(_level);
            }
        }
    }
}
