using System.Collections.Concurrent;
using Temporalio.Activities;
using Temporalio.Client;
using Temporalio.Client.Interceptors;
using Temporalio.Worker.Interceptors;
using Temporalio.Workflows;

namespace Temporalio.Tests.Samples;

/// <summary>Counts calls on both sides.</summary>
public class CallCounter : IClientInterceptor, IWorkerInterceptor
{
    public ConcurrentDictionary<string, int> Counts { get; } = new();

    public ClientOutboundInterceptor InterceptClient(ClientOutboundInterceptor nextInterceptor) =>
        new ClientCounter(this, nextInterceptor);

    public WorkflowInboundInterceptor InterceptWorkflow(WorkflowInboundInterceptor nextInterceptor) =>
        new InboundCounter(this, nextInterceptor);

    public ActivityInboundInterceptor InterceptActivity(ActivityInboundInterceptor nextInterceptor) =>
        new ActivityCounter(this, nextInterceptor);

    private void Count(string what) => Counts.AddOrUpdate(what, 1, (_, n) => n + 1);

    private sealed class ClientCounter(CallCounter counter, ClientOutboundInterceptor next)
        : ClientOutboundInterceptor(next)
    {
        public override Task<WorkflowHandle<TWorkflow, TResult>> StartWorkflowAsync<TWorkflow, TResult>(
            StartWorkflowInput input)
        {
            counter.Count("client start");
            return base.StartWorkflowAsync<TWorkflow, TResult>(input);
        }

        public override Task SignalWorkflowAsync(SignalWorkflowInput input)
        {
            counter.Count("client signal");
            return base.SignalWorkflowAsync(input);
        }

        public override Task<TResult> QueryWorkflowAsync<TResult>(QueryWorkflowInput input)
        {
            counter.Count("client query");
            return base.QueryWorkflowAsync<TResult>(input);
        }

        public override Task<WorkflowUpdateHandle<TResult>> StartWorkflowUpdateAsync<TResult>(
            StartWorkflowUpdateInput input)
        {
            counter.Count("client update");
            return base.StartWorkflowUpdateAsync<TResult>(input);
        }

        public override Task<WorkflowHistoryEventPage> FetchWorkflowHistoryEventPageAsync(
            FetchWorkflowHistoryEventPageInput input)
        {
            counter.Count("client fetch history");
            return base.FetchWorkflowHistoryEventPageAsync(input);
        }
    }

    private sealed class InboundCounter(CallCounter counter, WorkflowInboundInterceptor next)
        : WorkflowInboundInterceptor(next)
    {
        public override void Init(WorkflowOutboundInterceptor outbound) =>
            base.Init(new OutboundCounter(counter, outbound));

        public override Task<object?> ExecuteWorkflowAsync(ExecuteWorkflowInput input)
        {
            CountLive("workflow");
            return base.ExecuteWorkflowAsync(input);
        }

        public override Task HandleSignalAsync(HandleSignalInput input)
        {
            CountLive("signal");
            return base.HandleSignalAsync(input);
        }

        public override object? HandleQuery(HandleQueryInput input)
        {
            counter.Count("query");
            return base.HandleQuery(input);
        }

        public override Task<object?> HandleUpdateAsync(HandleUpdateInput input)
        {
            CountLive("update");
            return base.HandleUpdateAsync(input);
        }

        private void CountLive(string what)
        {
            if (!Workflow.Unsafe.IsReplaying)
            {
                counter.Count(what);
            }
        }
    }

    private sealed class OutboundCounter(CallCounter counter, WorkflowOutboundInterceptor next)
        : WorkflowOutboundInterceptor(next)
    {
        public override Task<TResult> ScheduleActivityAsync<TResult>(ScheduleActivityInput input)
        {
            if (!Workflow.Unsafe.IsReplaying)
            {
                counter.Count("schedule");
            }
            return base.ScheduleActivityAsync<TResult>(input);
        }

        public override Task<ChildWorkflowHandle<TWorkflow, TResult>> StartChildWorkflowAsync<TWorkflow, TResult>(
            StartChildWorkflowInput input)
        {
            if (!Workflow.Unsafe.IsReplaying)
            {
                counter.Count("child");
            }
            return base.StartChildWorkflowAsync<TWorkflow, TResult>(input);
        }
    }

    private sealed class ActivityCounter(CallCounter counter, ActivityInboundInterceptor next)
        : ActivityInboundInterceptor(next)
    {
        public override Task<object?> ExecuteActivityAsync(ExecuteActivityInput input)
        {
            counter.Count(ActivityExecutionContext.Current.Info.IsLocal ? "local activity" : "activity");
            return base.ExecuteActivityAsync(input);
        }
    }
}
