using System.Diagnostics;
using Temporalio.Api.Common.V1;
using Temporalio.Client;
using Temporalio.Client.Interceptors;

namespace Temporalio.Extensions.OpenTelemetry;

/// <summary>Spans of a client's calls.</summary>
internal sealed class ClientTracing(TracingInterceptor root, ClientOutboundInterceptor next)
    : ClientOutboundInterceptor(next)
{
    public override Task<WorkflowHandle<TWorkflow, TResult>> StartWorkflowAsync<TWorkflow, TResult>(
        StartWorkflowInput input) =>
        TraceAsync(
            $"{(input.Options.StartSignal == null ? "StartWorkflow" : "SignalWithStartWorkflow")}:{input.Workflow}",
            root.WorkflowTags(input.Options.Id ?? string.Empty),
            () => base.StartWorkflowAsync<TWorkflow, TResult>(input with { Headers = WithTrace(input.Headers) }));

    public override Task SignalWorkflowAsync(SignalWorkflowInput input) =>
        TraceAsync(
            $"SignalWorkflow:{input.Signal}",
            root.WorkflowTags(input.Id),
            async () =>
            {
                await base.SignalWorkflowAsync(input with { Headers = WithTrace(input.Headers) }).ConfigureAwait(false);
                return default(ValueTuple);
            });

    public override Task<TResult> QueryWorkflowAsync<TResult>(QueryWorkflowInput input) =>
        TraceAsync(
            $"QueryWorkflow:{input.Query}",
            root.WorkflowTags(input.Id),
            () => base.QueryWorkflowAsync<TResult>(input with { Headers = WithTrace(input.Headers) }));

    public override Task<WorkflowUpdateHandle<TResult>> StartWorkflowUpdateAsync<TResult>(
        StartWorkflowUpdateInput input) =>
        TraceAsync(
            $"UpdateWorkflow:{input.Update}",
            root.UpdateTags(input.Id, input.Options.Id),
            () => base.StartWorkflowUpdateAsync<TResult>(input with { Headers = WithTrace(input.Headers) }));

    public override Task<WorkflowUpdateHandle<TUpdateResult>> StartUpdateWithStartWorkflowAsync<TUpdateResult>(
        StartUpdateWithStartWorkflowInput input)
    {
        if (input.Options.StartWorkflowOperation is not { } start)
        {
            return base.StartUpdateWithStartWorkflowAsync<TUpdateResult>(input);
        }
        return TraceAsync(
            $"UpdateWithStartWorkflow:{start.Workflow}",
            root.UpdateTags(start.Options.Id ?? string.Empty, input.Options.Id),
            () =>
            {
                start.Headers = WithTrace(start.Headers);
                return base.StartUpdateWithStartWorkflowAsync<TUpdateResult>(
                    input with { Headers = WithTrace(input.Headers) });
            });
    }

    private static async Task<T> TraceAsync<T>(
        string name, IEnumerable<KeyValuePair<string, object?>> tags, Func<Task<T>> call)
    {
        using var span = TracingInterceptor.ClientSource.StartActivity(
            name, ActivityKind.Client, parentContext: default, tags);
        try
        {
            return await call().ConfigureAwait(false);
        }
        catch (Exception e)
        {
            TracingInterceptor.Fail(span, e);
            throw;
        }
    }

    private IDictionary<string, Payload>? WithTrace(IDictionary<string, Payload>? headers) =>
        root.WithContext(headers, Activity.Current?.Context);
}
