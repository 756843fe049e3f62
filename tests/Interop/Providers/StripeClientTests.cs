using Interop.Node;
using Sandbox.Stripe;

namespace Interop.Providers;

public sealed class StripeClientTests
{
    [NodeFact]
    public async Task OfficialClient_AgainstTheSandbox_FindsStripe()
    {
        await using var sandbox = await StripeSandboxHost.StartAsync();

        await NodeTool.RunAsync("stripe.mjs", TimeSpan.FromMinutes(2), ("STRIPE_ADDRESS", sandbox.Address));
    }
}
