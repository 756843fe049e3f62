using Temporalio.Client;
using Temporalio.Exceptions;
using Temporalio.Tests.Workflows;

namespace Temporalio.Tests.Samples;

[Collection(EndToEndCollection.Name)]
public class FamilyTests(EndToEndFixture server)
{
    [Fact]
    public async Task SlidingWindow_ChildrenOutliveTheParentsRuns_AllAreCounted()
    {
        var done = await server.WithWorkerAsync(
            options => options.AddWorkflow<SlidingWindowWorkflow>().AddWorkflow<WindowChild>(),
            queue => server.Client.ExecuteWorkflowAsync(
                (SlidingWindowWorkflow wf) => wf.RunAsync(0, 10, 3, Array.Empty<int>(), 0),
                EndToEndFixture.Options(queue)));
        done.ShouldBe(10);
    }

    [Fact]
    public Task Cancellation_OfAHeartbeatingActivity_CleansUpAndEndsAsCancelled() => server.WithWorkerAsync(
        options =>
        {
            options.MaxHeartbeatThrottleInterval = TimeSpan.FromMilliseconds(100);
            options.AddWorkflow<CancellationWorkflow>().AddAllActivities(typeof(CancellationActivities), null);
        },
        async queue =>
        {
            CancellationActivities.Started = new(TaskCreationOptions.RunContinuationsAsynchronously);
            var handle = await server.Client.StartWorkflowAsync(
                (CancellationWorkflow wf) => wf.RunAsync(), EndToEndFixture.Options(queue));
            await CancellationActivities.Started.Task;
            (await handle.QueryAsync(wf => wf.State)).ShouldBe("working");
            await handle.CancelAsync();
            var failed = await Should.ThrowAsync<WorkflowFailedException>(() => handle.GetResultAsync());
            failed.InnerException.ShouldBeOfType<CanceledFailureException>();
            (await handle.QueryAsync(wf => wf.State)).ShouldBe("cleaned");
        });

    [Fact]
    public async Task Dsl_StepsNamedInTheInput_RunByTheDynamicActivity()
    {
        DslStep[] group = [new("two", "y"), new("three")];
        DslStep[] steps = [new("one", "x"), new("group", null, group)];
        var results = await server.WithWorkerAsync(
            options => options.AddWorkflow<DslWorkflow>().AddAllActivities(new AnyActivities()),
            queue => server.Client.ExecuteWorkflowAsync(
                (DslWorkflow wf) => wf.RunAsync(steps), EndToEndFixture.Options(queue)));
        results.ShouldBe(
            new Dictionary<string, string> { ["one"] = "one(x)", ["two"] = "two(y)", ["three"] = "three()" },
            ignoreOrder: true);
    }
}
