using Temporalio.Client;
using Temporalio.Tests.Workflows;
using Temporalio.Worker.Interceptors;
using Temporalio.Workflows;

namespace Temporalio.Tests.Worker.Behaviour;

[Collection(EndToEndCollection.Name)]
public class InterceptorTests(EndToEndFixture server)
{
    [Fact]
    public async Task Interceptor_WhileItIsChained_SeesTheWorkflow()
    {
        var watcher = new Watcher();
        var id = await server.WithWorkerAsync(
            options =>
            {
                options.Interceptors = [watcher];
                options.AddWorkflow<WatchedWorkflow>();
            },
            queue => server.Client.ExecuteWorkflowAsync(
                (WatchedWorkflow wf) => wf.RunAsync(), EndToEndFixture.Options(queue)));
        watcher.Seen.ShouldBe(id);
    }

    [Workflow]
    public class WatchedWorkflow
    {
        [WorkflowRun]
        public Task<string> RunAsync() => Task.FromResult(Workflow.Info.WorkflowId);
    }

    private sealed class Watcher : IWorkerInterceptor
    {
        public string? Seen { get; private set; }

        public WorkflowInboundInterceptor InterceptWorkflow(WorkflowInboundInterceptor nextInterceptor) =>
            new Inbound(this, nextInterceptor);

        private sealed class Inbound(Watcher watcher, WorkflowInboundInterceptor next) : WorkflowInboundInterceptor(next)
        {
            public override void Init(WorkflowOutboundInterceptor outbound)
            {
                watcher.Seen = Workflow.Info.WorkflowId;
                base.Init(outbound);
            }
        }
    }
}
