using System.Diagnostics;
using System.Text;
using Npgsql;
using Sagas.Storage;

namespace Sagas.Harness;

/// <summary>
/// The whole system as <c>./sagas up</c> runs it: real processes, a private PostgreSQL, ports of its own, state in a
/// temporary directory. Several run side by side.
/// </summary>
public sealed class RunningSystem : IAsyncDisposable
{
    private static readonly TimeSpan _readyWithin = TimeSpan.FromMinutes(3);
    private static readonly TimeSpan _stopWithin = TimeSpan.FromSeconds(30);

    private readonly Process _process;
    private readonly StringBuilder _output;

    private RunningSystem(Process process, string state, StringBuilder output, UpFile up)
    {
        _process = process;
        _output = output;
        State = state;
        Urls = up.Urls;
        Keys = up.Keys;
        // Without a pool: tests kill PostgreSQL, and a pooled connection would only notice when it is used.
        Database = NpgsqlDataSource.Create(
            new NpgsqlConnectionStringBuilder(ConnectionUrl.ToConnectionString(up.Urls.Database)) { Pooling = false });
        Api = new ApiClient(up.Urls.Api, up.Keys.Client);
        Support = new ApiClient(up.Urls.Api, up.Keys.Support);
        Stripe = new SandboxClient(up.Urls.Stripe);
        SendGrid = new SandboxClient(up.Urls.SendGrid);
    }

    public string State { get; }

    public UpUrls Urls { get; }

    public UpKeys Keys { get; }

    public NpgsqlDataSource Database { get; }

    public ApiClient Api { get; }

    public ApiClient Support { get; }

    public SandboxClient Stripe { get; }

    public SandboxClient SendGrid { get; }

    public int SupervisorPid => _process.Id;

    /// <summary>What <c>up</c> has printed.</summary>
    public string Output
    {
        get
        {
            lock (_output)
            {
                return _output.ToString();
            }
        }
    }

    public static async Task<RunningSystem> StartAsync(IReadOnlyDictionary<string, string>? environment = null)
    {
        var state = Directory.CreateTempSubdirectory("sagas-").FullName;
        var start = Executable.Start("up", "--random-ports", "--state", state);
        foreach (var (name, value) in environment ?? new Dictionary<string, string>())
        {
            start.Environment[name] = value;
        }

        var output = new StringBuilder();
        var process = Process.Start(start)!;
        process.OutputDataReceived += (_, line) => Append(output, line.Data);
        process.ErrorDataReceived += (_, line) => Append(output, line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        try
        {
            var up = await Eventually.GetAsync("the system is up", _readyWithin, () => Task.FromResult(
                process.HasExited
                    ? throw new InvalidOperationException($"sagas up ended with {process.ExitCode}: {output}")
                    : UpFile.Read(Path.Combine(state, "up.json"))));
            return new RunningSystem(process, state, output, up);
        }
        catch (Exception exception) when (exception is TimeoutException or InvalidOperationException)
        {
            process.Kill(entireProcessTree: true);
            throw new InvalidOperationException($"{exception.Message}{Environment.NewLine}{output}{Logs(state)}", exception);
        }
    }

    /// <summary>Process ids by role, as they are now.</summary>
    public IReadOnlyDictionary<string, int> Pids() =>
        UpFile.Read(Path.Combine(State, "up.json"))?.Pids ?? new Dictionary<string, int>();

    /// <summary>The end of every part's log, for messages of failed tests.</summary>
    public string Logs() => Logs(State);

    public async Task SeedEventAsync(string id, int sections = 1, int seatsPerSection = 10) =>
        await DemoSeed.SeedEventAsync(Database, new EventSeed(id, "Test " + id, sections, seatsPerSection));

    public async Task ExecuteAsync(string sql, params object[] parameters)
    {
        await using var command = Database.CreateCommand(sql);
        foreach (var parameter in parameters)
        {
            command.Parameters.Add(new NpgsqlParameter { Value = parameter });
        }

        await command.ExecuteNonQueryAsync();
    }

    /// <summary>Asks for an orderly end; returns the exit code.</summary>
    public async Task<int> StopAsync()
    {
        Signals.Send(_process.Id, Signals.Terminate);
        using var limit = new CancellationTokenSource(_stopWithin);
        await _process.WaitForExitAsync(limit.Token);
        return _process.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        Api.Dispose();
        Support.Dispose();
        Stripe.Dispose();
        SendGrid.Dispose();
        await Database.DisposeAsync();
        if (!_process.HasExited)
        {
            try
            {
                await StopAsync();
            }
            catch (OperationCanceledException)
            {
                _process.Kill(entireProcessTree: true);
            }
        }

        _process.Dispose();
        Directory.Delete(State, recursive: true);
    }

    private static void Append(StringBuilder output, string? line)
    {
        lock (output)
        {
            output.AppendLine(line);
        }
    }

    private static string Logs(string state)
    {
        const int shown = 3000;
        var text = new StringBuilder();
        foreach (var file in Directory.Exists(Path.Combine(state, "logs")) ? Directory.GetFiles(Path.Combine(state, "logs")) : [])
        {
            using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            stream.Seek(-Math.Min(shown, stream.Length), SeekOrigin.End);
            using var reader = new StreamReader(stream);
            text.AppendLine($"--- {Path.GetFileName(file)}").AppendLine(reader.ReadToEnd());
        }

        return text.ToString();
    }
}
