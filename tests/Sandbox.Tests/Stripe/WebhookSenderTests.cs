using System.Net;
using Sandbox.Hosting;
using Sandbox.Hosting.Faults;
using Sandbox.Stripe.Model;
using Sandbox.Stripe.Store;
using Sandbox.Stripe.Webhooks;

namespace Sandbox.Tests.Stripe;

public sealed class WebhookSenderTests
{
    [Fact]
    public async Task Delivery_FailsInAWayNobodyForesaw_IsTriedAgain()
    {
        using var store = StripeStore.Open(new SandboxClock(), dataDirectory: null);
        store.Undelivered.Add("evt_1", new StripeEvent("evt_1", "payment_intent.canceled", store.Clock.Now, Intent(), Key: null));
        using var network = new FailsOnce();

        using var sender = new WebhookSender(
            store, new FaultBoard(), new WebhookEndpoint(new Uri("http://127.0.0.1:1/"), "whsec_1"), network);

        await network.Answered.Task.WaitAsync(TimeSpan.FromMinutes(1));
    }

    private static Intent Intent() => new()
    {
        Id = "pi_1", Secret = "pi_1_secret_1", Created = 1, Amount = 100, Currency = "eur", Status = "canceled",
    };

    private sealed class FailsOnce : HttpMessageHandler
    {
        private int _calls;

        public TaskCompletionSource Answered { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken stop)
        {
            if (Interlocked.Increment(ref _calls) == 1)
            {
                throw new InvalidOperationException("nobody foresaw this");
            }

            Answered.TrySetResult();
            return Task.FromResult(new HttpResponseMessage(HttpStatusCode.OK));
        }
    }
}
