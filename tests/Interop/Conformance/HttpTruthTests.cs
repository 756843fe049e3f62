using Interop.Node;
using Microsoft.Extensions.Logging;
using Temporal.DevServer;

namespace Interop.Conformance;

public sealed class HttpTruthTests
{
    private const int LeastSame = 116;

    /// <summary>
    /// The requests of <c>tests/Conformance/http</c> to both HTTP ports are answered as a real server answered them, but for
    /// those that <c>differences.json</c> there lists, with the reasons that the documentation gives.
    /// </summary>
    [NodeFact]
    public async Task HttpPorts_EveryRecordedRequest_GetsTheRecordedAnswer()
    {
        using var logs = LoggerFactory.Create(builder => builder.AddSimpleConsole().SetMinimumLevel(LogLevel.Warning));
        var folder = Directory.CreateTempSubdirectory("sagas-http-truth-").FullName;
        try
        {
            await using var server = await DevServerHost.StartAsync(
                new DevServerOptions { HttpPort = 0, FrontendHttpPort = 0, UiFolder = UiIn(folder), Logs = logs },
                CancellationToken.None);

            var outcome = await HttpKit.ReplayAsync(server, Path.Combine(folder, "answers"));

            outcome.Unlisted.Select(difference => difference.ToString())
                .ShouldBeEmpty(string.Join(Environment.NewLine, outcome.Unlisted));
            outcome.ListedButSame.ShouldBeEmpty("differences.json lists requests that do not differ; take them out");
            outcome.Same.ShouldBeGreaterThanOrEqualTo(LeastSame);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public async Task Differences_EachOfThem_IsExplainedInTheDocumentation()
    {
        var explained = await File.ReadAllTextAsync(
            Path.Combine(ConformanceKit.Root, "docs", "temporal-compatibility.md"));

        HttpKit.ListedNames().Where(name => !explained.Contains($"`{name}`", StringComparison.Ordinal)).ShouldBeEmpty();
    }

    /// <summary>A page as the UI's build has one; what the requests look at is how the server serves it.</summary>
    private static string UiIn(string folder)
    {
        var ui = Directory.CreateDirectory(Path.Combine(folder, "ui")).FullName;
        File.WriteAllText(
            Path.Combine(ui, "index.html"), "<!doctype html><html><script src=\"/_app/start.js\"></script></html>");
        return ui;
    }
}
