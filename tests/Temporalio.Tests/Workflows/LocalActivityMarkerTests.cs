using System.Text.Json;
using Temporalio.Activities;
using Temporalio.Api.Enums.V1;
using Temporalio.Worker;
using Temporalio.Workflows;

namespace Temporalio.Tests.Workflows;

/// <summary>The markers of local activities hold what those of the official package 1.21.1 hold.</summary>
[Collection(EndToEndCollection.Name)]
public class LocalActivityMarkerTests(EndToEndFixture server)
{
    [Fact]
    public Task Marker_HasTheSummaryAndTheActivationThatToldTheWorkflow() => server.WithWorkerAsync(
        options => options.AddWorkflow<TwoTasksWorkflow>().AddActivity(TwoTasksWorkflow.Step),
        async queue =>
        {
            var handle = await server.Client.StartWorkflowAsync(
                (TwoTasksWorkflow wf) => wf.RunAsync(), EndToEndFixture.Options(queue));
            await handle.GetResultAsync();
            var history = await handle.FetchHistoryAsync();

            var markers = history.Events.Where(e => e.EventType == EventType.MarkerRecorded).ToList();
            markers.Select(e => e.UserMetadata.Summary.Data.ToStringUtf8())
                .ShouldBe(["\"first\"", "\"second\"", "\"in the next task\""]);
            markers.Select(e => e.MarkerRecordedEventAttributes.Details["data"].Payloads_[0].Data.ToStringUtf8())
                .Select(data => JsonElement.Parse(data).GetProperty("activation_index").GetInt32())
                .ShouldBe([1, 2, 1]);
            await new WorkflowReplayer(new WorkflowReplayerOptions().AddWorkflow<TwoTasksWorkflow>())
                .ReplayWorkflowAsync(history);
        });

    [Fact]
    public Task Marker_OfAnActivityThatOutlivesItsTask_CountsFromTheTaskThatHadNothingElseToTell() => server.WithWorkerAsync(
        options => options.AddWorkflow<SlowWorkflow>().AddActivity(SlowWorkflow.WaitAsync),
        async queue =>
        {
            var options = EndToEndFixture.Options(queue);
            options.TaskTimeout = TimeSpan.FromSeconds(1);
            var handle = await server.Client.StartWorkflowAsync((SlowWorkflow wf) => wf.RunAsync(), options);
            while (!(await handle.FetchHistoryAsync()).Events.Any(e => e.EventType == EventType.WorkflowTaskCompleted))
            {
                await Task.Yield();
            }
            SlowWorkflow.Outlived.SetResult();
            await handle.GetResultAsync();
            var marker = (await handle.FetchHistoryAsync()).Events.Single(e => e.EventType == EventType.MarkerRecorded);
            var data = marker.MarkerRecordedEventAttributes.Details["data"].Payloads_[0].Data.ToStringUtf8();
            JsonElement.Parse(data).GetProperty("activation_index").GetInt32().ShouldBe(0);
        });

    [Workflow]
    public class SlowWorkflow
    {
        public static readonly TaskCompletionSource Outlived = new();

        [WorkflowRun]
        public Task RunAsync() => Workflow.ExecuteLocalActivityAsync(
            () => WaitAsync(), new() { StartToCloseTimeout = TimeSpan.FromSeconds(30) });

        [Activity]
        public static Task WaitAsync() => Outlived.Task;
    }

    [Workflow]
    public class TwoTasksWorkflow
    {
        [WorkflowRun]
        public async Task RunAsync()
        {
            await StepAsync("first");
            await StepAsync("second");
            await Workflow.DelayAsync(TimeSpan.FromMilliseconds(1));
            await StepAsync("in the next task");
        }

        [Activity]
        public static void Step()
        {
            // What is looked at is its marker.
        }

        private static Task StepAsync(string summary) => Workflow.ExecuteLocalActivityAsync(
            () => Step(), new() { StartToCloseTimeout = TimeSpan.FromSeconds(10), Summary = summary });
    }
}
