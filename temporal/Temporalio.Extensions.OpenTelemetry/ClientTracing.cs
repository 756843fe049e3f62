using System.Diagnostics;
using Temporalio.Client;
using Temporalio.Client.Interceptors;

namespace Temporalio.Extensions.OpenTelemetry;

/// <summary>Spans of a client's calls.</summary>
internal sealed class ClientTracing(ClientOutboundInterceptor next) : ClientOutboundInterceptor(next)
{
    public override Task<WorkflowHandle<TWorkflow, TResult>> StartWorkflowAsync<TWorkflow, TResult>(
        StartWorkflowInput input) =>
        TraceAsync(
            $"{(input.Options.StartSignal == null ? "StartWorkflow" : "SignalWithStartWorkflow")}:{input.Workflow}",
            input.Options.Id,
            context => base.StartWorkflowAsync<TWorkflow, TResult>(
                input with { Headers = TraceHeaders.Add(input.Headers, context) }));

    public override Task SignalWorkflowAsync(SignalWorkflowInput input) =>
        TraceAsync(
            $"SignalWorkflow:{input.Signal}",
            input.Id,
            async context =>
            {
                await base.SignalWorkflowAsync(input with { Headers = TraceHeaders.Add(input.Headers, context) })
                    .ConfigureAwait(false);
                return default(ValueTuple);
            });

    public override Task<TResult> QueryWorkflowAsync<TResult>(QueryWorkflowInput input) =>
        TraceAsync(
            $"QueryWorkflow:{input.Query}",
            input.Id,
            context => base.QueryWorkflowAsync<TResult>(
                input with { Headers = TraceHeaders.Add(input.Headers, context) }));

    public override Task<WorkflowUpdateHandle<TResult>> StartWorkflowUpdateAsync<TResult>(
        StartWorkflowUpdateInput input) =>
        TraceAsync(
            $"UpdateWorkflow:{input.Update}",
            input.Id,
            context => base.StartWorkflowUpdateAsync<TResult>(
                input with { Headers = TraceHeaders.Add(input.Headers, context) }));

    public override Task<WorkflowUpdateHandle<TUpdateResult>> StartUpdateWithStartWorkflowAsync<TUpdateResult>(
        StartUpdateWithStartWorkflowInput input) =>
        TraceAsync(
            $"UpdateWithStartWorkflow:{input.Update}",
            input.Options.StartWorkflowOperation?.Options.Id,
            context =>
            {
                if (input.Options.StartWorkflowOperation is { } start)
                {
                    start.Headers = TraceHeaders.Add(start.Headers, context);
                }
                return base.StartUpdateWithStartWorkflowAsync<TUpdateResult>(
                    input with { Headers = TraceHeaders.Add(input.Headers, context) });
            });

    private static async Task<T> TraceAsync<T>(string name, string? workflowId, Func<ActivityContext, Task<T>> call)
    {
        using var span = TracingInterceptor.ClientSource.StartActivity(name, ActivityKind.Client);
        span?.SetTag("temporalWorkflowID", workflowId);
        try
        {
            return await call((span ?? Activity.Current)?.Context ?? default).ConfigureAwait(false);
        }
        catch (Exception e)
        {
            TracingInterceptor.Fail(span, e);
            throw;
        }
    }
}
