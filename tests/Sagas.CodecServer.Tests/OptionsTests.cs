namespace Sagas.CodecServer.Tests;

public sealed class OptionsTests
{
    private static readonly string Key = Convert.ToBase64String(new byte[32]);

    [Fact]
    public void From_KeyOnly_ThisMachineAndItsUi()
    {
        var options = Read([]);
        options.Url.ShouldBe("http://127.0.0.1:8081");
        options.Origins.ShouldBe(["http://localhost:8233", "http://127.0.0.1:8233"]);
        options.Tokens.ShouldBeEmpty();
    }

    [Fact]
    public void From_NoKey_SaysWhichIsMissing() =>
        Fault(new() { ["PAYLOAD_ENCRYPTION_KEY"] = null })
            .ShouldBe("PAYLOAD_ENCRYPTION_KEY is not set: without the key of the workers there is nothing to decode.");

    [Theory]
    [InlineData("http://0.0.0.0:8081")]
    [InlineData("http://[::]:8081")]
    [InlineData("https://codec.example:443")]
    public void From_OthersCanReachIt_WantsTokensOrAWordForTheNetwork(string url)
    {
        Fault(new() { ["SAGAS_CODEC_URL"] = url }).ShouldContain("set SAGAS_CODEC_TOKENS, or SAGAS_CODEC_ACCESS=network");
        Read(new() { ["SAGAS_CODEC_URL"] = url, ["SAGAS_CODEC_TOKENS"] = "0123456789abcdef" }).Tokens.Count.ShouldBe(1);
        Read(new() { ["SAGAS_CODEC_URL"] = url, ["SAGAS_CODEC_ACCESS"] = "network" }).Url.ShouldBe(url);
    }

    [Theory]
    [InlineData("http://localhost:0")]
    [InlineData("http://127.0.0.5:8081")]
    [InlineData("http://[::1]:8081")]
    public void From_ThisMachine_WantsNothing(string url) => Read(new() { ["SAGAS_CODEC_URL"] = url }).Url.ShouldBe(url);

    [Fact]
    public void From_EverythingWrong_AllFaultsAtOnceAndNoSecretInThem()
    {
        var fault = Fault(new()
        {
            ["PAYLOAD_ENCRYPTION_KEY"] = "sesame",
            ["SAGAS_CODEC_URL"] = "8081",
            ["SAGAS_CODEC_ORIGINS"] = "https://ui.example/path,*",
            ["SAGAS_CODEC_TOKENS"] = "hunter2",
            ["SAGAS_CODEC_ACCESS"] = "all",
        });
        fault.Split(Environment.NewLine).Length.ShouldBe(6);
        fault.ShouldNotContain("sesame");
        fault.ShouldNotContain("hunter2");
    }

    private static string Fault(Dictionary<string, string?> variables) =>
        Should.Throw<InvalidOperationException>(() => Read(variables)).Message;

    private static CodecServerOptions Read(Dictionary<string, string?> variables) => CodecServerOptions.From(
        name => variables.TryGetValue(name, out var value) ? value : name == "PAYLOAD_ENCRYPTION_KEY" ? Key : null);
}
