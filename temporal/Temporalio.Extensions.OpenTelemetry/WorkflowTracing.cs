using System.Diagnostics;
using OpenTelemetry;
using Temporalio.Api.Common.V1;
using Temporalio.Exceptions;
using Temporalio.Worker.Interceptors;
using Temporalio.Workflows;

namespace Temporalio.Extensions.OpenTelemetry;

/// <summary>
/// Spans of what comes into a workflow. All of them are children of the run's trace; handlers link to the trace of their
/// sender.
/// </summary>
internal sealed class WorkflowTracing(TracingInterceptor root, WorkflowInboundInterceptor next)
    : WorkflowInboundInterceptor(next)
{
    public override void Init(WorkflowOutboundInterceptor outbound) =>
        base.Init(new WorkflowCallTracing(root, outbound));

    public override async Task<object?> ExecuteWorkflowAsync(ExecuteWorkflowInput input)
    {
        using var run = Enter($"RunWorkflow:{Workflow.Info.WorkflowType}", null);
        try
        {
            var result = await base.ExecuteWorkflowAsync(input).ConfigureAwait(true);
            Track($"CompleteWorkflow:{Workflow.Info.WorkflowType}", null);
            return result;
        }
        catch (Exception e)
        {
            TrackFailure("CompleteWorkflow", Workflow.Info.WorkflowType, e);
            throw;
        }
    }

    public override async Task HandleSignalAsync(HandleSignalInput input)
    {
        using var handler = Enter($"HandleSignal:{input.Signal}", input.Headers);
        try
        {
            await base.HandleSignalAsync(input).ConfigureAwait(true);
        }
        catch (Exception e)
        {
            TrackFailure("CompleteWorkflow", Workflow.Info.WorkflowType, e);
            throw;
        }
    }

    public override object? HandleQuery(HandleQueryInput input)
    {
        using var handler = Enter($"HandleQuery:{input.Query}", input.Headers, evenOnReplay: true);
        try
        {
            return base.HandleQuery(input);
        }
        catch (Exception e)
        {
            TracingInterceptor.Fail(handler.Span, e);
            throw;
        }
    }

    public override void ValidateUpdate(HandleUpdateInput input)
    {
        using var handler = Enter($"ValidateUpdate:{input.Update}", input.Headers);
        try
        {
            base.ValidateUpdate(input);
        }
        catch (Exception e)
        {
            TracingInterceptor.Fail(handler.Span, e);
            throw;
        }
    }

    public override async Task<object?> HandleUpdateAsync(HandleUpdateInput input)
    {
        using var handler = Enter($"HandleUpdate:{input.Update}", input.Headers);
        try
        {
            return await base.HandleUpdateAsync(input).ConfigureAwait(true);
        }
        catch (Exception e)
        {
            TrackFailure("CompleteUpdate", input.Update, e);
            throw;
        }
    }

    /// <summary>A failure of the workflow or update itself, or one that only fails the workflow task.</summary>
    private static void TrackFailure(string completion, string name, Exception e)
    {
        if (e is not ContinueAsNewException)
        {
            var prefix = e is FailureException or OperationCanceledException ? completion : "WorkflowTaskFailure";
            Track($"{prefix}:{name}", span => TracingInterceptor.Fail(span, e));
        }
    }

    private static void Track(string name, Action<Activity>? update)
    {
        using var tracked = TracingInterceptor.WorkflowsSource.TrackWorkflowDiagnosticActivity(
            name, updateActivity: update);
    }

    private Scope Enter(string name, IReadOnlyDictionary<string, Payload>? senderHeaders, bool evenOnReplay = false)
    {
        var scope = new Scope();
        if (root.ReadContext(Workflow.Info.Headers) is { } context)
        {
            Baggage.Current = context.Baggage;
            scope.Remote = WorkflowDiagnosticActivity.AttachFromContext(context.ActivityContext);
        }
        scope.Own = TracingInterceptor.WorkflowsSource.TrackWorkflowDiagnosticActivity(
            name,
            ActivityKind.Server,
            root.InWorkflowTags(),
            root.ReadContext(senderHeaders) is { } sender ? [new(sender.ActivityContext)] : null,
            evenOnReplay,
            inheritParentTags: false);
        return scope;
    }

    /// <summary>What was current before, put back at the end.</summary>
    private sealed class Scope : IDisposable
    {
        private readonly Baggage _before = Baggage.Current;

        public WorkflowDiagnosticActivity? Remote { get; set; }

        public WorkflowDiagnosticActivity? Own { get; set; }

        public Activity? Span => Own?.Activity;

        public void Dispose()
        {
            Own?.Dispose();
            Remote?.Dispose();
            Baggage.Current = _before;
        }
    }
}
