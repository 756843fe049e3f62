using System.Net;
using System.Net.Sockets;

namespace Temporalio.Tests.Client;

/// <summary>Passes TCP connections on to a server, and can let them fall silent without closing them.</summary>
internal sealed class FreezingProxy : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly IPEndPoint _target;
    private CancellationTokenSource _frozen = new();

    public FreezingProxy(string target)
    {
        _target = IPEndPoint.Parse(target);
        _listener.Start();
        _ = AcceptAsync();
    }

    public string Address => _listener.LocalEndpoint.ToString()!;

    /// <summary>Nothing passes any more over the connections that are open; new ones work.</summary>
    public void FreezeOpenConnections() => Interlocked.Exchange(ref _frozen, new()).Cancel();

    public void Dispose()
    {
        _stop.Cancel();
        _listener.Stop();
    }

    private async Task AcceptAsync()
    {
        while (!_stop.IsCancellationRequested)
        {
            var client = await _listener.AcceptTcpClientAsync(_stop.Token);
            var server = new TcpClient();
            await server.ConnectAsync(_target, _stop.Token);
            var frozen = _frozen.Token;
            _ = client.GetStream().CopyToAsync(server.GetStream(), frozen);
            _ = server.GetStream().CopyToAsync(client.GetStream(), frozen);
        }
    }
}
