using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text;
using Sagas.Telemetry.Tests;

namespace Sagas.CodecServer.Tests;

/// <summary>What the codec server sends to a collector: that somebody asked, and nothing of what was decoded.</summary>
[Collection("server")] // Not beside others: the variables are the whole process's.
public sealed class CodecTelemetryTests : IDisposable
{
    private readonly List<string> _variables = [];

    public void Dispose() => _variables.ForEach(name => Environment.SetEnvironmentVariable(name, null));

    [Fact]
    public async Task Decode_WithACollector_TraceMetricsAndLogArriveWithoutThePayload()
    {
        await using var collector = await HttpCollector.StartAsync();
        Set("OTEL_EXPORTER_OTLP_ENDPOINT", collector.Address);
        Set("OTEL_EXPORTER_OTLP_PROTOCOL", "http/protobuf");
        Set("OTEL_BSP_SCHEDULE_DELAY", "100");
        Set("OTEL_BLRP_SCHEDULE_DELAY", "100");
        Set("OTEL_METRIC_EXPORT_INTERVAL", "500");
        var secret = Convert.ToBase64String(Encoding.ASCII.GetBytes(new string('a', 32)));
        var options = CodecServerOptions.From(name => name == "PAYLOAD_ENCRYPTION_KEY" ? $"k1:{secret}" : null)
            with { Url = "http://127.0.0.1:0" };
        await using var server = CodecServerHost.Build(options);
        await server.StartAsync();
        // Like a browser or the CLI: it is in no trace. In this process it would be in one that is not kept.
        using var network = new SocketsHttpHandler
        {
            ActivityHeadersPropagator = DistributedContextPropagator.CreateNoOutputPropagator(),
        };
        using var http = new HttpClient(network) { BaseAddress = new Uri(server.Urls.Single()) };
        using var body = new StringContent(
            """{"payloads":[{"metadata":{"encoding":"anNvbi9wbGFpbg=="},"data":"IkFkYSI="}]}""", Encoding.UTF8, "application/json");

        using var answer = await http.PostAsync("/decode", body);

        answer.IsSuccessStatusCode.ShouldBeTrue();
        await ArrivesAsync(collector.Spans, "POST /decode");
        await ArrivesAsync(collector.Metrics, "http.server.request.duration");
        await ArrivesAsync(collector.Logs, "/decode: 1 payloads of namespace '' for ''");
        collector.Logs.ShouldAllBe(line => !line.Contains("Ada") && !line.Contains("IkFkYSI"));
    }

    private static async Task ArrivesAsync(ConcurrentQueue<string> received, string name)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        while (!received.Contains(name) && !limit.IsCancellationRequested)
        {
            await timer.WaitForNextTickAsync();
        }

        received.Contains(name).ShouldBeTrue($"{name} is not among {string.Join(", ", received.Distinct())}");
    }

    private void Set(string name, string value)
    {
        _variables.Add(name);
        Environment.SetEnvironmentVariable(name, value);
    }
}
