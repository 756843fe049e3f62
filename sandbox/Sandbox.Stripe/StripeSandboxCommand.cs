using Sandbox.Hosting;
using Sandbox.Stripe.Webhooks;

namespace Sandbox.Stripe;

/// <summary>
/// The Stripe sandbox as a process: <c>--port N</c> (12111), <c>--data DIR</c> (in memory without it); webhooks by
/// <c>STRIPE_WEBHOOK_ENDPOINT</c> and <c>STRIPE_WEBHOOK_SECRET</c>.
/// </summary>
public static class StripeSandboxCommand
{
    public const int DefaultPort = 12111;

    /// <summary>Runs until <paramref name="stop"/>. 0 = stopped, 1 = could not start, 2 = wrong arguments.</summary>
    public static Task<int> RunAsync(string[] args, CancellationToken stop) =>
        SandboxCommand.RunAsync(
            args, DefaultPort, static arguments => StripeSandbox.Create(
                arguments.DataDirectory, new SandboxClock(), WebhookEndpoint.From(Environment.GetEnvironmentVariable)), stop);
}
