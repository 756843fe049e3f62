using Temporalio.Worker.Interceptors;
using Temporalio.Workflows;

namespace Temporalio.Worker.Workflows.Instance;

/// <summary>Builds the chains of interceptors around an instance.</summary>
internal static class InterceptorChain
{
    public static WorkflowInboundInterceptor Build(WorkflowInstance instance)
    {
        WorkflowInboundInterceptor inbound = new InboundEnd(instance);
        foreach (var interceptor in instance.Settings.Interceptors.Reverse())
        {
            inbound = interceptor.InterceptWorkflow(inbound);
        }
        inbound.Init(new OutboundEnd(instance));
        return inbound;
    }

    /// <summary>Last link of incoming calls: the workflow itself.</summary>
    private sealed class InboundEnd(WorkflowInstance instance) : WorkflowInboundInterceptor
    {
        public override void Init(WorkflowOutboundInterceptor outbound) => instance.Outbound = outbound;

        public override Task<object?> ExecuteWorkflowAsync(ExecuteWorkflowInput input)
        {
            var run = input.RunMethod == instance.Definition.RunMethod
                ? instance.Definition.Run
                : WorkflowMethod.Create(input.RunMethod);
            return run.InvokeAsync(input.Instance, input.Args);
        }

        public override Task HandleSignalAsync(HandleSignalInput input) =>
            input.Definition.Method.InvokeAsync(instance.Main.Instance, input.Args);

        public override object? HandleQuery(HandleQueryInput input) =>
            input.Definition.Method.Invoke(instance.Main.Instance, input.Args);

        public override void ValidateUpdate(HandleUpdateInput input) =>
            input.Definition.Validator?.Invoke(instance.Main.Instance, input.Args);

        public override Task<object?> HandleUpdateAsync(HandleUpdateInput input) =>
            input.Definition.Method.InvokeAsync(instance.Main.Instance, input.Args);
    }

    /// <summary>Last link of outgoing calls: the instance's collaborators.</summary>
    private sealed class OutboundEnd(WorkflowInstance instance) : WorkflowOutboundInterceptor
    {
        public override Task CancelExternalWorkflowAsync(CancelExternalWorkflowInput input) =>
            instance.Externals.CancelAsync(input);

        public override ContinueAsNewException CreateContinueAsNewException(CreateContinueAsNewExceptionInput input) =>
            new(input);

        public override Task DelayAsync(DelayAsyncInput input) => instance.Timers.DelayAsync(input);

        public override Task<TResult> ScheduleActivityAsync<TResult>(ScheduleActivityInput input) =>
            instance.Activities.ScheduleAsync<TResult>(input);

        public override Task<TResult> ScheduleLocalActivityAsync<TResult>(ScheduleLocalActivityInput input) =>
            instance.LocalActivities.ScheduleAsync<TResult>(input);

        public override Task<NexusWorkflowOperationHandle<TResult>> ScheduleNexusOperationAsync<TResult>(
            ScheduleNexusOperationInput input) => instance.Nexus.ScheduleAsync<TResult>(input);

        public override Task SignalChildWorkflowAsync(SignalChildWorkflowInput input) =>
            instance.Externals.SignalChildAsync(input);

        public override Task SignalExternalWorkflowAsync(SignalExternalWorkflowInput input) =>
            instance.Externals.SignalAsync(input);

        public override Task<ChildWorkflowHandle<TWorkflow, TResult>> StartChildWorkflowAsync<TWorkflow, TResult>(
            StartChildWorkflowInput input) => instance.Children.StartAsync<TWorkflow, TResult>(input);
    }
}
