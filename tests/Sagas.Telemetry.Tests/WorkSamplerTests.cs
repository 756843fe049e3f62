using System.Diagnostics;
using OpenTelemetry.Trace;

namespace Sagas.Telemetry.Tests;

public sealed class WorkSamplerTests
{
    private static readonly ActivityContext Kept = Context(ActivityTraceFlags.Recorded);
    private static readonly ActivityContext LeftOut = Context(ActivityTraceFlags.None);

    [Theory]
    [InlineData(ActivityKind.Server, "/v1/bookings", true)]
    [InlineData(ActivityKind.Internal, null, true)]
    [InlineData(ActivityKind.Server, "/health/ready", false)]
    [InlineData(ActivityKind.Client, null, false)]
    public void Root_ByWhatItIs_BeginsATraceOrNot(ActivityKind kind, string? path, bool begins) =>
        IsKept(ratio: 1, default, "work", kind, path).ShouldBe(begins);

    [Fact]
    public void Root_AtRatioZero_BeginsNone() =>
        IsKept(ratio: 0, default, "POST", ActivityKind.Server, "/v1/bookings").ShouldBeFalse();

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void Child_WhateverTheRatio_FollowsItsParent(double ratio)
    {
        IsKept(ratio, Kept, "SELECT", ActivityKind.Client).ShouldBeTrue();
        IsKept(ratio, LeftOut, "SELECT", ActivityKind.Client).ShouldBeFalse();
    }

    [Fact]
    public void Query_OfAKeptTrace_IsNoPartOfIt() =>
        IsKept(ratio: 1, Kept, "HandleQuery:timeline", ActivityKind.Server).ShouldBeFalse();

    [Fact]
    public void Ratio_OfManyTraces_IsAboutTheShareThatIsKept()
    {
        var sampler = new WorkSampler(0.5);
        // Ids in steps over their whole range, so that the count is the same in every run.
        var kept = Enumerable.Range(0, 256).Count(i => sampler.ShouldSample(new SamplingParameters(
            default, ActivityTraceId.CreateFromString($"{i:x2}{new string('0', 29)}1"), "work", ActivityKind.Server)).Decision
            == SamplingDecision.RecordAndSample);
        kept.ShouldBeInRange(100, 156);
    }

    private static bool IsKept(double ratio, ActivityContext parent, string name, ActivityKind kind, string? path = null)
    {
        KeyValuePair<string, object?>[] tags = path is null ? [] : [new("url.path", path)];
        var parameters = new SamplingParameters(parent, ActivityTraceId.CreateRandom(), name, kind, tags);
        return new WorkSampler(ratio).ShouldSample(parameters).Decision == SamplingDecision.RecordAndSample;
    }

    private static ActivityContext Context(ActivityTraceFlags flags) =>
        new(ActivityTraceId.CreateRandom(), ActivitySpanId.CreateRandom(), flags);
}
