using Temporalio.Api.Common.V1;
using Temporalio.Client;
using Temporalio.Client.Interceptors;
using Temporalio.Converters;
using Temporalio.Worker.Interceptors;
using Temporalio.Workflows;

namespace Temporalio.Tests.Samples;

/// <summary>Carries an async-local value from client to workflow, child, activity and back in.</summary>
public class ContextPropagation<T>(AsyncLocal<T> context, IPayloadConverter converter, string header = "my-context")
    : IClientInterceptor, IWorkerInterceptor
{
    public ClientOutboundInterceptor InterceptClient(ClientOutboundInterceptor nextInterceptor) =>
        new ClientOutbound(this, nextInterceptor);

    public WorkflowInboundInterceptor InterceptWorkflow(WorkflowInboundInterceptor nextInterceptor) =>
        new WorkflowInbound(this, nextInterceptor);

    public ActivityInboundInterceptor InterceptActivity(ActivityInboundInterceptor nextInterceptor) =>
        new ActivityInbound(this, nextInterceptor);

    private Dictionary<string, Payload> With(IDictionary<string, Payload>? existing)
    {
        var headers = existing == null ? [] : new Dictionary<string, Payload>(existing);
        headers[header] = converter.ToPayload(context.Value);
        return headers;
    }

    private void Apply(IReadOnlyDictionary<string, Payload>? headers)
    {
        if (headers?.TryGetValue(header, out var payload) == true)
        {
            context.Value = converter.ToValue<T>(payload);
        }
    }

    private sealed class ClientOutbound(ContextPropagation<T> root, ClientOutboundInterceptor next)
        : ClientOutboundInterceptor(next)
    {
        public override Task<WorkflowHandle<TWorkflow, TResult>> StartWorkflowAsync<TWorkflow, TResult>(
            StartWorkflowInput input) =>
            base.StartWorkflowAsync<TWorkflow, TResult>(input with { Headers = root.With(input.Headers) });

        public override Task SignalWorkflowAsync(SignalWorkflowInput input) =>
            base.SignalWorkflowAsync(input with { Headers = root.With(input.Headers) });

        public override Task<TResult> QueryWorkflowAsync<TResult>(QueryWorkflowInput input) =>
            base.QueryWorkflowAsync<TResult>(input with { Headers = root.With(input.Headers) });

        public override Task<WorkflowUpdateHandle<TResult>> StartWorkflowUpdateAsync<TResult>(
            StartWorkflowUpdateInput input) =>
            base.StartWorkflowUpdateAsync<TResult>(input with { Headers = root.With(input.Headers) });
    }

    private sealed class WorkflowInbound(ContextPropagation<T> root, WorkflowInboundInterceptor next)
        : WorkflowInboundInterceptor(next)
    {
        public override void Init(WorkflowOutboundInterceptor outbound) =>
            base.Init(new WorkflowOutbound(root, outbound));

        public override Task<object?> ExecuteWorkflowAsync(ExecuteWorkflowInput input)
        {
            root.Apply(Workflow.Info.Headers);
            return Next.ExecuteWorkflowAsync(input);
        }

        public override Task HandleSignalAsync(HandleSignalInput input)
        {
            root.Apply(input.Headers);
            return Next.HandleSignalAsync(input);
        }

        public override object? HandleQuery(HandleQueryInput input)
        {
            root.Apply(input.Headers);
            return Next.HandleQuery(input);
        }

        public override void ValidateUpdate(HandleUpdateInput input)
        {
            root.Apply(input.Headers);
            Next.ValidateUpdate(input);
        }

        public override Task<object?> HandleUpdateAsync(HandleUpdateInput input)
        {
            root.Apply(input.Headers);
            return Next.HandleUpdateAsync(input);
        }
    }

    private sealed class WorkflowOutbound(ContextPropagation<T> root, WorkflowOutboundInterceptor next)
        : WorkflowOutboundInterceptor(next)
    {
        public override Task<TResult> ScheduleActivityAsync<TResult>(ScheduleActivityInput input) =>
            Next.ScheduleActivityAsync<TResult>(input with { Headers = root.With(input.Headers) });

        public override Task<TResult> ScheduleLocalActivityAsync<TResult>(ScheduleLocalActivityInput input) =>
            Next.ScheduleLocalActivityAsync<TResult>(input with { Headers = root.With(input.Headers) });

        public override Task SignalChildWorkflowAsync(SignalChildWorkflowInput input) =>
            Next.SignalChildWorkflowAsync(input with { Headers = root.With(input.Headers) });

        public override Task SignalExternalWorkflowAsync(SignalExternalWorkflowInput input) =>
            Next.SignalExternalWorkflowAsync(input with { Headers = root.With(input.Headers) });

        public override Task<ChildWorkflowHandle<TWorkflow, TResult>> StartChildWorkflowAsync<TWorkflow, TResult>(
            StartChildWorkflowInput input) =>
            Next.StartChildWorkflowAsync<TWorkflow, TResult>(input with { Headers = root.With(input.Headers) });
    }

    private sealed class ActivityInbound(ContextPropagation<T> root, ActivityInboundInterceptor next)
        : ActivityInboundInterceptor(next)
    {
        public override Task<object?> ExecuteActivityAsync(ExecuteActivityInput input)
        {
            root.Apply(input.Headers);
            return Next.ExecuteActivityAsync(input);
        }
    }
}
