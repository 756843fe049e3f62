using Sandbox.Hosting;
using Sandbox.Stripe.Webhooks;

namespace Sandbox.Stripe;

/// <summary>The Stripe sandbox inside the caller's process, for tests.</summary>
public sealed class StripeSandboxHost : IAsyncDisposable
{
    private readonly SandboxServer _server;

    private StripeSandboxHost(SandboxServer server, SandboxClock clock)
    {
        _server = server;
        Clock = clock;
    }

    /// <summary>Base address without a trailing slash.</summary>
    public string Address => _server.Address;

    /// <summary>The sandbox's time; move it forward to let authorisations lapse.</summary>
    public SandboxClock Clock { get; }

    /// <summary>Starts it; port 0 takes any free one, no directory keeps state in memory, no endpoint gets no events.</summary>
    public static async Task<StripeSandboxHost> StartAsync(
        int port = 0,
        string? dataDirectory = null,
        WebhookEndpoint? webhooks = null,
        CancellationToken cancellationToken = default)
    {
        var clock = new SandboxClock();
        var server = await SandboxServer.StartAsync(
            StripeSandbox.Create(dataDirectory, clock, webhooks), port, quiet: true, cancellationToken);
        return new StripeSandboxHost(server, clock);
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();
}
