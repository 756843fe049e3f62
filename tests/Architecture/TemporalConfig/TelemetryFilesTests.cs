using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Architecture.TemporalConfig;

public sealed partial class TelemetryFilesTests
{
    [Fact]
    public void EveryYamlFile_CanBeRead()
    {
        ConfigFiles.Yaml().Count().ShouldBeGreaterThan(10);
        foreach (var file in ConfigFiles.Yaml())
        {
            ConfigFiles.Read(file).ShouldNotBeEmpty(file);
        }
    }

    [Fact]
    public void Pipelines_UseComponentsThatAreDefined()
    {
        var collector = ConfigFiles.Read("collector/collector.yaml").Single();
        foreach (var (name, pipeline) in collector["service"]!["pipelines"]!.AsObject())
        {
            foreach (var (kind, used) in pipeline!.AsObject())
            {
                used!.AsArray().Select(component => component!.GetValue<string>())
                    .Where(component => !collector[kind]!.AsObject().ContainsKey(component))
                    .ShouldBeEmpty($"{kind} of pipeline {name}");
            }
        }
    }

    [Fact]
    public void Scrapes_GoWhereTheCollectorListens()
    {
        var listens = ConfigFiles.Read("collector/collector.yaml").Single()["exporters"]!["prometheus"]!["endpoint"]!
            .GetValue<string>().Split(':')[^1];
        var target = ConfigFiles.Read("prometheus/prometheus.yml").Single()["scrape_configs"]![0]!["static_configs"]![0]!["targets"]![0]!
            .GetValue<string>();
        target.ShouldBe($"collector:{listens}");
        ConfigFiles.Compose()["services"]!.AsObject().ShouldContainKey("collector");
    }

    [Fact]
    public void Dashboards_AskDataSourcesThatExist_EachPanelOnce()
    {
        var sources = ConfigFiles.Read("grafana/datasources/sagas.yaml").Single()["datasources"]!.AsArray()
            .Select(source => source!["uid"]!.GetValue<string>()).ToList();
        foreach (var file in Directory.GetFiles(Path.Combine(ConfigFiles.Root, "dashboards"), "*.json"))
        {
            var panels = JsonNode.Parse(File.ReadAllText(file))!["panels"]!.AsArray();
            panels.ShouldNotBeEmpty(file);
            panels.Select(panel => panel!["id"]!.GetValue<int>()).ShouldBeUnique();
            panels.ShouldAllBe(panel => sources.Contains(panel!["datasource"]!["uid"]!.GetValue<string>()));
        }
    }

    [Fact]
    public void Legends_OfDashboards_NameLabelsThatTheirExpressionKeeps()
    {
        var targets = Directory.GetFiles(Path.Combine(ConfigFiles.Root, "dashboards"), "*.json")
            .SelectMany(file => JsonNode.Parse(File.ReadAllText(file))!["panels"]!.AsArray())
            .SelectMany(panel => panel!["targets"]!.AsArray()).ToList();
        targets.ShouldNotBeEmpty();
        foreach (var target in targets)
        {
            var expression = target!["expr"]!.GetValue<string>();
            var kept = Grouping().Matches(expression).SelectMany(match => match.Groups[1].Value.Split(',', StringSplitOptions.TrimEntries));
            Placeholder().Matches(target["legendFormat"]?.GetValue<string>() ?? "").Select(match => match.Groups[1].Value)
                .Except(kept).ShouldBeEmpty(expression);
        }
    }

    [Fact]
    public void SearchAttributes_AreNamedAndTypedAsTemporalTypesThem()
    {
        string[] types = ["Bool", "Datetime", "Double", "Int", "Keyword", "KeywordList", "Text"];
        JsonSerializer.Deserialize<Dictionary<string, string>>(
            File.ReadAllText(Path.Combine(ConfigFiles.Root, "search-attributes.json")))!.Values
            .ShouldAllBe(type => types.Contains(type));
    }

    [GeneratedRegex(@"\bby\s*\(([^)]*)\)")]
    private static partial Regex Grouping();

    [GeneratedRegex(@"\{\{(\w+)\}\}")]
    private static partial Regex Placeholder();
}
