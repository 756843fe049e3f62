using System.Text.RegularExpressions;
using Interop.Node;
using Microsoft.Extensions.Logging;
using Sagas.TestSupport;
using Temporal.DevServer;

namespace Interop.Conformance;

public sealed partial class ScenarioTests
{
    private const double PercentMin = 97;

    /// <summary>
    /// Every fact that a scenario checks holds, and what is recorded is what a real server recorded, but for the scenarios
    /// that <c>docs/temporal-compatibility.md</c> lists with a reason.
    /// </summary>
    [NodeFact]
    public async Task EmbeddedServer_OnPostgres_RecordsWhatARealServerRecords()
    {
        PostgresBinaries.Folder.ShouldNotBeNull("PostgreSQL is needed; install the package 'postgresql'.");
        using var logs = LoggerFactory.Create(builder => builder.AddSimpleConsole().SetMinimumLevel(LogLevel.Warning));
        var results = Directory.CreateTempSubdirectory("sagas-conformance-").FullName;
        try
        {
            await ConformanceKit.InstallAsync();
            var cluster = await PostgresCluster.SharedAsync();
            var durable = new DevServerOptions { Database = await cluster.CreateDatabaseAsync(), Logs = logs };
            await using var server = await DevServerHost.StartAsync(durable, CancellationToken.None);
            await Task.WhenAll(
                ConformanceKit.RunAllAsync(server.Address, results),
                SkipTimeAsync(new DevServerOptions { TimeSkipping = true, Logs = logs }, results));

            ConformanceKit.NotPassed(results).ShouldBeEmpty();
            ShouldBeConformant(await ConformanceKit.CompareAsync(results), ListedDifferences());
        }
        finally
        {
            Directory.Delete(results, recursive: true);
        }
    }

    private static async Task SkipTimeAsync(DevServerOptions options, string results)
    {
        await using var server = await DevServerHost.StartAsync(options, CancellationToken.None);
        await ConformanceKit.RunTimeSkippingAsync(server.Address, results);
    }

    private static IEnumerable<Scenario> Unlisted(Comparison comparison, IReadOnlySet<string> listed) =>
        comparison.Scenarios.Where(scenario => !scenario.Same && !listed.Contains(scenario.Name));

    private static void ShouldBeConformant(Comparison comparison, IReadOnlySet<string> listed)
    {
        var unlisted = Unlisted(comparison, listed).Select(Explain).ToList();
        unlisted.ShouldBeEmpty(string.Join(Environment.NewLine, unlisted));
        comparison.Scenarios.Where(scenario => scenario.Same && listed.Contains(scenario.Name)).Select(s => s.Name)
            .ShouldBeEmpty("docs/temporal-compatibility.md lists scenarios that do not differ; take them out");
        comparison.Summary.Percent.ShouldBeGreaterThanOrEqualTo(PercentMin);
    }

    private static string Explain(Scenario scenario) => scenario.Missing
        ? $"{scenario.Name}: did not run"
        : $"{scenario.Name}:" + string.Concat(scenario.Differences.Select(difference =>
            $"{Environment.NewLine}  {difference.Path}: real {difference.Golden}, ours {difference.Actual}"));

    private static HashSet<string> ListedDifferences()
    {
        var text = File.ReadAllText(Path.Combine(ConformanceKit.Root, "docs", "temporal-compatibility.md"));
        var section = text[text.IndexOf("### Scenarios that differ", StringComparison.Ordinal)..];
        return [.. Listed().Matches(section).Select(match => match.Groups[1].Value)];
    }

    [GeneratedRegex(@"^- `([a-z0-9-]+)`: \S", RegexOptions.Multiline)]
    private static partial Regex Listed();
}
