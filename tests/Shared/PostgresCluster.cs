using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Npgsql;

namespace Sagas.TestSupport;

/// <summary>
/// A private PostgreSQL for tests, on 127.0.0.1 with a port and a folder of its own; it can be stopped, killed and
/// started again on the same data and port. Gone with the test process, even when that is killed.
/// </summary>
public sealed class PostgresCluster : IAsyncDisposable
{
    private const string User = "sagas";
    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(30);
    private static readonly Lazy<Task<PostgresCluster>> SharedCluster = new(() => StartAsync());

    // A shell stands between us and postgres. When its input ends without a word, this process has died: it then ends
    // postgres and removes the folder ($0).
    private const string Watcher =
        "\"$@\" & pid=$!; echo $pid; " +
        "read -r word || { kill -QUIT $pid 2>/dev/null; wait $pid; rm -rf \"$0\"; }; wait $pid";

    private readonly string _folder;
    private readonly bool _fsync;
    private Process? _watcher;
    private int _pid;

    private PostgresCluster(string folder, int port, bool fsync)
    {
        _folder = folder;
        _fsync = fsync;
        Port = port;
    }

    /// <summary>The TCP port on 127.0.0.1.</summary>
    public int Port { get; }

    /// <summary>Connects to the database <c>postgres</c> as superuser.</summary>
    public string ConnectionString => ConnectionStringFor("postgres");

    private string DataFolder => Path.Combine(_folder, "data");

    /// <summary>One cluster (fsync off) for the whole test process, started on first use. Make a database per test.</summary>
    public static Task<PostgresCluster> SharedAsync() => SharedCluster.Value;

    /// <summary>Creates and starts a cluster.</summary>
    /// <param name="fsync">
    /// Off (the default) is fast and still survives <see cref="KillAsync"/>; on for tests that measure real commits.
    /// </param>
    /// <param name="cancel">Gives up waiting.</param>
    public static async Task<PostgresCluster> StartAsync(bool fsync = false, CancellationToken cancel = default)
    {
        var folder = Directory.CreateTempSubdirectory("sagas-pg-").FullName;
        if (UnprivilegedUser.Needed is { } user)
        {
            await RunAsync(new ProcessStartInfo("chown", [$"{user.Uid}:{user.Gid}", folder]), cancel)
                .ConfigureAwait(false);
        }

        var cluster = new PostgresCluster(folder, FreePort(), fsync);
        await RunAsync(Command("initdb", "-D", cluster.DataFolder, "-U", User, "-A", "trust",
            "-E", "UTF8", "--locale=C.UTF-8", "--no-sync", "--no-instructions"), cancel).ConfigureAwait(false);
        await cluster.RestartAsync(cancel).ConfigureAwait(false);
        return cluster;
    }

    /// <summary>A new, empty database; returns its connection string.</summary>
    public async Task<string> CreateDatabaseAsync(CancellationToken cancel = default)
    {
        var name = $"test_{Guid.NewGuid():N}";
        var connection = new NpgsqlConnection(ConnectionString);
        await using (connection.ConfigureAwait(false))
        {
            await connection.OpenAsync(cancel).ConfigureAwait(false);
            var command = new NpgsqlCommand($"CREATE DATABASE {name}", connection);
            await using (command.ConfigureAwait(false))
            {
                await command.ExecuteNonQueryAsync(cancel).ConfigureAwait(false);
            }
        }

        return ConnectionStringFor(name);
    }

    /// <summary>Stops cleanly, breaking open connections (PostgreSQL's "fast" shutdown).</summary>
    public Task StopAsync() => EndAsync("INT");

    /// <summary>SIGKILLs the server and all its backends, as an out-of-memory killer would.</summary>
    public Task KillAsync() => EndAsync("KILL");

    /// <summary>Starts the server again after <see cref="StopAsync"/> or <see cref="KillAsync"/>; waits until it answers.</summary>
    public async Task RestartAsync(CancellationToken cancel = default)
    {
        var deadline = Stopwatch.StartNew();
        while (true)
        {
            await LaunchAsync(cancel).ConfigureAwait(false);
            if (await AnswersAsync(deadline, cancel).ConfigureAwait(false))
            {
                return;
            }

            if (deadline.Elapsed > StartLimit)
            {
                var log = await File.ReadAllTextAsync(LogFile, cancel).ConfigureAwait(false);
                throw new InvalidOperationException($"PostgreSQL in {_folder} did not start. Its log: {log}");
            }
        }
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await EndAsync("QUIT").ConfigureAwait(false);
        Directory.Delete(_folder, recursive: true);
    }

    private string LogFile => Path.Combine(_folder, "log");

    /// <summary>
    /// A port below those that Linux gives to outgoing connections, so that none of them takes it before the server binds
    /// it, or while the server is down for a restart.
    /// </summary>
    private static int FreePort()
    {
        while (true)
        {
            try
            {
                using var listener = new TcpListener(IPAddress.Loopback, Random.Shared.Next(10_000, 20_000));
                listener.Start();
                return ((IPEndPoint)listener.LocalEndpoint).Port;
            }
            catch (SocketException)
            {
                // In use: the next one.
            }
        }
    }

