namespace Sandbox.Hosting;

/// <summary>Wall clock plus an offset that tests move forward, so that a week-long authorisation can lapse in a test.</summary>
public sealed class SandboxClock
{
    private long _offsetSeconds;

    /// <summary>Unix seconds.</summary>
    public long Now => DateTimeOffset.UtcNow.ToUnixTimeSeconds() + Interlocked.Read(ref _offsetSeconds);

    /// <summary>Moves the clock forward; it never goes back.</summary>
    public void Advance(long seconds)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(seconds);
        Interlocked.Add(ref _offsetSeconds, seconds);
    }
}
