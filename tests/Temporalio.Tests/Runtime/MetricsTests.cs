using System.Diagnostics.Metrics;
using Temporalio.Client;
using Temporalio.Runtime;

namespace Temporalio.Tests.Runtime;

public class MetricsTests(ServerFixture server) : IClassFixture<ServerFixture>
{
    [Fact]
    public async Task Calls_WithListener_AreCountedUnderOfficialNames()
    {
        Dictionary<string, long> counts = [];
        List<string> operations = [];
        var runtime = new TemporalRuntime(new(new()
        {
            Metrics = new() { MetricPrefix = "test_", GlobalTags = [new("global", "tag")] },
        }));
        using var listener = new MeterListener();
        listener.InstrumentPublished = (instrument, l) =>
        {
            if (instrument.Meter.Name == "Temporalio" && instrument.Name.StartsWith("test_", StringComparison.Ordinal))
            {
                l.EnableMeasurementEvents(instrument);
            }
        };
        listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) =>
        {
            lock (counts)
            {
                counts[instrument.Name] = counts.GetValueOrDefault(instrument.Name) + value;
                foreach (var (key, tag) in tags)
                {
                    operations.Add($"{key}={tag}");
                }
            }
        });
        listener.Start();
        var connection = await TemporalConnection.ConnectAsync(
            new(server.Env.Client.Connection.Options.TargetHost!) { Runtime = runtime });
        await Should.ThrowAsync<Exceptions.RpcException>(
            () => connection.WorkflowService.DescribeNamespaceAsync(new() { Namespace = "nowhere" }));
        counts["test_request"].ShouldBe(2);
        counts["test_request_failure"].ShouldBe(1);
        operations.ShouldContain("operation=DescribeNamespace");
        operations.ShouldContain("status_code=NOT_FOUND");
        operations.ShouldContain("global=tag");
        operations.ShouldContain("service_name=temporal-core-sdk");
    }

    [Fact]
    public void CustomMeter_GetsValuesWithTags()
    {
        var custom = new Custom();
        var runtime = new TemporalRuntime(new(new()
        {
            Metrics = new() { CustomMetricMeter = custom, AttachServiceName = false },
        }));
        runtime.MetricMeter.WithTags([new("a", 1)]).CreateCounter<long>("mine").Add(3, [new("b", 2)]);
        custom.Seen.ShouldBe(["mine +3 a=1,b=2"]);
    }

    private sealed class Custom : ICustomMetricMeter
    {
        public List<string> Seen { get; } = [];

        public ICustomMetricCounter<T> CreateCounter<T>(string name, string? unit, string? description)
            where T : struct => new Metric<T>(this, name);

        public ICustomMetricHistogram<T> CreateHistogram<T>(string name, string? unit, string? description)
            where T : struct => new Metric<T>(this, name);

        public ICustomMetricGauge<T> CreateGauge<T>(string name, string? unit, string? description)
            where T : struct => new Metric<T>(this, name);

        public object CreateTags(object? appendFrom, IReadOnlyCollection<KeyValuePair<string, object>> tags) =>
            string.Join(',', (appendFrom as string is { Length: > 0 } before ? [before] : Array.Empty<string>())
                .Concat(tags.Select(t => $"{t.Key}={t.Value}")));

        private sealed class Metric<T>(Custom meter, string name)
            : ICustomMetricCounter<T>, ICustomMetricHistogram<T>, ICustomMetricGauge<T>
            where T : struct
        {
            public void Add(T value, object tags) => meter.Seen.Add($"{name} +{value} {tags}");

            public void Record(T value, object tags) => meter.Seen.Add($"{name} {value} {tags}");

            public void Set(T value, object tags) => meter.Seen.Add($"{name} ={value} {tags}");
        }
    }
}
