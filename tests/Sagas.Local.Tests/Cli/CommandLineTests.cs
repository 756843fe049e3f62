namespace Sagas.Local.Tests.Cli;

public sealed class CommandLineTests
{
    [Theory]
    [InlineData("nonsense", "'nonsense' is not something ./sagas can do. It knows:")]
    [InlineData("up --bogus", "'--bogus'")]
    [InlineData("up --api-port 99999", "--api-port must be a number from 0 to 65535.")]
    [InlineData("up --api-port x", "--api-port must be a number from 0 to 65535.")]
    [InlineData("book --event demo", "'--seats' is required")]
    [InlineData("support", "Required command was not provided.")]
    [InlineData("support retry", "'booking' missing")]
    [InlineData("bench --concurrency 0", "--concurrency must be numbers from 1 to")]
    [InlineData("bench --n -3", "--n must be a number from 1 to")]
    [InlineData("migrate now", "'now' is not understood")]
    [InlineData("sandbox paypal", "Say which sandbox.")]
    [InlineData("api --port 1", "'--port' is not understood")]
    [InlineData("codec --port 1", "'--port' is not understood")]
    [InlineData("codec", "PAYLOAD_ENCRYPTION_KEY is not set")]
    public async Task Arguments_NotUnderstood_GiveASentenceAndExitCode2(string line, string sentence)
    {
        var (exitCode, _, error) = await SagasProcess.RunAsync(line.Split(' '));

        error.ShouldContain(sentence);
        error.ShouldNotContain("   at ");
        exitCode.ShouldBe(2);
    }

    [Fact]
    public async Task Help_OfTheProgram_NamesEveryVerb()
    {
        var (exitCode, output, _) = await SagasProcess.RunAsync("--help");

        exitCode.ShouldBe(0);
        foreach (var verb in new[]
        {
            "up", "book", "test", "temporal", "worker", "api", "sandbox", "migrate", "bench", "doctor", "support", "codec",
        })
        {
            output.ShouldContain($"  {verb} ");
        }
    }

    [Fact]
    public async Task Doctor_OfABadEncryptionKey_NamesTheCure()
    {
        using var doctor = SagasProcess.StartWith(
            new Dictionary<string, string> { ["PAYLOAD_ENCRYPTION_KEY"] = "open sesame" }, "doctor");

        var (exitCode, output, _) = await doctor.EndAsync();

        exitCode.ShouldBe(1);
        output.ShouldContain("[FAIL] Payloads cannot be encrypted");
        output.ShouldContain("such as `openssl rand -base64 32` makes");
        output.ShouldNotContain("sesame");
    }

    [Fact]
    public async Task Doctor_OfAStateDirectoryThatCannotBe_NamesTheCureAndGoesOn()
    {
        using var doctor = SagasProcess.StartWith(new Dictionary<string, string> { ["SAGAS_STATE"] = "/dev/null/x" }, "doctor");

        var (exitCode, output, error) = await doctor.EndAsync();

        exitCode.ShouldBe(1);
        output.ShouldContain("[FAIL] State directory /dev/null/x");
        output.ShouldContain("SAGAS_STATE");
        output.ShouldContain("cure what is marked 'FAIL'");
        error.ShouldBeEmpty();
    }

    [Fact]
    public async Task Doctor_AfterASystemWasKilled_DoesNotSayThatItRuns()
    {
        var state = Directory.CreateTempSubdirectory("sagas-doctor-").FullName;
        await File.WriteAllTextAsync(
            Path.Combine(state, "up.json"),
            """{"urls":{"api":"http://127.0.0.1:1"},"keys":{"client":"c","support":"s"},"pids":{"up":2147483647}}""");
        using var doctor = SagasProcess.StartWith(new Dictionary<string, string> { ["SAGAS_STATE"] = state }, "doctor");

        var (_, output, _) = await doctor.EndAsync();

        output.ShouldNotContain("is running here");
        output.ShouldContain("default port");
        Directory.Delete(state, recursive: true);
    }

    [Fact]
    public async Task Book_WithoutARunningSystem_SaysWhatToDo()
    {
        var nowhere = Path.Combine(Path.GetTempPath(), "sagas-nowhere");

        var (exitCode, _, error) = await SagasProcess.RunAsync(
            "book", "--seats", "A-1", "--email", "a@b.co", "--state", nowhere);

        exitCode.ShouldBe(1);
        error.ShouldContain("Start it in another terminal with ./sagas up");
    }
}
