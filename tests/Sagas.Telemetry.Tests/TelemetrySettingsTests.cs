namespace Sagas.Telemetry.Tests;

public sealed class TelemetrySettingsTests
{
    [Fact]
    public void From_NothingSet_IsOffUnderTheProcessesOwnName() =>
        Read([]).ShouldBe(new TelemetrySettings("sagas-test", IsOn: false, Ratio: 1));

    [Theory]
    [InlineData("OTEL_EXPORTER_OTLP_ENDPOINT")]
    [InlineData("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT")]
    [InlineData("OTEL_EXPORTER_OTLP_METRICS_ENDPOINT")]
    [InlineData("OTEL_EXPORTER_OTLP_LOGS_ENDPOINT")]
    public void From_AnyEndpoint_IsOn(string variable) => Read(new() { [variable] = "http://collector:4317" }).IsOn.ShouldBeTrue();

    [Theory]
    [InlineData(" ", null)]
    [InlineData("http://collector:4317", "true")]
    [InlineData("http://collector:4317", "TRUE")]
    public void From_BlankEndpointOrDisabled_IsOff(string endpoint, string? disabled) =>
        Read(new() { ["OTEL_EXPORTER_OTLP_ENDPOINT"] = endpoint, ["OTEL_SDK_DISABLED"] = disabled }).IsOn.ShouldBeFalse();

    [Fact]
    public void From_ServiceName_ReplacesTheProcessesOwn() =>
        Read(new() { ["OTEL_SERVICE_NAME"] = "tickets" }).ServiceName.ShouldBe("tickets");

    [Theory]
    [InlineData(null, null, 1)]
    [InlineData("always_on", null, 1)]
    [InlineData("always_off", null, 0)]
    [InlineData("parentbased_always_off", null, 0)]
    [InlineData("traceidratio", "0.25", 0.25)]
    [InlineData("parentbased_traceidratio", "0.5", 0.5)]
    [InlineData("traceidratio", "7", 1)]
    [InlineData("traceidratio", "-1", 0)]
    [InlineData("traceidratio", "many", 1)]
    [InlineData("traceidratio", null, 1)]
    public void From_Sampler_GivesTheRatio(string? sampler, string? argument, double ratio) =>
        Read(new() { ["OTEL_TRACES_SAMPLER"] = sampler, ["OTEL_TRACES_SAMPLER_ARG"] = argument }).Ratio.ShouldBe(ratio);

    private static TelemetrySettings Read(Dictionary<string, string?> variables) =>
        TelemetrySettings.From(variables.GetValueOrDefault, "sagas-test");
}
