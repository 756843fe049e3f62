using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace Sagas.TestSupport;

/// <summary>
/// The embedded Temporal server as a process of its own, so that it can be killed; the test project must refer to
/// <c>Temporal.DevServer</c>. It keeps its port over restarts.
/// </summary>
public sealed class ServerProcess : IAsyncDisposable
{
    private readonly string _database;
    private Process? _process;

    /// <summary>A server that is not started yet, on that PostgreSQL database.</summary>
    public ServerProcess(string database)
    {
        _database = database;
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        Port = ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    /// <summary>The gRPC port.</summary>
    public int Port { get; }

    /// <summary>Host and port.</summary>
    public string Address => $"127.0.0.1:{Port}";

    /// <summary>Starts it and waits for its line that says it is ready.</summary>
    public async Task StartAsync()
    {
        var dll = Path.Combine(AppContext.BaseDirectory, "Temporal.DevServer.dll");
        var info = new ProcessStartInfo("dotnet", [dll, "--port", $"{Port}", "--headless", "--database", _database])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        _process = Process.Start(info)!;
        var seen = new List<string>();
        while (await _process.StandardOutput.ReadLineAsync() is { } line)
        {
            seen.Add(line);
            if (line.Contains("ready", StringComparison.Ordinal))
            {
                _ = _process.StandardOutput.ReadToEndAsync();
                _ = _process.StandardError.ReadToEndAsync();
                return;
            }
        }

        throw new InvalidOperationException(
            $"The server ended: {string.Join('\n', seen)} {await _process.StandardError.ReadToEndAsync()}");
    }

    /// <summary>SIGKILL.</summary>
    public async Task KillAsync()
    {
        _process!.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
        _process = null;
    }

    /// <summary>SIGTERM; returns the exit code.</summary>
    public async Task<int> TerminateAsync()
    {
        using var kill = Process.Start("kill", ["-TERM", $"{_process!.Id}"]);
        await _process.WaitForExitAsync();
        var code = _process.ExitCode;
        _process.Dispose();
        _process = null;
        return code;
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        if (_process is not null)
        {
            await KillAsync();
        }
    }
}
