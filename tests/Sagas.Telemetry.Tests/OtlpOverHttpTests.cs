using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Sagas.Telemetry.Tests;

/// <summary>What a process sends when its collector speaks HTTP. (By gRPC the end-to-end tests see it.)</summary>
public sealed class OtlpOverHttpTests : IDisposable
{
    private readonly List<string> _variables = [];

    public void Dispose() => _variables.ForEach(name => Environment.SetEnvironmentVariable(name, null));

    [Fact]
    public async Task Telemetry_ByHttpAndProtobuf_TracesMetricsAndLogsArrive()
    {
        await using var collector = await HttpCollector.StartAsync();
        Set("OTEL_EXPORTER_OTLP_ENDPOINT", collector.Address);
        Set("OTEL_EXPORTER_OTLP_PROTOCOL", "http/protobuf");
        Set("OTEL_BSP_SCHEDULE_DELAY", "100");
        Set("OTEL_BLRP_SCHEDULE_DELAY", "100");
        Set("OTEL_METRIC_EXPORT_INTERVAL", "500");
        using var host = Host();
        await host.StartAsync();
        using var source = new ActivitySource("Sagas.Test");
        using var meter = new Meter("Sagas.Test");

        using (source.StartActivity("the work", ActivityKind.Server))
        {
            meter.CreateCounter<long>("work.done").Add(3);
            host.Services.GetRequiredService<ILogger<OtlpOverHttpTests>>().LogInformation("Worked {Times} times", 3);
        }

        await ArrivesAsync(collector.Spans, "the work");
        await ArrivesAsync(collector.Metrics, "work.done");
        await ArrivesAsync(collector.Logs, "Worked 3 times");
        await host.StopAsync();
    }

    private static IHost Host()
    {
        var builder = Microsoft.Extensions.Hosting.Host.CreateEmptyApplicationBuilder(null);
        builder.Configuration.AddEnvironmentVariables();
        builder.Services.AddTelemetry(builder.Logging, TelemetrySettings.FromEnvironment("sagas-test"));
        return builder.Build();
    }

    private static async Task ArrivesAsync(ConcurrentQueue<string> received, string name)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        while (!received.Contains(name) && !limit.IsCancellationRequested)
        {
            await timer.WaitForNextTickAsync();
        }

        received.ShouldContain(name);
    }

    private void Set(string name, string value)
    {
        _variables.Add(name);
        Environment.SetEnvironmentVariable(name, value);
    }
}
