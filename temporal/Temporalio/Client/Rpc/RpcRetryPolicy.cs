using Temporalio.Exceptions;

namespace Temporalio.Client.Rpc;

/// <summary>
/// Which failed calls are tried again, and when: codes that may pass, delays growing by a factor with some jitter,
/// bounded in number and time. A server that is out of some resource is left alone for longer.
/// </summary>
internal sealed class RpcRetryPolicy
{
    private static readonly TimeSpan ExhaustedInitial = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan ExhaustedMaximum = TimeSpan.FromSeconds(10);

    private readonly RpcRetryOptions _options;

    private RpcRetryPolicy(RpcRetryOptions options) => _options = options;

    public static RpcRetryPolicy From(RpcRetryOptions? options) =>
        new(options ?? new RpcRetryOptions { Multiplier = 1.7f });

    /// <summary>Tells whether a failure may pass by itself.</summary>
    public static bool IsRetryable(RpcException e) => e.Code switch
    {
        RpcException.StatusCode.ResourceExhausted => !IsMessageTooLarge(e.Message),
        RpcException.StatusCode.DataLoss
            or RpcException.StatusCode.Internal
            or RpcException.StatusCode.Unknown
            or RpcException.StatusCode.Aborted
            or RpcException.StatusCode.OutOfRange
            or RpcException.StatusCode.Unavailable => true,
        _ => false,
    };

    /// <summary>Tells whether a message was too large, which no retry mends.</summary>
    public static bool IsMessageTooLarge(string message) =>
        message.Contains("received message larger than max", StringComparison.Ordinal)
        || message.Contains("message after decompression larger than max", StringComparison.Ordinal);

    /// <summary>Decides on a retry.</summary>
    /// <param name="e">The failure.</param>
    /// <param name="retries">Retries so far.</param>
    /// <param name="elapsed">Time since the first attempt began.</param>
    /// <returns>Delay before the retry; null for none.</returns>
    public TimeSpan? NextDelay(RpcException e, int retries, TimeSpan elapsed)
    {
        if (!IsRetryable(e) || retries >= _options.MaxRetries)
        {
            return null;
        }
        var delay = Grow(_options.InitialInterval, _options.Multiplier, retries, _options.MaxInterval);
        if (e.Code == RpcException.StatusCode.ResourceExhausted)
        {
            var longer = Grow(ExhaustedInitial, 2, retries, ExhaustedMaximum);
            delay = longer > delay ? longer : delay;
        }
        var jitter = 1 + (_options.RandomizationFactor * ((Random.Shared.NextDouble() * 2) - 1));
        delay *= jitter;
        return elapsed + delay > _options.MaxElapsedTime ? null : delay;
    }

    private static TimeSpan Grow(TimeSpan initial, double factor, int times, TimeSpan maximum)
    {
        var ticks = initial.Ticks * Math.Pow(factor, times);
        return ticks >= maximum.Ticks ? maximum : TimeSpan.FromTicks((long)ticks);
    }
}
