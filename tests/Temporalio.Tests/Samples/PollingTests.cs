using Temporalio.Client;
using Temporalio.Testing;
using Temporalio.Tests.Workflows;
using Temporalio.Worker;

namespace Temporalio.Tests.Samples;

[Collection(EndToEndCollection.Name)]
public class PollingTests(EndToEndFixture server)
{
    [Fact]
    public async Task Frequent_LoopInTheActivity_GivesTheStatus()
    {
        var status = await server.WithWorkerAsync(
            options => options.AddWorkflow<FrequentPollingWorkflow>()
                .AddAllActivities(new PollingActivities(new())),
            queue => server.Client.ExecuteWorkflowAsync(
                (FrequentPollingWorkflow wf) => wf.RunAsync(), EndToEndFixture.Options(queue)));
        status.ShouldBe("OK");
    }

    [Fact]
    public async Task Infrequent_RetriesOfTheActivity_GiveTheStatusAfterThreeMinutes()
    {
        await using var env = await WorkflowEnvironment.StartTimeSkippingAsync();
        using var worker = new TemporalWorker(
            env.Client,
            new TemporalWorkerOptions("polling")
                .AddWorkflow<InfrequentPollingWorkflow>().AddAllActivities(new PollingActivities(new())));
        var start = await env.GetCurrentTimeAsync();
        var status = await worker.ExecuteAsync(() => env.Client.ExecuteWorkflowAsync(
            (InfrequentPollingWorkflow wf) => wf.RunAsync(), new(id: "infrequent", taskQueue: "polling")));
        status.ShouldBe("OK");
        (await env.GetCurrentTimeAsync() - start).ShouldBeInRange(TimeSpan.FromMinutes(3), TimeSpan.FromMinutes(4));
    }

    [Fact]
    public async Task Periodic_ChildContinuedAsNew_GivesTheStatusToTheParent()
    {
        await using var env = await WorkflowEnvironment.StartTimeSkippingAsync();
        using var worker = new TemporalWorker(
            env.Client,
            new TemporalWorkerOptions("polling")
                .AddWorkflow<PeriodicPollingWorkflow>().AddWorkflow<PeriodicPollingChild>()
                .AddAllActivities(new PollingActivities(new())));
        await worker.ExecuteAsync(async () =>
        {
            var handle = await env.Client.StartWorkflowAsync(
                (PeriodicPollingWorkflow wf) => wf.RunAsync(60), new(id: "periodic", taskQueue: "polling"));
            (await handle.GetResultAsync()).ShouldBe("OK");
            var runs = 0;
            await foreach (var child in env.Client.ListWorkflowsAsync("WorkflowId = 'periodic-poll'"))
            {
                child.WorkflowType.ShouldBe("PeriodicPollingChild");
                runs++;
            }
            runs.ShouldBe(2);
        });
    }
}
