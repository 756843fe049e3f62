using System.Threading.RateLimiting;
using Sagas.Api.Problems;
using Sagas.Api.Requests;

namespace Sagas.Api.Webhooks;

/// <summary>
/// Bounds what strangers cost: anybody can reach a webhook, and a signature can be checked only when the whole body is there. So
/// many bodies are held at once, each for so long, and so many refusals are logged. Stripe delivers again what finds no place.
/// </summary>
internal sealed class WebhookGate : IDisposable
{
    /// <summary>With their bodies of 256 KiB these are 8 MiB.</summary>
    public const int BodiesAtOnceMax = 32;

    private const int RefusalsLoggedPerMinuteMax = 30;
    private const int RetryAfterSeconds = 5;

    /// <summary>Stripe sends an event at once.</summary>
    private static readonly TimeSpan BodyWithin = TimeSpan.FromSeconds(5);

    private readonly ConcurrencyLimiter _bodies = new(new() { PermitLimit = BodiesAtOnceMax });

    private readonly FixedWindowRateLimiter _refusals = new(new()
    {
        PermitLimit = RefusalsLoggedPerMinuteMax, Window = TimeSpan.FromMinutes(1),
    });

    /// <summary>A place for one body, until it is disposed of.</summary>
    public IDisposable Enter()
    {
        var place = _bodies.AttemptAcquire();
        return place.IsAcquired
            ? place
            : throw new ProblemException(
                Problem.Of(ProblemTypes.Unavailable, "Too many events at once.") with { RetryAfterSeconds = RetryAfterSeconds });
    }

    public async Task<ReadOnlyMemory<byte>> ReadAsync(HttpContext context, int bytesMax)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted);
        limit.CancelAfter(BodyWithin);
        try
        {
            return await BodyBytes.ReadAsync(context, bytesMax, limit.Token);
        }
        catch (OperationCanceledException) when (!context.RequestAborted.IsCancellationRequested)
        {
            throw ProblemException.Of(ProblemTypes.BadRequest, $"The body did not arrive within {BodyWithin.TotalSeconds} seconds.");
        }
    }

    /// <summary>Whether one more refusal goes to the log; the number of all is in the metric of requests by status.</summary>
    public bool MayNoteRefusal()
    {
        using var lease = _refusals.AttemptAcquire();
        return lease.IsAcquired;
    }

    public void Dispose()
    {
        _bodies.Dispose();
        _refusals.Dispose();
    }
}
