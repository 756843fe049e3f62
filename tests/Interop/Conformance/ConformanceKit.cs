using System.Globalization;
using System.Text.Json;
using Interop.Node;

namespace Interop.Conformance;

/// <summary>The scenarios of <c>tests/Conformance</c>, run by the official TypeScript SDK.</summary>
internal static class ConformanceKit
{
    /// <summary>As many as two cores run without one making another miss its timers.</summary>
    private const int Concurrency = 4;

    private const int TimeoutScale = 3;
    private const int Passed = 0;
    private const int SomeFailed = 1;

    private static readonly TimeSpan RunMax = TimeSpan.FromMinutes(10);

    public static string Root { get; } = Path.GetFullPath(Path.Combine(NodeTool.Folder, "..", ".."));

    private static string Folder { get; } = Path.Combine(Root, "tests", "Conformance");

    private static readonly Lazy<Task<string?>> _packages = new(
        () => NodeTool.InstallAsync(Folder, "package.json", "install", "--no-package-lock"));

    public static async Task InstallAsync() => (await _packages.Value).ShouldBeNull();

    /// <summary>Sends what the official CLI sent once and compares the shapes of the answers.</summary>
    public static Task ReplayCliAsync(string address) => ReplayAsync("cli", address);

    /// <summary>Sends what official workers and their clients sent once and compares the shapes of the answers.</summary>
    public static Task ReplayWorkersAsync(string address) => ReplayAsync("workers", address);

    private static async Task ReplayAsync(string folder, string address)
    {
        await InstallAsync();
        var run = await NodeTool.RunAsync("node", [Path.Combine(folder, "replay.mjs"), address], Folder, RunMax, []);
        run.Code.ShouldBe(0, run.Output + run.Errors);
    }

    /// <summary>Runs scenarios; each writes a result file, whether it passed or not.</summary>
    public static Task RunAllAsync(string address, string results) => RunAsync(
        address, results, "--concurrency", Concurrency.ToString(CultureInfo.InvariantCulture));

    /// <summary>Runs the scenarios that skip time.</summary>
    public static Task RunTimeSkippingAsync(string address, string results) =>
        RunAsync(address, results, "--time-skipping");

    /// <summary>The scenarios with a fact that did not hold, and which.</summary>
    public static IEnumerable<string> NotPassed(string results) =>
        Directory.GetFiles(results, "*.json").Where(file => !Path.GetFileName(file).StartsWith('_'))
            .Select(file => JsonSerializer.Deserialize<Result>(File.ReadAllText(file), JsonSerializerOptions.Web)!)
            .Where(result => result.Status != "passed")
            .Select(result => $"{result.Name}: {result.Status} {result.Error} not so: "
                + string.Join("; ", result.Checks.Where(check => !check.Ok).Select(check => check.Label)));

    private static async Task RunAsync(string address, string results, params IEnumerable<string> more)
    {
        string[] arguments =
        [
            "run.mjs", "--address", address, "--out", results, "--timeout-scale",
            TimeoutScale.ToString(CultureInfo.InvariantCulture), .. more,
        ];
        var run = await NodeTool.RunAsync("node", arguments, Folder, RunMax, []);
        run.Code.ShouldBeOneOf([Passed, SomeFailed], run.Output + run.Errors);
    }

    /// <summary>Compares the results with what a real server gave.</summary>
    public static async Task<Comparison> CompareAsync(string results)
    {
        var diff = await NodeTool.RunAsync(
            "node", ["diff.mjs", "golden", results, "--json", "--min", "0"], Folder, RunMax, []);
        diff.Code.ShouldBe(0, diff.Output + diff.Errors);
        return JsonSerializer.Deserialize<Comparison>(diff.Output, JsonSerializerOptions.Web)!;
    }
}

internal sealed record Comparison(Summary Summary, IReadOnlyList<Scenario> Scenarios);

internal sealed record Summary(int Scenarios, int Same, double Percent);

internal sealed record Scenario(string Name, bool Same, bool Missing, IReadOnlyList<Difference> Differences);

internal sealed record Difference(string Path, JsonElement? Golden, JsonElement? Actual);

internal sealed record Result(string Name, string Status, JsonElement? Error, IReadOnlyList<Check> Checks);

internal sealed record Check(string Label, bool Ok);
