using System.Diagnostics;

namespace Temporal.DevServer.Timers;

/// <summary>Wall time, made monotonic: a step back of the machine's clock does not show.</summary>
internal sealed class SystemClock : IClock
{
    /// <summary>Longest single delay; longer waits are made of several.</summary>
    private static readonly TimeSpan DelayMax = TimeSpan.FromDays(1);

    private readonly DateTimeOffset _origin = DateTimeOffset.UtcNow;
    private readonly long _started = Stopwatch.GetTimestamp();

    /// <inheritdoc/>
    public DateTimeOffset UtcNow => _origin + Stopwatch.GetElapsedTime(_started);

    /// <inheritdoc/>
    public bool CanJump => false;

    /// <inheritdoc/>
    public async Task<IDisposable> WaitUntilAsync(DateTimeOffset due, CancellationToken stop)
    {
        for (var left = due - UtcNow; left > TimeSpan.Zero; left = due - UtcNow)
        {
            await Task.Delay(left < DelayMax ? RoundUp(left) : DelayMax, stop).ConfigureAwait(false);
        }

        return NoHold.Instance;
    }

    /// <inheritdoc/>
    public IDisposable Hold() => NoHold.Instance;

    /// <summary>Task.Delay cuts to whole milliseconds, which would wake too early and spin.</summary>
    private static TimeSpan RoundUp(TimeSpan left) => TimeSpan.FromMilliseconds(Math.Ceiling(left.TotalMilliseconds));

    private sealed class NoHold : IDisposable
    {
        public static readonly NoHold Instance = new();

        public void Dispose()
        {
        }
    }
}
