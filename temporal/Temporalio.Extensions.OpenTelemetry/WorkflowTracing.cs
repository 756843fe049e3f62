using System.Diagnostics;
using Temporalio.Worker.Interceptors;
using Temporalio.Workflows;

namespace Temporalio.Extensions.OpenTelemetry;

/// <summary>A span for each run of a workflow, and the trace on what the run starts.</summary>
internal sealed class WorkflowTracing(WorkflowInboundInterceptor next) : WorkflowInboundInterceptor(next)
{
    private ActivityContext _context;

    public override void Init(WorkflowOutboundInterceptor outbound) => base.Init(new Outbound(outbound, this));

    public override Task<object?> ExecuteWorkflowAsync(ExecuteWorkflowInput input)
    {
        var info = Workflow.Info;
        _context = TraceHeaders.Read(info.Headers);
        if (!Workflow.Unsafe.IsReplaying)
        {
            // Over at once: a run may outlive the process, a span cannot.
            using var span = TracingInterceptor.WorkflowsSource.StartActivity(
                $"RunWorkflow:{info.WorkflowType}", ActivityKind.Internal, _context);
            span?.SetTag("temporalWorkflowID", info.WorkflowId).SetTag("temporalRunID", info.RunId);
            _context = span?.Context ?? _context;
        }
        return base.ExecuteWorkflowAsync(input);
    }

    private sealed class Outbound(WorkflowOutboundInterceptor next, WorkflowTracing run)
        : WorkflowOutboundInterceptor(next)
    {
        public override Task<TResult> ScheduleActivityAsync<TResult>(ScheduleActivityInput input) =>
            base.ScheduleActivityAsync<TResult>(
                input with { Headers = TraceHeaders.Add(input.Headers, run._context) });

        public override Task<TResult> ScheduleLocalActivityAsync<TResult>(ScheduleLocalActivityInput input) =>
            base.ScheduleLocalActivityAsync<TResult>(
                input with { Headers = TraceHeaders.Add(input.Headers, run._context) });

        public override Task<ChildWorkflowHandle<TWorkflow, TResult>> StartChildWorkflowAsync<TWorkflow, TResult>(
            StartChildWorkflowInput input) =>
            base.StartChildWorkflowAsync<TWorkflow, TResult>(
                input with { Headers = TraceHeaders.Add(input.Headers, run._context) });

        public override Task SignalChildWorkflowAsync(SignalChildWorkflowInput input) =>
            base.SignalChildWorkflowAsync(input with { Headers = TraceHeaders.Add(input.Headers, run._context) });

        public override Task SignalExternalWorkflowAsync(SignalExternalWorkflowInput input) =>
            base.SignalExternalWorkflowAsync(input with { Headers = TraceHeaders.Add(input.Headers, run._context) });

        public override ContinueAsNewException CreateContinueAsNewException(CreateContinueAsNewExceptionInput input) =>
            base.CreateContinueAsNewException(
                input with { Headers = TraceHeaders.Add(input.Headers, run._context) });
    }
}