    private static async Task<string> RunAsync(ProcessStartInfo info, CancellationToken cancel)
    {
        info.RedirectStandardOutput = info.RedirectStandardError = true;
        using var process = Process.Start(info)!;
        var output = process.StandardOutput.ReadToEndAsync(cancel);
        var errors = await process.StandardError.ReadToEndAsync(cancel).ConfigureAwait(false);
        await process.WaitForExitAsync(cancel).ConfigureAwait(false);
        return process.ExitCode == 0
            ? await output.ConfigureAwait(false)
            : throw new InvalidOperationException($"{info.FileName} ended with {process.ExitCode}: {errors}");
    }

    private static ProcessStartInfo Command(string binary, params string[] arguments)
    {
        var folder = PostgresBinaries.Folder
            ?? throw new InvalidOperationException("PostgreSQL is not installed; install the package 'postgresql'.");
        return UnprivilegedUser.StartInfo(UnprivilegedUser.Needed, Path.Combine(folder, binary), arguments);
    }

    private string ConnectionStringFor(string database) =>
        new NpgsqlConnectionStringBuilder
        {
            Host = "127.0.0.1",
            Port = Port,
            Username = User,
            Database = database,
            GssEncryptionMode = GssEncryptionMode.Disable,
            SslMode = SslMode.Disable,
        }.ConnectionString;

    private async Task LaunchAsync(CancellationToken cancel)
    {
        var durable = _fsync ? "on" : "off";
        string[] settings =
        [
            "listen_addresses=127.0.0.1", "unix_socket_directories=", $"port={Port}", "max_connections=200",
            $"fsync={durable}", $"full_page_writes={durable}", "wal_level=minimal", "max_wal_senders=0",
        ];
        var folder = PostgresBinaries.Folder!;
        var arguments = new List<string> { "-c", Watcher, _folder, Path.Combine(folder, "postgres"), "-D", DataFolder };
        arguments.AddRange(settings.SelectMany(setting => new[] { "-c", setting }));
        var info = UnprivilegedUser.StartInfo(UnprivilegedUser.Needed, "/bin/sh", arguments);
        info.RedirectStandardInput = info.RedirectStandardOutput = info.RedirectStandardError = true;
        _watcher?.Dispose();
        _watcher = Process.Start(info)!;
        var log = LogFile;
        _watcher.ErrorDataReceived += (_, line) => AppendLine(log, line.Data);
        _watcher.BeginErrorReadLine();
        var pid = await _watcher.StandardOutput.ReadLineAsync(cancel).ConfigureAwait(false);
        _pid = int.Parse(pid!, CultureInfo.InvariantCulture);
    }

    private static void AppendLine(string file, string? line)
    {
        if (line is not null && Directory.Exists(Path.GetDirectoryName(file)))
        {
            File.AppendAllText(file, line + "\n");
        }
    }

    private async Task<bool> AnswersAsync(Stopwatch deadline, CancellationToken cancel)
    {
        while (!_watcher!.HasExited && deadline.Elapsed < StartLimit)
        {
            var connection = new NpgsqlConnection(ConnectionString + ";Pooling=false");
            await using (connection.ConfigureAwait(false))
            {
                try
                {
                    await connection.OpenAsync(cancel).ConfigureAwait(false);
                    return true;
                }
                catch (NpgsqlException)
                {
                    // Not up yet; there is no signal to wait for but the connection itself.
                    await Task.Delay(20, cancel).ConfigureAwait(false);
                }
            }
        }

        return false;
    }

    private async Task EndAsync(string signal)
    {
        if (_watcher is null)
        {
            return;
        }

        var backends = signal == "KILL" ? Children(_pid) : [];
        foreach (var pid in backends.Prepend(_pid))
        {
            using var kill = Process.Start(new ProcessStartInfo("kill", [$"-{signal}", $"{pid}"])
            {
                RedirectStandardError = true, // a backend may be gone already
            })!;
            await kill.WaitForExitAsync().ConfigureAwait(false);
        }

        while (Directory.Exists($"/proc/{_pid}") && !IsZombie(_pid))
        {
            await Task.Delay(10).ConfigureAwait(false);
        }

        await _watcher.StandardInput.WriteLineAsync("done").ConfigureAwait(false);
        _watcher.StandardInput.Close();
        await _watcher.WaitForExitAsync().ConfigureAwait(false);
        _watcher.Dispose();
        _watcher = null;
    }

    private static bool IsZombie(int pid)
    {
        try
        {
            return File.ReadAllText($"/proc/{pid}/stat").Contains(") Z ", StringComparison.Ordinal);
        }
        catch (IOException)
        {
            return true; // gone between the two looks
        }
    }

    private static List<int> Children(int parent)
    {
        var file = $"/proc/{parent}/task/{parent}/children";
        return !File.Exists(file)
            ? []
            : File.ReadAllText(file).Split(' ', StringSplitOptions.RemoveEmptyEntries)
                .Select(pid => int.Parse(pid, CultureInfo.InvariantCulture)).ToList();
    }
}
