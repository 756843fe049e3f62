using System.Net.Sockets;
using System.Text.Json;

namespace Sagas.Local.Supervision;

/// <summary>What a process says of itself, for the benchmark.</summary>
/// <param name="AllocatedBytes">Managed memory allocated since its start.</param>
internal sealed record ProcessDiagnostics(long AllocatedBytes, int Gen0, int Gen1, int Gen2, double GcPauseMs);

/// <summary>
/// Each watched part answers every connection on an abstract Unix socket (a name without a file) with one JSON object.
/// The name goes to the part by environment.
/// </summary>
internal static class DiagnosticsSocket
{
    public const string Variable = "SAGAS_DIAGNOSTICS";

    public static string NameOf(string system, string role) => $"\0sagas/{system}/{role}";

    public static void Start()
    {
        if (Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } name)
        {
            new Thread(() => Serve("\0" + name)) { IsBackground = true, Name = "diagnostics" }.Start();
        }
    }

    public static async Task<ProcessDiagnostics?> AskAsync(string name, CancellationToken stop)
    {
        using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            await socket.ConnectAsync(new UnixDomainSocketEndPoint(name), stop);
            await using var stream = new NetworkStream(socket);
            return await JsonSerializer.DeserializeAsync<ProcessDiagnostics>(stream, cancellationToken: stop);
        }
        catch (Exception error) when (error is SocketException or IOException or JsonException)
        {
            return null;
        }
    }

    private static void Serve(string name)
    {
        using var listener = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            listener.Bind(new UnixDomainSocketEndPoint(name));
            listener.Listen(4);
            while (true)
            {
                using var peer = listener.Accept();
                Answer(peer);
            }
        }
        catch (SocketException error)
        {
            Console.Error.WriteLine($"No diagnostics for the benchmark: {error.Message}");
        }
    }

    private static void Answer(Socket peer)
    {
        var told = new ProcessDiagnostics(
            GC.GetTotalAllocatedBytes(),
            GC.CollectionCount(0),
            GC.CollectionCount(1),
            GC.CollectionCount(2),
            GC.GetTotalPauseDuration().TotalMilliseconds);
        try
        {
            peer.Send(JsonSerializer.SerializeToUtf8Bytes(told));
        }
        catch (SocketException)
        {
            // The asker went away; the next one gets an answer.
        }
    }
}
