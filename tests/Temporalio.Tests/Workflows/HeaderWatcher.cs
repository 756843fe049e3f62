using System.Collections.Concurrent;
using Temporalio.Worker.Interceptors;

namespace Temporalio.Tests.Workflows;

/// <summary>Notes how many headers calls of activities and updates have.</summary>
internal sealed class HeaderWatcher : IWorkerInterceptor
{
    public ConcurrentQueue<string> Counts { get; } = new();

    public WorkflowInboundInterceptor InterceptWorkflow(WorkflowInboundInterceptor nextInterceptor) =>
        new OfWorkflows(nextInterceptor, this);

    public ActivityInboundInterceptor InterceptActivity(ActivityInboundInterceptor nextInterceptor) =>
        new OfActivities(nextInterceptor, this);

    private sealed class OfWorkflows(WorkflowInboundInterceptor next, HeaderWatcher owner) : WorkflowInboundInterceptor(next)
    {
        public override Task<object?> HandleUpdateAsync(HandleUpdateInput input)
        {
            owner.Counts.Enqueue($"update {input.Update} {input.Headers!.Count}");
            return base.HandleUpdateAsync(input);
        }
    }

    private sealed class OfActivities(ActivityInboundInterceptor next, HeaderWatcher owner) : ActivityInboundInterceptor(next)
    {
        public override Task<object?> ExecuteActivityAsync(ExecuteActivityInput input)
        {
            owner.Counts.Enqueue($"{input.Activity.Name} {input.Headers!.Count}");
            return base.ExecuteActivityAsync(input);
        }
    }
}
