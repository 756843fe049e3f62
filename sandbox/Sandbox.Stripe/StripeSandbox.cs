using Sandbox.Hosting;
using Sandbox.Hosting.Faults;
using Sandbox.Stripe.Control;
using Sandbox.Stripe.Http;
using Sandbox.Stripe.Model;
using Sandbox.Stripe.Store;
using Sandbox.Stripe.ThreeDSecure;
using Sandbox.Stripe.Webhooks;

namespace Sandbox.Stripe;

/// <summary>A local server with Stripe's wire behaviour for PaymentIntents, charges, refunds and webhooks.</summary>
internal sealed class StripeSandbox : ISandbox
{
    private readonly StripeStore _store;
    private readonly StripePipeline _pipeline;
    private readonly StripeControl _control;
    private readonly AuthenticationPage _authentication;
    private readonly WebhookSender? _webhooks;

    private StripeSandbox(StripeStore store, WebhookEndpoint? endpoint)
    {
        var faults = new FaultBoard();
        _store = store;
        _pipeline = new StripePipeline(store, faults);
        _control = new StripeControl(store, faults);
        _authentication = new AuthenticationPage(store);
        _webhooks = endpoint is null ? null : new WebhookSender(store, faults, endpoint);
    }

    public string Name => "Stripe";

    public long BodyBytesMax => 1024 * 1024;

    public string Storage => _store.IsDurable
        ? "state is kept in the data directory and survives a kill of this process"
        : "state is kept in memory only";

    /// <param name="endpoint">Where events go; null: nowhere.</param>
    public static StripeSandbox Create(string? dataDirectory, SandboxClock clock, WebhookEndpoint? endpoint) =>
        new(StripeStore.Open(clock, dataDirectory), endpoint);

    public Task HandleAsync(HttpContext context) =>
        context.Request.Path.Value is { } path && AuthenticationPage.Serves(path)
            ? _authentication.HandleAsync(context, path)
            : _pipeline.HandleAsync(context);

    public Task<bool> HandleControlAsync(HttpContext context, string path) => _control.HandleAsync(context, path);

    public Task RefuseAsync(HttpContext context, int status, string message) =>
        new StripeExchange(context).RefuseAsync(
            status >= 500 ? StripeError.ServerFault(status) : StripeError.Invalid(message, status: status));

    public void Dispose()
    {
        _webhooks?.Dispose();
        lock (_store.Lock)
        {
            _store.Dispose();
        }
    }
}
