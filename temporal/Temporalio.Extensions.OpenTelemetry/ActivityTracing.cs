using System.Diagnostics;
using Temporalio.Activities;
using Temporalio.Worker.Interceptors;

namespace Temporalio.Extensions.OpenTelemetry;

/// <summary>A span for each attempt of an activity.</summary>
internal sealed class ActivityTracing(ActivityInboundInterceptor next) : ActivityInboundInterceptor(next)
{
    public override async Task<object?> ExecuteActivityAsync(ExecuteActivityInput input)
    {
        var info = ActivityExecutionContext.Current.Info;
        using var span = TracingInterceptor.ActivitiesSource.StartActivity(
            $"RunActivity:{info.ActivityType}", ActivityKind.Server, TraceHeaders.Read(input.Headers));
        span?.SetTag("temporalWorkflowID", info.WorkflowId)
            .SetTag("temporalRunID", info.WorkflowRunId)
            .SetTag("temporalActivityID", info.ActivityId)
            .SetTag("temporalActivityAttempt", info.Attempt);
        try
        {
            return await base.ExecuteActivityAsync(input).ConfigureAwait(false);
        }
        catch (Exception e) when (e is not CompleteAsyncException)
        {
            TracingInterceptor.Fail(span, e);
            throw;
        }
    }
}
