using System.Diagnostics;
using OpenTelemetry.Trace;

namespace Sagas.Telemetry;

/// <summary>
/// What a trace may begin with. Calls out that belong to nothing (a health check's query, a shared commit) and the health
/// checks themselves begin none; everything else does, at the ratio asked for. What has a parent follows its parent, except
/// that looking at a saga is no part of what happened to it.
/// </summary>
internal sealed class WorkSampler : Sampler
{
    private const string Path = "url.path";
    private const string Query = "HandleQuery:";
    private const string HealthPath = "/health";

    private readonly TraceIdRatioBasedSampler _ratio;

    public WorkSampler(double ratio)
    {
        _ratio = new TraceIdRatioBasedSampler(ratio);
        Description = $"WorkSampler{{{ratio}}}";
    }

    public override SamplingResult ShouldSample(in SamplingParameters samplingParameters)
    {
        if (samplingParameters.Name.StartsWith(Query, StringComparison.Ordinal))
        {
            return new SamplingResult(SamplingDecision.Drop);
        }

        var parent = samplingParameters.ParentContext;
        if (parent.TraceId != default)
        {
            return new SamplingResult(parent.TraceFlags.HasFlag(ActivityTraceFlags.Recorded));
        }

        return samplingParameters.Kind == ActivityKind.Client || IsHealthCheck(samplingParameters.Tags)
            ? new SamplingResult(SamplingDecision.Drop)
            : _ratio.ShouldSample(samplingParameters);
    }

    private static bool IsHealthCheck(IEnumerable<KeyValuePair<string, object?>>? tags) =>
        tags?.Any(tag => tag.Key == Path && tag.Value is string path
            && path.StartsWith(HealthPath, StringComparison.Ordinal)) ?? false;
}
