using System.Diagnostics;
using Sagas.Local.Postgres;
using Sagas.Local.State;
using Sagas.Local.Supervision;

namespace Sagas.Local.Up;

/// <summary>
/// Runs the whole system on this machine until it is told to stop. Order: PostgreSQL, sandboxes and codec server; then Temporal,
/// while the schema is brought up to date; then workers and API. Stopping goes the other way.
/// </summary>
internal sealed class UpCommand(UpOptions options)
{
    private static readonly TimeSpan ReadyWithin = TimeSpan.FromSeconds(60);

    private readonly Lock _upFile = new();

    public async Task<int> RunAsync(CancellationToken stop)
    {
        var clock = Stopwatch.StartNew();
        var keys = EncryptionKeys.FromEnvironment();
        var state = StateDirectory.At(options.State).Create();
        using var only = UpLock.Take(state);
        File.Delete(state.UpFile);
        await ChildrenRecord.StopLeftoversAsync(state.ChildrenFile, Say, stop);
        var supervisor = new Supervisor(Say, state.ChildrenFile);
        try
        {
            var running = await StartAsync(state, supervisor, keys is not null, stop);
            WriteUpFile(state, running, supervisor);
            supervisor.PidsChanged += () => WriteUpFile(state, running, supervisor);
            Banner.Print(running, keys, state, clock.Elapsed);
            await new TemporalUi().BuildAsync(Say, stop);
            await Task.Delay(Timeout.Infinite, stop);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            Say("Stopping…");
        }
        finally
        {
            File.Delete(state.UpFile);
            await supervisor.StopAsync();
            File.Delete(state.UpFile);
        }

        Say("Stopped. Everything is kept; ./sagas up goes on where it stopped.");
        return 0;
    }

    private async Task<UpFile> StartAsync(
        StateDirectory state, Supervisor supervisor, bool isEncrypted, CancellationToken stop)
    {
        var engines = Engines.FromEnvironment();
        var cluster = engines.DatabaseUrl is null ? await PostgresCluster.PrepareAsync(state, Say, stop) : null;
        if (cluster is not null)
        {
            await cluster.StopLeftoverAsync(Say, stop);
        }

        var ports = Ports.Choose([.. options.Ports.Where(port => isEncrypted || port.Name != PortSetting.Codec)]);
        var databaseUrl = engines.DatabaseUrl ?? cluster!.Url;
        var parts = new SystemParts(state, ports, engines, databaseUrl);
        var first = parts.Sandboxes().Concat(parts.Codec()).ToList();
        if (cluster is not null)
        {
            first.Add(SystemParts.Postgres(state, cluster));
        }

        await supervisor.StartAsync(first, ReadyWithin, stop);
        var keys = DemoKeys.LoadOrCreate(state);
        await Task.WhenAll(
            DatabaseSetup.RunAsync(databaseUrl, keys, stop),
            supervisor.StartAsync(parts.Temporal(), ReadyWithin, stop));
        await supervisor.StartAsync(parts.Application(), ReadyWithin, stop);
        return new UpFile(
            new UpUrls(
                parts.ApiUrl,
                parts.ApiUrl + "/openapi/v1.json",
                parts.TemporalAddress,
                $"http://127.0.0.1:{ports.TemporalUi}",
                $"http://127.0.0.1:{ports.TemporalHttp}",
                parts.StripeUrl,
                parts.SendGridUrl,
                parts.SendGridUrl + "/",
                databaseUrl,
                parts.CodecUrl),
            keys,
            []);
    }

    private void WriteUpFile(StateDirectory state, UpFile running, Supervisor supervisor)
    {
        lock (_upFile)
        {
            var pids = supervisor.Pids;
            pids[Roles.Supervisor] = Environment.ProcessId;
            JsonFile.Write(state.UpFile, running with { Pids = pids });
        }
    }

    private static void Say(string line) => Console.WriteLine(line);
}
