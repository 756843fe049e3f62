using System.Diagnostics;
using System.Net.Http.Headers;
using Sandbox.Hosting.Faults;
using Sandbox.Stripe.Store;

namespace Sandbox.Stripe.Webhooks;

/// <summary>
/// Delivers events: each on its own, so in any order, and again with growing pauses until the endpoint answers 2xx or the
/// event is three days old. What was delivered is noted in the journal after the answer, so a killed sandbox delivers the last
/// events once more.
/// </summary>
internal sealed class WebhookSender : IDisposable
{
    /// <summary>The operation's name for fault rules; <c>drop</c> loses the event for good.</summary>
    public const string Operation = "webhooks.deliver";

    private const int AtOnceMax = 8;
    private const long TriedForSeconds = 3 * 24 * 60 * 60;

    private static readonly TimeSpan AnswerWithin = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan PauseMax = TimeSpan.FromMinutes(1);

    private readonly StripeStore _store;
    private readonly FaultBoard _faults;
    private readonly WebhookEndpoint _endpoint;
    private readonly CancellationTokenSource _stop = new();
    private readonly SemaphoreSlim _atOnce = new(AtOnceMax);
    private readonly HttpClient _http;

    /// <param name="store">Where events come from, and where it is noted that one was delivered.</param>
    /// <param name="faults">What is to go wrong.</param>
    /// <param name="endpoint">Where they go.</param>
    /// <param name="network">Instead of the real one.</param>
    public WebhookSender(StripeStore store, FaultBoard faults, WebhookEndpoint endpoint, HttpMessageHandler? network = null)
    {
        _http = new HttpClient(network ?? Network()) { Timeout = AnswerWithin };
        _store = store;
        _faults = faults;
        _endpoint = endpoint;
        lock (store.Lock)
        {
            store.Happened = Begin;
            foreach (var happened in store.Undelivered.Values)
            {
                Begin(happened);
            }
        }
    }

    public void Dispose()
    {
        // Deliveries in hand end by themselves when they see it; what they did not note is delivered after the next start.
        _stop.Cancel();
        _http.Dispose();
    }

    private void Begin(StripeEvent happened)
    {
        using (ExecutionContext.SuppressFlow())
        {
            _ = Task.Run(() => DeliverAsync(happened));
        }
    }

    private static SocketsHttpHandler Network() => new()
    {
        AllowAutoRedirect = false,
        // Stripe's deliveries carry no trace.
        ActivityHeadersPropagator = DistributedContextPropagator.CreateNoOutputPropagator(),
    };

    private async Task DeliverAsync(StripeEvent happened)
    {
        try
        {
            var pause = FirstPause;
            while (!await SettleAsync(happened))
            {
                await Task.Delay(pause, _stop.Token);
                pause = pause * 2 < PauseMax ? pause * 2 : PauseMax;
            }
        }
        catch (Exception) when (_stop.IsCancellationRequested)
        {
            // The sandbox ends.
        }
    }

    /// <summary>
    /// One attempt and its note; false: there is to be another. Nobody waits for a delivery, so what nobody foresaw is said here,
    /// and tried again like an endpoint that does not answer.
    /// </summary>
    private async Task<bool> SettleAsync(StripeEvent happened)
    {
        try
        {
            if (!await TryAsync(happened) && _store.Clock.Now - happened.Created < TriedForSeconds)
            {
                return false;
            }

            _store.Delivered(happened.Id);
            return true;
        }
        catch (Exception error) when (!_stop.IsCancellationRequested)
        {
            await Console.Error.WriteLineAsync(
                $"The Stripe sandbox could not deliver {happened.Id} and will try again: {error.GetType().Name}: {error.Message}");
            return false;
        }
    }

    private async Task<bool> TryAsync(StripeEvent happened)
    {
        var rule = _faults.Take(Operation, text => happened.Type.Contains(text, StringComparison.Ordinal)
            || happened.Intent.Id == text || happened.Intent.Metadata?.ContainsValue(text) == true);
        if (rule is { Delay.Ticks: > 0 })
        {
            await Task.Delay(rule.Delay, _stop.Token);
        }

        if (rule is { Drop: true })
        {
            return true;
        }

        await _atOnce.WaitAsync(_stop.Token);
        try
        {
            return await SendAsync(EventWriter.Write(happened));
        }
        finally
        {
            _atOnce.Release();
        }
    }

    private async Task<bool> SendAsync(byte[] body)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, _endpoint.Url) { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json", "utf-8");
        request.Headers.UserAgent.ParseAdd("Stripe/1.0");
        // Signed anew each time; by the clock of the wall, which the receiver checks it against.
        request.Headers.Add(
            "Stripe-Signature",
            WebhookSignature.Of(body, _endpoint.Secret, DateTimeOffset.UtcNow.ToUnixTimeSeconds()));
        try
        {
            using var answer = await _http.SendAsync(request, _stop.Token);
            return answer.IsSuccessStatusCode;
        }
        catch (Exception error) when (!_stop.IsCancellationRequested && error is HttpRequestException or OperationCanceledException)
        {
            return false;
        }
    }
}
