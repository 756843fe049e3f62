using Temporal.DevServer.Tests.Grpc;

namespace Temporal.DevServer.Tests;

/// <summary>A test that calls a server of its own, which keeps everything in memory.</summary>
public abstract class ServerTest : IAsyncLifetime
{
    private DevServerHost _server = null!;

    /// <summary>Calls the server.</summary>
    private protected GrpcTestClient Client { get; private set; } = null!;

    public virtual async Task InitializeAsync()
    {
        _server = await DevServerHost.StartAsync(new DevServerOptions(), default);
        Client = new GrpcTestClient(_server.Address);
    }

    public async Task DisposeAsync()
    {
        Client.Dispose();
        await _server.DisposeAsync();
    }
}
