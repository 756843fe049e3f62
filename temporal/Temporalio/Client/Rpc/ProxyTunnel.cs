using System.Net.Sockets;
using System.Text;

namespace Temporalio.Client.Rpc;

/// <summary>Opens a tunnel through an HTTP proxy by CONNECT, for encrypted and plain connections alike.</summary>
internal static class ProxyTunnel
{
    private const int MaxAnswer = 16 * 1024;

    public static async ValueTask<Stream> OpenAsync(
        HttpConnectProxyOptions proxy, string target, CancellationToken cancellationToken)
    {
        var (host, port) = HostPort.Parse(
            proxy.TargetHost ?? throw new ArgumentException("HTTP proxy has no target host"), defaultPort: 80);
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(host, port, cancellationToken).ConfigureAwait(false);
            var stream = new NetworkStream(socket, ownsSocket: true);
            await stream.WriteAsync(Request(proxy, target), cancellationToken).ConfigureAwait(false);
            var status = await ReadStatusAsync(stream, cancellationToken).ConfigureAwait(false);
            if (!status.StartsWith("HTTP/1.1 2", StringComparison.Ordinal)
                && !status.StartsWith("HTTP/1.0 2", StringComparison.Ordinal))
            {
                throw new HttpRequestException($"Proxy {proxy.TargetHost} refused CONNECT to {target}: {status}");
            }
            return stream;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private static byte[] Request(HttpConnectProxyOptions proxy, string target)
    {
        var request = new StringBuilder($"CONNECT {target} HTTP/1.1\r\nHost: {target}\r\n");
        if (proxy.BasicAuth is var (user, password))
        {
            var token = Convert.ToBase64String(Encoding.UTF8.GetBytes($"{user}:{password}"));
            request.Append($"Proxy-Authorization: Basic {token}\r\n");
        }
        return Encoding.ASCII.GetBytes(request.Append("\r\n").ToString());
    }

    // Byte by byte, since what follows the empty line belongs to the tunnel.
    private static async Task<string> ReadStatusAsync(Stream stream, CancellationToken cancellationToken)
    {
        var answer = new StringBuilder();
        var one = new byte[1];
        while (answer.Length < MaxAnswer)
        {
            if (await stream.ReadAsync(one, cancellationToken).ConfigureAwait(false) == 0)
            {
                throw new HttpRequestException("Proxy closed the connection before answering CONNECT");
            }
            answer.Append((char)one[0]);
            if (one[0] == '\n' && answer.ToString().EndsWith("\r\n\r\n", StringComparison.Ordinal))
            {
                var text = answer.ToString();
                return text[..text.IndexOf('\r', StringComparison.Ordinal)];
            }
        }
        throw new HttpRequestException($"Proxy answered CONNECT with more than {MaxAnswer} bytes");
    }
}
