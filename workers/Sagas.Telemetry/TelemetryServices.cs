using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using OpenTelemetry;
using OpenTelemetry.Logs;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;
using Temporalio.Client.Interceptors;
using Temporalio.Extensions.OpenTelemetry;

namespace Sagas.Telemetry;

/// <summary>
/// Traces, metrics and logs of one process, sent by OTLP where an endpoint is set. Without one nothing of this is there: no
/// listener, so no span is made and no measurement taken, and no header travels with the workflows.
/// </summary>
public static class TelemetryServices
{
    /// <summary>ASP.NET Core leaves the standard attributes off its span unless it is told otherwise before it starts.</summary>
    private const string LeaveOffHttpAttributes = "Microsoft.AspNetCore.Hosting.SuppressActivityOpenTelemetryData";

    private static readonly string[] Sources =
    [
        "Sagas.*", "Microsoft.AspNetCore", "System.Net.Http", "Npgsql",
        TracingInterceptor.ClientSource.Name, TracingInterceptor.WorkflowsSource.Name, TracingInterceptor.ActivitiesSource.Name,
    ];

    private static readonly string[] Meters =
    [
        "Sagas.*", TemporalMetrics.MeterName, "Microsoft.AspNetCore.Hosting", "Microsoft.AspNetCore.Server.Kestrel", "System.Net.Http",
        "Npgsql", "System.Runtime",
    ];

    /// <summary>Seconds, from a fast statement to an hour of retries.</summary>
    private static readonly double[] Boundaries =
        [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300, 3600];

    /// <summary>Adds what the settings ask for.</summary>
    /// <param name="services">The process's services.</param>
    /// <param name="logging">Its logging.</param>
    /// <param name="settings">Whether and how.</param>
    public static void AddTelemetry(this IServiceCollection services, ILoggingBuilder logging, TelemetrySettings settings)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(settings);
        if (!settings.IsOn)
        {
            return;
        }

        AppContext.SetSwitch(LeaveOffHttpAttributes, false);
        var resource = ResourceBuilder.CreateDefault().AddService(settings.ServiceName, "sagas", Version()).AddEnvironmentVariableDetector();
        logging.AddOpenTelemetry(logs =>
        {
            logs.SetResourceBuilder(resource);
            logs.IncludeScopes = true;
            logs.IncludeFormattedMessage = true;
            logs.AddOtlpExporter();
        });
        services.AddSingleton(_ => Traces(resource, settings));
        services.AddSingleton(_ => Metrics(resource));
        services.AddHostedService<TelemetryService>();
    }

    /// <summary>What a Temporal client must carry so that the trace goes on through its workflows.</summary>
    /// <param name="settings">Whether there is a trace at all.</param>
    /// <param name="others">Interceptors of the process itself; they run inside the trace's spans.</param>
    public static IReadOnlyCollection<IClientInterceptor> Interceptors(
        this TelemetrySettings settings, params IEnumerable<IClientInterceptor> others)
    {
        ArgumentNullException.ThrowIfNull(settings);
        return settings.IsOn ? [new TracingInterceptor(), .. others] : [.. others];
    }

    private static TracerProvider Traces(ResourceBuilder resource, TelemetrySettings settings) =>
        Sdk.CreateTracerProviderBuilder()
            .SetResourceBuilder(resource)
            .SetSampler(new WorkSampler(settings.Ratio))
            .AddSource(Sources)
            .AddProcessor(new SpanNames())
            .AddOtlpExporter()
            .Build();

    private static MeterProvider Metrics(ResourceBuilder resource) =>
        Sdk.CreateMeterProviderBuilder()
            .SetResourceBuilder(resource)
            .AddMeter(Meters)
            .AddView(instrument => IsOwnDuration(instrument)
                ? new ExplicitBucketHistogramConfiguration { Boundaries = Boundaries }
                : null)
            .AddOtlpExporter()
            .Build();

    /// <summary>Those of the platform come with boundaries of their own.</summary>
    private static bool IsOwnDuration(Instrument instrument) => instrument.Unit == "s"
        && (instrument.Meter.Name == TemporalMetrics.MeterName || instrument.Meter.Name.StartsWith("Sagas.", StringComparison.Ordinal));

    private static string? Version() => typeof(TelemetryServices).Assembly.GetName().Version?.ToString(3);

    /// <summary>Creates the providers before work begins, so that the first of it is seen; the container disposes of them last.</summary>
    private sealed class TelemetryService(TracerProvider traces, MeterProvider metrics) : IHostedService
    {
        private const int FlushMilliseconds = 1000;

        public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        /// <summary>A collector that is away must not hold up the end.</summary>
        public Task StopAsync(CancellationToken cancellationToken) => Task.WhenAll(
            Task.Run(() => traces.ForceFlush(FlushMilliseconds), cancellationToken),
            Task.Run(() => metrics.ForceFlush(FlushMilliseconds), cancellationToken));
    }
}
