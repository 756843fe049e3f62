using Temporalio.Activities;
using Temporalio.Client;
using Temporalio.Tests.Workflows;
using Temporalio.Workflows;

namespace Temporalio.Tests.Samples;

[Collection(EndToEndCollection.Name)]
public class EagerStartTests(EndToEndFixture server)
{
    [Fact]
    public Task EagerStart_WorkerInTheSameProcess_GetsTheTaskWithTheAnswer() => server.WithWorkerAsync(
        options => options.AddWorkflow<EagerWorkflow>().AddActivity(EagerWorkflow.Greet),
        async queue =>
        {
            // Once it has done something the worker is surely there to offer its slots.
            await server.Client.ExecuteWorkflowAsync(
                (EagerWorkflow wf) => wf.RunAsync("first"), new($"wf-{Guid.NewGuid()}", queue));

            var handle = await server.Client.StartWorkflowAsync(
                (EagerWorkflow wf) => wf.RunAsync("Temporal"),
                new($"wf-{Guid.NewGuid()}", queue) { RequestEagerStart = true });
            (await handle.GetResultAsync()).ShouldBe("Hello, Temporal!");
            var started = (await handle.FetchHistoryAsync()).Events.First();
            started.WorkflowExecutionStartedEventAttributes.EagerExecutionAccepted.ShouldBeTrue();
        });

    [Fact]
    public async Task EagerStart_NoWorker_IsAnOrdinaryStart()
    {
        var queue = $"queue-{Guid.NewGuid():N}";
        var handle = await server.Client.StartWorkflowAsync(
            (EagerWorkflow wf) => wf.RunAsync("later"),
            new($"wf-{Guid.NewGuid()}", queue) { RequestEagerStart = true });
        await server.WithWorkerAsync(
            options => options.AddWorkflow<EagerWorkflow>().AddActivity(EagerWorkflow.Greet),
            async _ =>
            {
                (await handle.GetResultAsync()).ShouldBe("Hello, later!");
                return true;
            },
            queue);
        (await handle.FetchHistoryAsync()).Events.First()
            .WorkflowExecutionStartedEventAttributes.EagerExecutionAccepted.ShouldBeFalse();
    }

    [Workflow]
    public class EagerWorkflow
    {
        [WorkflowRun]
        public Task<string> RunAsync(string name) => Workflow.ExecuteLocalActivityAsync(
            () => Greet(name), new() { StartToCloseTimeout = TimeSpan.FromSeconds(5) });

        [Activity]
        public static string Greet(string name) => $"Hello, {name}!";
    }
}
