using System.Diagnostics;

namespace Temporal.DevServer.Grpc;

/// <summary>
/// What a handler knows about the call besides the request. One per call, used by one call at a time.
/// </summary>
public sealed class RpcContext : IDisposable
{
    private readonly long _startedAt = Stopwatch.GetTimestamp();
    private readonly CancellationToken _aborted;
    private readonly Func<string, string?>? _header;
    private CancellationTokenSource? _cancelled;

    /// <summary>Creates the context of one call.</summary>
    /// <param name="timeout">The caller's <c>grpc-timeout</c>; null when it set none.</param>
    /// <param name="aborted">Fires when the caller reset the stream or the connection broke.</param>
    /// <param name="stopping">Fires when the server begins to drain.</param>
    /// <param name="header">Reads a request header by its lower-case name.</param>
    public RpcContext(
        TimeSpan? timeout = null,
        CancellationToken aborted = default,
        CancellationToken stopping = default,
        Func<string, string?>? header = null)
    {
        Timeout = timeout;
        Stopping = stopping;
        _aborted = aborted;
        _header = header;
    }

    /// <summary>The time the caller gave the call, counted from its arrival; null when it set none.</summary>
    public TimeSpan? Timeout { get; }

    /// <summary>What is left of <see cref="Timeout"/> on the wall clock, never below zero; null without deadline.</summary>
    public TimeSpan? Remaining
    {
        get
        {
            if (Timeout is not { } timeout)
            {
                return null;
            }

            var left = timeout - Stopwatch.GetElapsedTime(_startedAt);
            return left > TimeSpan.Zero ? left : TimeSpan.Zero;
        }
    }

    /// <summary>
    /// Fires when nobody waits for the answer any more: the caller left or its deadline passed. Made on first use, so
    /// that calls which answer at once do not pay for a timer.
    /// </summary>
    public CancellationToken Cancelled => (_cancelled ??= LinkDeadline()).Token;

    /// <summary>Fires when the server begins to drain: long polls then answer at once, as if nothing had come.</summary>
    public CancellationToken Stopping { get; }

    /// <summary>A request header by its lower-case name, or null.</summary>
    public string? Header(string name) => _header?.Invoke(name);

    /// <inheritdoc />
    public void Dispose() => _cancelled?.Dispose();

    private CancellationTokenSource LinkDeadline()
    {
        var source = CancellationTokenSource.CreateLinkedTokenSource(_aborted);
        if (Remaining is { } left && left < TimeSpan.FromMilliseconds(int.MaxValue))
        {
            source.CancelAfter(left);
        }

        return source;
    }
}
