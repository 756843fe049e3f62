using System.Diagnostics;
using Temporalio.Api.Common.V1;
using Temporalio.Worker.Interceptors;
using Temporalio.Workflows;

namespace Temporalio.Extensions.OpenTelemetry;

/// <summary>Spans of what a workflow calls, and the trace on those calls.</summary>
internal sealed class WorkflowCallTracing(TracingInterceptor root, WorkflowOutboundInterceptor next)
    : WorkflowOutboundInterceptor(next)
{
    public override Task<TResult> ScheduleActivityAsync<TResult>(ScheduleActivityInput input) =>
        base.ScheduleActivityAsync<TResult>(
            input with { Headers = Track($"StartActivity:{input.Activity}", input.Headers) });

    public override Task<TResult> ScheduleLocalActivityAsync<TResult>(ScheduleLocalActivityInput input) =>
        base.ScheduleLocalActivityAsync<TResult>(
            input with { Headers = Track($"StartActivity:{input.Activity}", input.Headers) });

    public override Task<ChildWorkflowHandle<TWorkflow, TResult>> StartChildWorkflowAsync<TWorkflow, TResult>(
        StartChildWorkflowInput input) =>
        base.StartChildWorkflowAsync<TWorkflow, TResult>(
            input with { Headers = Track($"StartChildWorkflow:{input.Workflow}", input.Headers) });

    public override Task SignalChildWorkflowAsync(SignalChildWorkflowInput input) =>
        base.SignalChildWorkflowAsync(
            input with { Headers = Track($"SignalChildWorkflow:{input.Signal}", input.Headers) });

    public override Task SignalExternalWorkflowAsync(SignalExternalWorkflowInput input) =>
        base.SignalExternalWorkflowAsync(
            input with { Headers = Track($"SignalExternalWorkflow:{input.Signal}", input.Headers) });

    public override ContinueAsNewException CreateContinueAsNewException(CreateContinueAsNewExceptionInput input) =>
        base.CreateContinueAsNewException(
            input with { Headers = root.WithContext(input.Headers, WorkflowDiagnosticActivity.Current?.Context) });

    private IDictionary<string, Payload>? Track(string name, IDictionary<string, Payload>? headers)
    {
        using var tracked = TracingInterceptor.WorkflowsSource.TrackWorkflowDiagnosticActivity(
            name, ActivityKind.Client);
        return root.WithContext(headers, tracked.Context);
    }
}
