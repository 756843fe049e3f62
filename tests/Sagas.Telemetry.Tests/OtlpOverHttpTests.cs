using System.Diagnostics;
using System.Diagnostics.Metrics;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Sagas.Telemetry.Tests;

/// <summary>What a process sends when its collector speaks HTTP. (By gRPC the end-to-end tests see it.)</summary>
public sealed class OtlpOverHttpTests
{
    private const string Endpoint = "OTEL_EXPORTER_OTLP_ENDPOINT";
    private const string Protocol = "OTEL_EXPORTER_OTLP_PROTOCOL";

    [Fact]
    public async Task Telemetry_ByHttpAndProtobuf_TracesMetricsAndLogsArrive()
    {
        await using var collector = await HttpCollector.StartAsync();
        Environment.SetEnvironmentVariable(Endpoint, collector.Address);
        Environment.SetEnvironmentVariable(Protocol, "http/protobuf");
        try
        {
            await WorkAsync();
        }
        finally
        {
            Environment.SetEnvironmentVariable(Endpoint, null);
            Environment.SetEnvironmentVariable(Protocol, null);
        }

        // The collector is in the same process, so its own requests are among the spans.
        collector.Spans.ShouldContain("the work");
        collector.Metrics.ShouldContain("work.done");
        collector.Logs.ShouldContain("Worked 3 times");
    }

    /// <summary>A process's life: ended in order, all of it has been sent.</summary>
    private static async Task WorkAsync()
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Configuration.AddEnvironmentVariables();
        builder.Services.AddTelemetry(builder.Logging, TelemetrySettings.FromEnvironment("sagas-test"));
        using var host = builder.Build();
        await host.StartAsync();
        using var source = new ActivitySource("Sagas.Test");
        using var meter = new Meter("Sagas.Test");
        var counter = meter.CreateCounter<long>("work.done");
        using (source.StartActivity("the work", ActivityKind.Server))
        {
            counter.Add(3);
            host.Services.GetRequiredService<ILogger<OtlpOverHttpTests>>().LogInformation("Worked {Times} times", 3);
        }

        await host.StopAsync();
    }
}
