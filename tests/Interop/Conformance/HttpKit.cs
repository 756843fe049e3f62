using System.Text.Json;
using Interop.Node;
using Temporal.DevServer;

namespace Interop.Conformance;

/// <summary>The recorded HTTP requests of <c>tests/Conformance/http</c> and what a real server answered to them.</summary>
internal static class HttpKit
{
    private const string Differences = "differences.json";

    private static readonly TimeSpan ReplayMax = TimeSpan.FromMinutes(5);

    private static string Folder { get; } = Path.Combine(ConformanceKit.Root, "tests", "Conformance", "http");

    /// <summary>Populates a fresh server, sends the requests and compares the answers.</summary>
    public static async Task<HttpOutcome> ReplayAsync(DevServerHost server, string answers)
    {
        await ConformanceKit.InstallAsync();
        string[] requests =
        [
            "record.mjs", "--address", server.Address, "--ui", $"http://127.0.0.1:{server.HttpPort}",
            "--frontend", $"http://127.0.0.1:{server.FrontendHttpPort}", "--out", answers,
        ];
        var record = await NodeTool.RunAsync("node", requests, Folder, ReplayMax, []);
        record.Code.ShouldBe(0, record.Output + record.Errors);
        var diff = await NodeTool.RunAsync(
            "node", ["diff.mjs", "golden", answers, "--listed", Differences, "--json", "--all"], Folder, ReplayMax, []);
        diff.Output.ShouldNotBeEmpty(diff.Errors);
        return JsonSerializer.Deserialize<HttpOutcome>(diff.Output, JsonSerializerOptions.Web)!;
    }

    /// <summary>The requests whose answers are meant to differ.</summary>
    public static IEnumerable<string> ListedNames() =>
        JsonSerializer.Deserialize<JsonElement[]>(File.ReadAllText(Path.Combine(Folder, Differences)))!
            .Select(entry => entry.GetProperty("name").GetString()!);
}

internal sealed record HttpOutcome(
    int Requests, int Same, IReadOnlyList<string> AsListed, IReadOnlyList<HttpDifference> Unlisted,
    IReadOnlyList<string> ListedButSame);

internal sealed record HttpDifference(string Name, bool Optional, string Text)
{
    public override string ToString() => $"{Name}{Environment.NewLine}{Text}";
}
