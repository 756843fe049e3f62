using Temporalio.Activities;
using Temporalio.Api.Enums.V1;
using Temporalio.Client;
using Temporalio.Tests.Workflows;
using Temporalio.Worker;
using Temporalio.Workflows;

namespace Temporalio.Tests.Worker.Behaviour;

/// <summary>Activities whose queue is served by another worker of the same process and client.</summary>
[Collection(EndToEndCollection.Name)]
public class EagerActivityTests(EndToEndFixture server)
{
    [Fact]
    public Task OtherQueue_WorkerOfTheSameClient_ActivityComesWithTheAnswer() =>
        RunAsync(options => { }, isEager: true);

    [Fact]
    public Task OtherQueue_WorkerIsLimitedPerSecond_ActivityIsPolled() =>
        RunAsync(options => options.MaxActivitiesPerSecond = 1000, isEager: false);

    [Fact]
    public Task OtherQueue_WorkerTakesNoEager_ActivityIsPolled() =>
        RunAsync(options => options.DisableEagerActivityExecution = true, isEager: false);

    private Task RunAsync(Action<TemporalWorkerOptions> configure, bool isEager) => server.WithWorkerAsync(
        options => options.AddWorkflow<CallingWorkflow>(),
        async queue =>
        {
            var options = new TemporalWorkerOptions($"{queue}-activities").AddActivity(CallingWorkflow.Act);
            configure(options);
            using var worker = new TemporalWorker(server.Client, options);
            await worker.ExecuteAsync(async () =>
            {
                // Once it has done something the worker is surely there to offer its slots.
                await ExecuteAsync(queue);
                var events = (await (await ExecuteAsync(queue)).FetchHistoryAsync()).Events;
                var scheduled = events.Single(e => e.EventType == EventType.ActivityTaskScheduled);
                var started = events.Single(e => e.EventType == EventType.ActivityTaskStarted);
                (started.EventTime == scheduled.EventTime).ShouldBe(isEager);
            });
            return true;
        });

    private async Task<WorkflowHandle> ExecuteAsync(string queue)
    {
        var handle = await server.Client.StartWorkflowAsync(
            (CallingWorkflow wf) => wf.RunAsync($"{queue}-activities"), EndToEndFixture.Options(queue));
        await handle.GetResultAsync();
        return handle;
    }

    [Workflow]
    public class CallingWorkflow
    {
        [WorkflowRun]
        public Task RunAsync(string queue) => Workflow.ExecuteActivityAsync(
            () => Act(), new() { TaskQueue = queue, StartToCloseTimeout = TimeSpan.FromSeconds(10) });

        [Activity]
        public static void Act()
        {
        }
    }
}
