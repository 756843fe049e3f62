namespace Sagas.Local.Supervision;

/// <summary>
/// One process of the system: how to start it, how to see that it is ready, how to stop it.
/// </summary>
internal sealed record Part
{
    public required string Role { get; init; }

    /// <summary>Program and arguments.</summary>
    public required IReadOnlyList<string> Command { get; init; }

    /// <summary>Set on top of this process's own environment.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>();

    /// <summary>One look; called again until it says true or the process is gone.</summary>
    public required Func<CancellationToken, Task<bool>> IsReadyAsync { get; init; }

    public required string LogFile { get; init; }

    /// <summary>The signal that asks for an orderly end.</summary>
    public int StopSignal { get; init; } = Native.SignalTerminate;

    /// <summary>How long an orderly end may take before the process is killed.</summary>
    public TimeSpan StopWithin { get; init; } = TimeSpan.FromSeconds(2);
}
