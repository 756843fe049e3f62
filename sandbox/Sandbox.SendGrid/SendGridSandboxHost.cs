using Sandbox.Hosting;

namespace Sandbox.SendGrid;

/// <summary>The SendGrid sandbox inside the caller's process, for tests.</summary>
public sealed class SendGridSandboxHost : IAsyncDisposable
{
    private readonly SandboxServer _server;

    private SendGridSandboxHost(SandboxServer server) => _server = server;

    /// <summary>Base address without a trailing slash.</summary>
    public string Address => _server.Address;

    /// <summary>Starts it; port 0 takes any free one, no directory keeps state in memory.</summary>
    public static async Task<SendGridSandboxHost> StartAsync(
        int port = 0, string? dataDirectory = null, CancellationToken cancellationToken = default) =>
        new(await SandboxServer.StartAsync(
            SendGridSandbox.Create(dataDirectory), port, quiet: true, cancellationToken));

    public ValueTask DisposeAsync() => _server.DisposeAsync();
}
