using System.Globalization;

namespace Sagas.Telemetry;

/// <summary>
/// Whether and how telemetry leaves the process: OpenTelemetry's own variables, so that every guide to them holds. Without
/// an endpoint nothing is collected at all.
/// </summary>
/// <param name="ServiceName">What the process is called: <c>OTEL_SERVICE_NAME</c>, else its own name.</param>
/// <param name="IsOn">Whether an OTLP endpoint is set and the SDK is not disabled.</param>
/// <param name="Ratio">Share of the traces that begin here and are kept; those begun elsewhere keep their caller's decision.</param>
public sealed record TelemetrySettings(string ServiceName, bool IsOn, double Ratio)
{
    private static readonly string[] Endpoints =
    [
        "OTEL_EXPORTER_OTLP_ENDPOINT", "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", "OTEL_EXPORTER_OTLP_METRICS_ENDPOINT",
        "OTEL_EXPORTER_OTLP_LOGS_ENDPOINT",
    ];

    /// <summary>Reads the process's environment.</summary>
    /// <param name="processName">Its name when none is given.</param>
    public static TelemetrySettings FromEnvironment(string processName) =>
        From(Environment.GetEnvironmentVariable, processName);

    /// <summary>Reads variables by <paramref name="variable"/>.</summary>
    /// <param name="variable">Gives a variable's value.</param>
    /// <param name="processName">Its name when none is given.</param>
    public static TelemetrySettings From(Func<string, string?> variable, string processName)
    {
        ArgumentNullException.ThrowIfNull(variable);
        var disabled = string.Equals(variable("OTEL_SDK_DISABLED"), "true", StringComparison.OrdinalIgnoreCase);
        return new(
            Given(variable("OTEL_SERVICE_NAME")) ?? processName,
            !disabled && Endpoints.Any(name => Given(variable(name)) is not null),
            RatioOf(Given(variable("OTEL_TRACES_SAMPLER")), Given(variable("OTEL_TRACES_SAMPLER_ARG"))));
    }

    private static double RatioOf(string? sampler, string? argument) => sampler switch
    {
        "always_off" or "parentbased_always_off" => 0,
        "traceidratio" or "parentbased_traceidratio" =>
            double.TryParse(argument, NumberStyles.Float, CultureInfo.InvariantCulture, out var ratio)
                ? Math.Clamp(ratio, 0, 1)
                : 1,
        _ => 1,
    };

    private static string? Given(string? value) => string.IsNullOrWhiteSpace(value) ? null : value;
}
