using System.Net.Sockets;
using System.Text;

namespace EndToEnd.BadInput;

/// <summary>Bytes on a connection, without a client library that would refuse to send them.</summary>
internal static class Wire
{
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(15);

    /// <summary>Sends, closes its own half if told to, and reads until the other side ends it (empty when it was reset).</summary>
    public static async Task<string> ExchangeAsync(string address, byte[] bytes, bool halfClose)
    {
        using var client = await ConnectAsync(address);
        using var limit = new CancellationTokenSource(_patience);
        var stream = client.GetStream();
        var answer = new MemoryStream();
        try
        {
            await stream.WriteAsync(bytes, limit.Token);
            if (halfClose)
            {
                client.Client.Shutdown(SocketShutdown.Send);
            }

            await stream.CopyToAsync(answer, limit.Token);
        }
        catch (Exception error) when (error is IOException or SocketException)
        {
            // Reset by the other side: it has seen enough, which is an answer too.
        }

        return Encoding.Latin1.GetString(answer.ToArray());
    }

    /// <summary>Sends and goes away without reading.</summary>
    public static async Task DropAsync(string address, byte[] bytes)
    {
        using var client = await ConnectAsync(address);
        await client.GetStream().WriteAsync(bytes);
        client.LingerState = new LingerOption(true, 0);
    }

    private static async Task<TcpClient> ConnectAsync(string address)
    {
        var target = new Uri(address.Contains("://", StringComparison.Ordinal) ? address : "http://" + address);
        var client = new TcpClient();
        await client.ConnectAsync(target.Host, target.Port);
        return client;
    }
}
