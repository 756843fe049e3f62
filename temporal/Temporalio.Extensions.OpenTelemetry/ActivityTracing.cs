using System.Diagnostics;
using OpenTelemetry;
using Temporalio.Activities;
using Temporalio.Worker.Interceptors;

namespace Temporalio.Extensions.OpenTelemetry;

/// <summary>A span for each attempt of an activity.</summary>
internal sealed class ActivityTracing(TracingInterceptor root, ActivityInboundInterceptor next)
    : ActivityInboundInterceptor(next)
{
    public override async Task<object?> ExecuteActivityAsync(ExecuteActivityInput input)
    {
        var before = Baggage.Current;
        var remote = root.ReadContext(input.Headers);
        if (remote is { } context)
        {
            Baggage.Current = context.Baggage;
        }
        using var span = TracingInterceptor.ActivitiesSource.StartActivity(
            $"RunActivity:{ActivityExecutionContext.Current.Info.ActivityType}",
            ActivityKind.Server,
            remote?.ActivityContext ?? default,
            root.InActivityTags());
        try
        {
            return await base.ExecuteActivityAsync(input).ConfigureAwait(false);
        }
        catch (Exception e) when (e is not CompleteAsyncException)
        {
            TracingInterceptor.Fail(span, e);
            throw;
        }
        finally
        {
            Baggage.Current = before;
        }
    }
}
