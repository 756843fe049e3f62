using System.Net;
using System.Net.Sockets;

namespace Sagas.TestSupport;

/// <summary>Passes TCP connections on to a server, and can let them fall silent without closing them.</summary>
public sealed class FreezingProxy : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly IPEndPoint _target;

    // Held, for what nobody holds is closed some time, and that is not silence.
    private readonly List<TcpClient> _taken = [];
    private CancellationTokenSource _frozen = new();
    private volatile bool _takesNobodyOn;

    public FreezingProxy(string target)
    {
        _target = IPEndPoint.Parse(target);
        _listener.Start();
        _ = AcceptAsync();
    }

    public string Address => _listener.LocalEndpoint.ToString()!;

    /// <summary>Nothing passes any more over the connections that are open; new ones work.</summary>
    public void FreezeOpenConnections() => Interlocked.Exchange(ref _frozen, new()).Cancel();

    /// <summary>Nothing passes any more; new connections are taken, and hear nothing.</summary>
    public void FreezeEverything()
    {
        _takesNobodyOn = true;
        FreezeOpenConnections();
    }

    public void Dispose()
    {
        _stop.Cancel();
        _listener.Stop();
        _taken.ForEach(connection => connection.Dispose());
    }

    private async Task AcceptAsync()
    {
        while (!_stop.IsCancellationRequested)
        {
            var client = await _listener.AcceptTcpClientAsync(_stop.Token);
            _taken.Add(client);
            if (_takesNobodyOn)
            {
                continue;
            }

            var server = new TcpClient();
            _taken.Add(server);
            await server.ConnectAsync(_target, _stop.Token);
            var frozen = _frozen.Token;
            _ = client.GetStream().CopyToAsync(server.GetStream(), frozen);
            _ = server.GetStream().CopyToAsync(client.GetStream(), frozen);
        }
    }
}
