using Sandbox.Hosting;
using Sandbox.Hosting.Faults;
using Sandbox.Stripe.Control;
using Sandbox.Stripe.Http;
using Sandbox.Stripe.Model;
using Sandbox.Stripe.Store;

namespace Sandbox.Stripe;

/// <summary>A local server with Stripe's wire behaviour for PaymentIntents, charges and refunds.</summary>
internal sealed class StripeSandbox : ISandbox
{
    private readonly StripeStore _store;
    private readonly StripePipeline _pipeline;
    private readonly StripeControl _control;

    private StripeSandbox(StripeStore store)
    {
        var faults = new FaultBoard();
        _store = store;
        _pipeline = new StripePipeline(store, faults);
        _control = new StripeControl(store, faults);
    }

    public string Name => "Stripe";

    public long BodyBytesMax => 1024 * 1024;

    public string Storage => _store.IsDurable
        ? "state is kept in the data directory and survives a kill of this process"
        : "state is kept in memory only";

    public static StripeSandbox Create(string? dataDirectory, SandboxClock clock) =>
        new(StripeStore.Open(clock, dataDirectory));

    public Task HandleAsync(HttpContext context) => _pipeline.HandleAsync(context);

    public Task<bool> HandleControlAsync(HttpContext context, string path) => _control.HandleAsync(context, path);

    public Task RefuseAsync(HttpContext context, int status, string message) =>
        new StripeExchange(context).RefuseAsync(
            status >= 500 ? StripeError.ServerFault(status) : StripeError.Invalid(message, status: status));

    public void Dispose() => _store.Dispose();
}
