using System.Globalization;
using Npgsql;
using Sagas.Local.State;
using Sagas.Local.Supervision;

namespace Sagas.Local.Postgres;

/// <summary>
/// A private PostgreSQL cluster: its own data, reachable only through a socket in a folder that nobody else may enter,
/// so it needs neither a port nor a password. Durability settings are PostgreSQL's own defaults (fsync and
/// synchronous_commit on): an acknowledged commit survives a power cut.
/// </summary>
internal sealed class PostgresCluster
{
    private const string DatabaseName = "sagas";
    private const string UserName = "sagas";

    // The kernel allows 107 bytes for a socket's path; "/.s.PGSQL.5432" takes 14.
    private const int SocketFolderLengthMax = 90;

    private readonly PostgresBinaries _binaries;
    private readonly ClusterUser _user;
    private readonly string _home;
    private readonly string _sockets;

    private PostgresCluster(PostgresBinaries binaries, ClusterUser user, string home, string sockets)
    {
        _binaries = binaries;
        _user = user;
        _home = home;
        _sockets = sockets;
    }

    public string Data => Path.Combine(_home, "data");

    /// <summary>What goes into <c>DATABASE_URL</c>.</summary>
    public string Url => ConnectionString(DatabaseName);

    public static async Task<PostgresCluster> PrepareAsync(
        StateDirectory state, Action<string> say, CancellationToken stop)
    {
        var binaries = await PostgresBinaries.FindOrInstallAsync(say, stop);
        var user = await ClusterUser.ForThisProcessAsync(stop);
        var home = await user.CanReachAsync(state.Path, stop)
            ? state.Combine("postgres")
            : Path.Combine("/var/lib/sagas", state.ShortName);
        await user.OwnAsync(home, stop);
        var sockets = Path.Combine(home, "run");
        if (sockets.Length > SocketFolderLengthMax)
        {
            sockets = Path.Combine(Path.GetTempPath(), $"sagas-{state.ShortName}");
        }

        await user.OwnAsync(sockets, stop);
        var cluster = new PostgresCluster(binaries, user, home, sockets);
        await cluster.InitialiseAsync(stop);
        return cluster;
    }

    /// <summary>The server's command line. Stopping is SIGINT: roll back what is open, write a checkpoint, exit.</summary>
    public IReadOnlyList<string> Command() => _user.Wrap([_binaries.Postgres, "-D", Data, .. Settings()]);

    /// <summary>
    /// A server that an earlier <c>up</c> left behind is stopped, so that the one started next is watched from birth.
    /// A postmaster.pid without a live server needs nothing: PostgreSQL sees that itself.
    /// </summary>
    public async Task StopLeftoverAsync(Action<string> say, CancellationToken stop)
    {
        var file = Path.Combine(Data, "postmaster.pid");
        if (!File.Exists(file)
            || !int.TryParse((await File.ReadAllLinesAsync(file, stop))[0], CultureInfo.InvariantCulture, out var pid)
            || !IsPostgres(pid))
        {
            return;
        }

        say($"Stopping the PostgreSQL that an earlier run left behind (process {pid}).");
        Native.Signal(pid, Native.SignalInterrupt);
        var deadline = DateTime.UtcNow.AddSeconds(10);
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        while (IsPostgres(pid) && await timer.WaitForNextTickAsync(stop))
        {
            if (DateTime.UtcNow > deadline)
            {
                throw new UserError(
                    $"The PostgreSQL of an earlier run (process {pid}) does not stop. End it with: kill -9 {pid}");
            }
        }
    }

    /// <summary>True as soon as the server takes connections; creates the database on the first one.</summary>
    public async Task<bool> IsReadyAsync(CancellationToken stop)
    {
        try
        {
            await using var connection = new NpgsqlConnection(ConnectionString("postgres") + ";Pooling=false;Timeout=2");
            await connection.OpenAsync(stop);
            await using var exists = new NpgsqlCommand(
                $"SELECT 1 FROM pg_database WHERE datname = '{DatabaseName}'", connection);
            if (await exists.ExecuteScalarAsync(stop) is null)
            {
                await using var create = new NpgsqlCommand($"CREATE DATABASE {DatabaseName}", connection);
                await create.ExecuteNonQueryAsync(stop);
            }

            return true;
        }
        catch (NpgsqlException)
        {
            return false;
        }
    }

    private static bool IsPostgres(int pid)
    {
        try
        {
            return Native.StartTicks(pid) is not null
                && File.ReadAllText($"/proc/{pid}/comm").Trim() is "postgres" or "postmaster";
        }
        catch (IOException)
        {
            return false;
        }
    }

    private string ConnectionString(string database) =>
        new NpgsqlConnectionStringBuilder { Host = _sockets, Username = UserName, Database = database }.ConnectionString;

    private async Task InitialiseAsync(CancellationToken stop)
    {
        if (Directory.Exists(Data))
        {
            return;
        }

        // Made under another name and renamed when complete: an interrupted first run leaves nothing half done.
        var unfinished = Data + ".new";
        if (Directory.Exists(unfinished))
        {
            Directory.Delete(unfinished, recursive: true);
        }

        var command = _user.Wrap(
            _binaries.InitDb, "-D", unfinished, "-U", UserName, "--auth=trust", "--encoding=UTF8", "--no-locale",
            "--no-instructions");
        var result = await Shell.RunAsync(command[0], command.Skip(1), stop, _home);
        if (result.ExitCode != 0)
        {
            throw new UserError($"PostgreSQL could not create its files in {Data}: {result.Text}");
        }

        Directory.Move(unfinished, Data);
    }

    private IEnumerable<string> Settings()
    {
        string[] settings =
        [
            "listen_addresses=",
            $"unix_socket_directories={_sockets}",
            "unix_socket_permissions=0700",
            "max_connections=300",
            "shared_buffers=256MB",
            "max_wal_size=4GB",
            "checkpoint_timeout=15min",
            "wal_compression=on",
            // Every query here is small; compiling one costs more than running it.
            "jit=off",
            "log_min_messages=warning",
        ];
        return settings.SelectMany(setting => new[] { "-c", setting });
    }
}
