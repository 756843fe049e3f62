using System.Net;
using Microsoft.Extensions.Logging;
using Temporalio.Runtime;
using Temporalio.Runtime.Export;

namespace Temporalio.Tests.Runtime;

public class ExporterTests
{
    [Fact]
    public async Task Prometheus_MetricsOfAllKinds_AreShown()
    {
        var runtime = new TemporalRuntime(new(new()
        {
            Metrics = new(new PrometheusOptions("127.0.0.1:0")
            {
                HasCounterTotalSuffix = true,
                HasUnitSuffix = true,
                HistogramBucketOverrides = new Dictionary<string, IReadOnlyCollection<double>>
                {
                    ["latency"] = [10, 100],
                },
            })
            {
                GlobalTags = [new("team", "a\"b")],
                AttachServiceName = false,
            },
        }));
        runtime.Metrics.Counter("calls", "Calls").Add(2);
        var latency = runtime.Metrics.Histogram("latency", "Time");
        latency.Record(TimeSpan.FromMilliseconds(5));
        latency.Record(TimeSpan.FromMilliseconds(50));
        latency.Record(TimeSpan.FromSeconds(1));
        runtime.MetricMeter.CreateGauge<double>("mine").Set(1.5, [new("k", true)]);

        using var http = new HttpClient();
        var address = runtime.PrometheusAddress.ShouldNotBeNull();
        var text = await http.GetStringAsync($"http://{address}/metrics");
        text.ShouldContain("# HELP temporal_calls_total Calls\n# TYPE temporal_calls_total counter\n");
        text.ShouldContain("temporal_calls_total{team=\"a\\\"b\"} 2\n");
        text.ShouldContain("temporal_latency_milliseconds_bucket{team=\"a\\\"b\",le=\"10\"} 1\n");
        text.ShouldContain("temporal_latency_milliseconds_bucket{team=\"a\\\"b\",le=\"100\"} 2\n");
        text.ShouldContain("temporal_latency_milliseconds_bucket{team=\"a\\\"b\",le=\"+Inf\"} 3\n");
        text.ShouldContain("temporal_latency_milliseconds_sum{team=\"a\\\"b\"} 1055\n");
        text.ShouldContain("mine{k=\"true\",team=\"a\\\"b\"} 1.5\n");
        (await http.GetAsync($"http://{address}/elsewhere")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public void Prometheus_NoAddress_IsRefused() => Should.Throw<ArgumentException>(
        () => new TemporalRuntime(new(new() { Metrics = new(new PrometheusOptions("nowhere")) })))
        .Message.ShouldContain("'nowhere' must be an IP address and a port");

    [Theory]
    [InlineData(OpenTelemetryProtocol.Grpc)]
    [InlineData(OpenTelemetryProtocol.Http)]
    public async Task OpenTelemetry_Collector_GetsTheMetrics(OpenTelemetryProtocol protocol)
    {
        await using var collector = await Collector.StartAsync(protocol);
        var runtime = new TemporalRuntime(new(new()
        {
            Metrics = new(new OpenTelemetryOptions(collector.Url)
            {
                Protocol = protocol,
                MetricsExportInterval = TimeSpan.FromMilliseconds(20),
                Headers = [new("x-key", "secret")],
            }),
        }));
        runtime.Metrics.Counter("calls", "Calls").Add(2);
        var body = await collector.FirstBodyWithAsync("temporal_calls");
        body.ShouldContain("service_name");
        body.ShouldContain("temporal-core-sdk");
        collector.Keys.ShouldAllBe(key => key == "secret");
    }

    [Fact]
    public void Otlp_DeltaTemporality_BeginsAnewAfterEachWrite()
    {
        var store = new MetricStore(false, null);
        var tags = store.CreateTags(null, []);
        var counter = store.CreateCounter<long>("c", null, null);
        counter.Add(3, tags);
        OtlpMetrics.Write(store, "s", DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch, delta: true);
        counter.Add(1, tags);
        store.Families.Single().Series.Single().Value.Read().Sum.ShouldBe(1);
    }

    [Fact]
    public void Store_EndlessTagValues_AreBounded()
    {
        var store = new MetricStore(false, null);
        var counter = store.CreateCounter<long>("c", null, null);
        for (var i = 0; i < MetricStore.SeriesMax + 10; i++)
        {
            counter.Add(1, store.CreateTags(null, [new("id", i)]));
        }
        store.Families.Single().Series.Count().ShouldBe(MetricStore.SeriesMax);
    }

    [Theory]
    [InlineData("ERROR,temporalio_sdk_core=INFO", LogLevel.Information)]
    [InlineData("temporalio_sdk_core=debug", LogLevel.Debug)]
    [InlineData("WARN", LogLevel.Warning)]
    [InlineData("", LogLevel.Error)]
    public void Filter_Text_GivesTheLevelOfTheLibrary(string text, LogLevel level) =>
        new TelemetryFilterOptions(text).MinimumLevel().ShouldBe(level);

    [Fact]
    public void Forwarding_LinesBelowTheFilter_AreDropped()
    {
        var lines = new Lines();
        var runtime = new TemporalRuntime(new(new()
        {
            Logging = new(new TelemetryFilterOptions(core: TelemetryFilterOptions.Level.Info))
            {
                Forwarding = new(lines) { IncludeFields = false },
            },
        }));
        var core = runtime.CoreLoggerOr(Microsoft.Extensions.Logging.Abstractions.NullLogger.Instance);
#pragma warning disable CA1848 // A test of logging itself.
        core.LogInformation("poll {Queue}", "q");
        core.LogDebug("not this");
#pragma warning restore CA1848
        lines.Seen.ShouldBe(["Information poll q"]);
    }

    private sealed class Lines : ILogger
    {
        public List<string> Seen { get; } = [];

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(
            LogLevel logLevel,
            EventId eventId,
            TState state,
            Exception? exception,
            Func<TState, Exception?, string> formatter) => Seen.Add($"{logLevel} {formatter(state, exception)}");
    }
}
