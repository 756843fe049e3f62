using Temporalio.Client.Rpc;
using Temporalio.Exceptions;

namespace Temporalio.Worker;

/// <summary>
/// How long to wait after a failed poll. Failures that may pass are waited out for ever, with growing delays, and so is a poll
/// that ran out of time. Others, such as a refused request, are borne for a minute, since what they miss may be in the making
/// (a namespace, say); they end the worker after that.
/// </summary>
internal sealed class PollBackoff(TimeProvider time)
{
    private static readonly TimeSpan First = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan FatalTolerance = TimeSpan.FromSeconds(60);

    private int _failures;
    private long _began;

    /// <summary>A poll goes out; the first one since the last success begins the time for failures.</summary>
    public void Polling()
    {
        if (_failures == 0)
        {
            _began = time.GetTimestamp();
        }
    }

    /// <summary>A poll was answered, with or without a task.</summary>
    public void Succeeded() => _failures = 0;

    /// <summary>Decides on a failure.</summary>
    /// <returns>Time to wait; null when it is no use.</returns>
    public TimeSpan? Next(RpcException e)
    {
        var failures = _failures++;
        if (RpcRetryPolicy.IsRetryable(e) || IsOutOfTime(e.Code))
        {
            var delay = Backoff.Delay(First, 2, failures, Longest);
            return e.Code == RpcException.StatusCode.ResourceExhausted
                ? Backoff.Longer(delay, Backoff.ForExhausted(failures))
                : delay;
        }
        return time.GetElapsedTime(_began) > FatalTolerance ? null : Longest;
    }

    private static bool IsOutOfTime(RpcException.StatusCode code) =>
        code is RpcException.StatusCode.Cancelled or RpcException.StatusCode.DeadlineExceeded;
}
