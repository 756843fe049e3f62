using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Sagas.Local.State;
using Sagas.Local.Supervision;
using Sagas.TestSupport;

namespace Sagas.Local.Tests.Up;

/// <summary>The whole system as processes. One after another: each test starts one.</summary>
public sealed class UpTests : IDisposable
{
    private readonly StateDirectory _state =
        StateDirectory.At(Directory.CreateTempSubdirectory("sagas-up-").FullName);

    public void Dispose() => Directory.Delete(_state.Path, recursive: true);

    [PostgresFact]
    public async Task Up_FromNothing_IsReadyAndSaysHowToReachIt()
    {
        using var up = StartUp();

        var running = await ReadyAsync();

        running.Pids.Keys.ShouldBe(["api", "postgres", "sendgrid", "stripe", "temporal", "up", "worker"]);
        running.Keys.Client.ShouldStartWith("sagas_client_");
        (File.GetUnixFileMode(_state.UpFile) & UnixFileMode.OtherRead).ShouldBe(UnixFileMode.None);
        using var http = new HttpClient();
        (await http.GetAsync(running.Urls.Api + "/health/ready")).IsSuccessStatusCode.ShouldBeTrue();
    }

    [PostgresFact]
    public async Task Up_StartedTwice_SaysThatItRunsAlready()
    {
        using var up = StartUp();
        var running = await ReadyAsync();

        var second = await SagasProcess.RunAsync("up", "--state", _state.Path, "--random-ports");

        second.ExitCode.ShouldBe(1);
        second.Error.ShouldContain($"already running from {_state.Path} as process {running.Pids["up"]}");
        second.Error.Trim().Split('\n').Length.ShouldBe(1);
    }

    [PostgresFact]
    public async Task Up_WhenAPartIsKilled_StartsItAgainAndSaysSo()
    {
        using var up = StartUp();
        var before = await ReadyAsync();

        Native.Signal(before.Pids["api"], Native.SignalKill);

        var after = await Eventually.ComesAsync(
            () => JsonFile.Read<UpFile>(_state.UpFile) is { } now && now.Pids["api"] != before.Pids["api"] ? now : null,
            "another API process");
        await RespondsAsync(after.Urls.Api + "/health/live");
        up.Signal(Native.SignalTerminate);
        var (exitCode, output, _) = await up.EndAsync();
        exitCode.ShouldBe(0);
        output.ShouldContain("api ended (signal 9");
    }

    [PostgresFact]
    public async Task Up_ToldToStop_StopsEverythingWithinTenSeconds()
    {
        using var up = StartUp();
        var running = await ReadyAsync();
        var clock = Stopwatch.StartNew();

        up.Signal(Native.SignalTerminate);
        var (exitCode, _, _) = await up.EndAsync();

        clock.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(10));
        exitCode.ShouldBe(0);
        File.Exists(_state.UpFile).ShouldBeFalse();
        running.Pids.Values.ShouldAllBe(pid => Native.StartTicks(pid) == null);
    }

    [PostgresFact]
    public async Task Up_KilledWithoutWarning_TakesItsPartsWithItAndStartsAgain()
    {
        var up = StartUp();
        var killed = await ReadyAsync();
        up.Signal(Native.SignalKill);
        await up.EndAsync();

        using var again = StartUp();
        var running = await Eventually.ComesAsync(
            () => JsonFile.Read<UpFile>(_state.UpFile) is { } now && now.Pids["up"] == again.Pid ? now : null, "the next up");

        killed.Pids.Values.Where(pid => !running.Pids.ContainsValue(pid)).ShouldAllBe(pid => Native.StartTicks(pid) == null);
        running.Keys.ShouldBe(killed.Keys);
    }

    [Fact]
    public async Task Up_OnABusyPort_SaysWhichAndHowToChooseAnother()
    {
        using var busy = new TcpListener(IPAddress.Loopback, 0);
        busy.Start();
        var port = ((IPEndPoint)busy.LocalEndpoint).Port;

        var (exitCode, _, error) = await SagasProcess.RunAsync(
            "up", "--state", _state.Path, "--random-ports", "--api-port", $"{port}");

        exitCode.ShouldBe(1);
        error.Trim().ShouldBe($"Port {port} for the API is in use by another program. Stop that one, or choose another port: "
            + "./sagas up --api-port N (or SAGAS_API_PORT=N; 0 takes any free one).");
    }

    [Fact]
    public async Task Up_WithoutPostgres_SaysWhatToInstall()
    {
        var empty = Directory.CreateTempSubdirectory("sagas-no-postgres-").FullName;
        using var up = SagasProcess.StartWith(
            new Dictionary<string, string> { ["SAGAS_POSTGRES_BIN"] = empty }, "up", "--state", _state.Path, "--random-ports");

        var (exitCode, _, error) = await up.EndAsync();

        Directory.Delete(empty);
        exitCode.ShouldBe(1);
        error.Trim().ShouldBe($"SAGAS_POSTGRES_BIN is '{empty}', where there is no postgres and initdb. Name the folder that "
            + "has them, or unset it to have PostgreSQL found or installed.");
    }

    [Fact]
    public async Task Up_WithABadEncryptionKey_SaysSoInOneSentenceAndStartsNothing()
    {
        using var up = SagasProcess.StartWith(
            new Dictionary<string, string> { ["PAYLOAD_ENCRYPTION_KEY"] = "b3BlbiBzZXNhbWU=" },
            "up", "--state", _state.Path, "--random-ports");

        var (exitCode, output, error) = await up.EndAsync();

        exitCode.ShouldBe(2);
        error.Trim().ShouldBe("PAYLOAD_ENCRYPTION_KEY is no key: it must be 32 bytes in base64, such as `openssl rand -base64 32` "
            + "makes, but what is set has 11 bytes.");
        output.ShouldBeEmpty();
    }

    [PostgresFact]
    public async Task Up_WithTheLockFileOfADeadOne_Starts()
    {
        Directory.CreateDirectory(_state.Path);
        await File.WriteAllTextAsync(_state.LockFile, "");
        await File.WriteAllTextAsync(_state.UpFile, "{ half written");

        using var up = StartUp();

        (await Eventually.ComesAsync(
            () => JsonFile.Read<UpFile>(_state.UpFile) is { } now && now.Pids["up"] == up.Pid ? now : null, "up.json"))
            .Urls.Api.ShouldStartWith("http://127.0.0.1:");
    }

    private SagasProcess StartUp() => SagasProcess.Start("up", "--state", _state.Path, "--random-ports");

    private Task<UpFile> ReadyAsync() =>
        Eventually.ComesAsync(() => JsonFile.Read<UpFile>(_state.UpFile), "up.json");

    private static async Task RespondsAsync(string url)
    {
        var isReady = Readiness.Get(url);
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (!await isReady(limit.Token))
        {
            await timer.WaitForNextTickAsync(limit.Token);
        }
    }
}
