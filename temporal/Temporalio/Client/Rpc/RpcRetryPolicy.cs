using Temporalio.Exceptions;

namespace Temporalio.Client.Rpc;

/// <summary>
/// Which failed calls are tried again, and when: codes that may pass, delays growing by a factor with some jitter,
/// bounded in number and time. A server that is out of some resource is left alone for longer.
/// </summary>
internal sealed class RpcRetryPolicy
{
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
        if (!IsRetryable(e) || (_options.MaxRetries > 0 && retries + 1 >= _options.MaxRetries))
        {
            return null;
        }
        var delay = Backoff.Delay(
            _options.InitialInterval, _options.Multiplier, retries, _options.MaxInterval, _options.RandomizationFactor);
        if (elapsed + delay > _options.MaxElapsedTime)
        {
            return null;
        }
        // That the server is to be left alone counts more than the limit of time.
        return e.Code == RpcException.StatusCode.ResourceExhausted
            ? Backoff.Longer(delay, Backoff.ForExhausted(retries))
            : delay;
    }
}
