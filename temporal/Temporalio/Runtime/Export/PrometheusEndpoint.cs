using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Microsoft.Extensions.Logging;

namespace Temporalio.Runtime.Export;

/// <summary>
/// A tiny HTTP server that shows metrics to Prometheus for as long as the program runs. One request per connection;
/// a request's head may have <see cref="HeadBytesMax" /> bytes and take <see cref="RequestLimit" />.
/// </summary>
internal sealed class PrometheusEndpoint
{
    private const int HeadBytesMax = 8 * 1024;
    private static readonly TimeSpan RequestLimit = TimeSpan.FromSeconds(5);

    private readonly TcpListener _listener;
    private readonly Func<string> _read;
    private readonly ILogger _logger;

    private PrometheusEndpoint(TcpListener listener, Func<string> read, ILogger logger)
    {
        _listener = listener;
        _read = read;
        _logger = logger;
    }

    /// <summary>Gets the address that is listened on.</summary>
    public IPEndPoint Address => (IPEndPoint)_listener.LocalEndpoint;

    /// <summary>Starts listening.</summary>
    /// <exception cref="ArgumentException">The address cannot be understood.</exception>
    /// <exception cref="InvalidOperationException">The address is in use or not of this machine.</exception>
    public static PrometheusEndpoint Start(string? bindAddress, Func<string> read, ILogger logger)
    {
        if (string.IsNullOrEmpty(bindAddress) || !IPEndPoint.TryParse(bindAddress, out var address))
        {
            throw new ArgumentException(
                $"Prometheus option BindAddress '{bindAddress}' must be an IP address and a port, such as 0.0.0.0:9000");
        }
        var listener = new TcpListener(address);
        try
        {
            listener.Start();
        }
        catch (SocketException e)
        {
            throw new InvalidOperationException($"Cannot show metrics to Prometheus on {bindAddress}: {e.Message}", e);
        }
        var endpoint = new PrometheusEndpoint(listener, read, logger);
        _ = Task.Run(endpoint.ServeAsync);
        return endpoint;
    }

    private async Task ServeAsync()
    {
        while (true)
        {
            try
            {
                var client = await _listener.AcceptTcpClientAsync().ConfigureAwait(false);
                _ = AnswerAsync(client);
            }
            catch (SocketException e)
            {
                // The connection was gone before it was taken; the listener itself stays.
                Logs.PrometheusRequestFailed(_logger, e);
            }
        }
    }

    private async Task AnswerAsync(TcpClient client)
    {
        using var limit = new CancellationTokenSource(RequestLimit);
        try
        {
            using (client)
            {
                var stream = client.GetStream();
                var line = await ReadRequestLineAsync(stream, limit.Token).ConfigureAwait(false);
                await stream.WriteAsync(Answer(line), limit.Token).ConfigureAwait(false);
            }
        }
        catch (Exception e) when (e is IOException or SocketException or OperationCanceledException)
        {
            Logs.PrometheusRequestFailed(_logger, e);
        }
    }

    private byte[] Answer(string requestLine)
    {
        var (status, body) = requestLine.Split(' ') switch
        {
            ["GET", "/metrics" or "/", ..] => ("200 OK", _read()),
            ["GET", ..] => ("404 Not Found", "Metrics are at /metrics\n"),
            [_, _, _] => ("405 Method Not Allowed", "Metrics can only be read\n"),
            _ => ("400 Bad Request", "Not an HTTP request\n"),
        };
        var bytes = Encoding.UTF8.GetBytes(body);
        var head = string.Create(
            CultureInfo.InvariantCulture,
            $"HTTP/1.1 {status}\r\nContent-Type: {PrometheusText.ContentType}\r\nContent-Length: {bytes.Length}\r\n" +
            $"Connection: close\r\n\r\n");
        return [.. Encoding.ASCII.GetBytes(head), .. bytes];
    }

    /// <summary>Reads the head of a request to its end and gives its first line; empty when there is no proper head.</summary>
    private static async Task<string> ReadRequestLineAsync(NetworkStream stream, CancellationToken token)
    {
        var head = new byte[HeadBytesMax];
        var length = 0;
        while (length < head.Length)
        {
            var read = await stream.ReadAsync(head.AsMemory(length), token).ConfigureAwait(false);
            if (read == 0)
            {
                return string.Empty;
            }
            length += read;
            if (head.AsSpan(0, length).IndexOf("\r\n\r\n"u8) >= 0)
            {
                return Encoding.ASCII.GetString(head, 0, head.AsSpan(0, length).IndexOf("\r\n"u8));
            }
        }
        return string.Empty;
    }
}
