using Temporalio.Exceptions;

namespace Temporalio.Worker.Activities;

/// <summary>
/// How long to wait after a failed poll. Failures that may pass are waited out for ever, with growing delays; others,
/// such as a refused request, only while the worker is new, because what it needs may still be in the making (a
/// namespace, say).
/// </summary>
internal sealed class PollBackoff(TimeProvider time)
{
    private static readonly TimeSpan First = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan FatalTolerance = TimeSpan.FromSeconds(60);

    private readonly long _began = time.GetTimestamp();
    private TimeSpan _next = First;

    public void Succeeded() => _next = First;

    /// <summary>Decides on a failure.</summary>
    /// <returns>Time to wait; null when it is no use.</returns>
    public TimeSpan? Next(RpcException e)
    {
        if (!MayPass(e.Code) && time.GetElapsedTime(_began) > FatalTolerance)
        {
            return null;
        }
        if (e.Code == RpcException.StatusCode.DeadlineExceeded)
        {
            // Nothing came in time: no failure at all.
            return TimeSpan.Zero;
        }
        var delay = _next;
        _next = TimeSpan.FromTicks(Math.Min(_next.Ticks * 2, Longest.Ticks));
        return delay;
    }

    private static bool MayPass(RpcException.StatusCode code) => code
        is RpcException.StatusCode.DataLoss
        or RpcException.StatusCode.Internal
        or RpcException.StatusCode.Unknown
        or RpcException.StatusCode.ResourceExhausted
        or RpcException.StatusCode.Aborted
        or RpcException.StatusCode.OutOfRange
        or RpcException.StatusCode.Unavailable
        or RpcException.StatusCode.Cancelled
        or RpcException.StatusCode.DeadlineExceeded;
}
