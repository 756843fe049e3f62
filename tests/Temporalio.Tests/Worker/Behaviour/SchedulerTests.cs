using Temporalio.Api.Enums.V1;
using Temporalio.Client;
using Temporalio.Exceptions;
using Temporalio.Tests.Samples;
using Temporalio.Tests.Workflows;
using Temporalio.Workflows;

namespace Temporalio.Tests.Worker.Behaviour;

/// <summary>What the runtime's own task calls do inside a workflow.</summary>
[Collection(EndToEndCollection.Name)]
public class SchedulerTests(EndToEndFixture server)
{
    [Theory]
    [InlineData("delay", "thread transfer")]
    [InlineData("run", "not scheduled on workflow scheduler")]
    [InlineData("start-new-default", "not scheduled on workflow scheduler")]
    [InlineData("timer", "thread transfer")]
    [InlineData("cancel-after", "thread transfer")]
    public Task ForeignCall_InWorkflow_FailsTheWorkflowTask(string call, string message) => server.WithWorkerAsync(
        options => options.AddWorkflow<TaskCallsWorkflow>(),
        async queue =>
        {
            var handle = await server.Client.StartWorkflowAsync(
                (TaskCallsWorkflow wf) => wf.RunAsync(call), EndToEndFixture.Options(queue));
            await handle.WaitForEventAsync(EventType.WorkflowTaskFailed);
            var failed = (await handle.FetchHistoryAsync()).Events
                .First(e => e.EventType == EventType.WorkflowTaskFailed).WorkflowTaskFailedEventAttributes;
            failed.Failure.Message.ShouldContain(message);
            failed.Failure.ApplicationFailureInfo.Type.ShouldBe(nameof(InvalidWorkflowSchedulerException));
            failed.Failure.StackTrace.ShouldContain(nameof(TaskCallsWorkflow));
            await handle.TerminateAsync();
        });

    [Theory]
    [InlineData("yield")]
    [InlineData("when-all")]
    [InlineData("when-any")]
    [InlineData("start-new")]
    [InlineData("continue-with")]
    [InlineData("workflow-run")]
    [InlineData("completion-source")]
    [InlineData("untraced")]
    [InlineData("async-enumerable")]
    public async Task OwnCall_InWorkflow_StaysInTheWorkflow(string call)
    {
        var result = await server.WithWorkerAsync(
            options => options.AddWorkflow<TaskCallsWorkflow>(),
            queue => server.Client.ExecuteWorkflowAsync(
                (TaskCallsWorkflow wf) => wf.RunAsync(call), EndToEndFixture.Options(queue)));
        result.ShouldBe("in workflow: True");
    }

    [Fact]
    public async Task Tracing_Disabled_ForeignCallGoesUnnoticed()
    {
        var result = await server.WithWorkerAsync(
            options =>
            {
                options.DisableWorkflowTracingEventListener = true;
                options.AddWorkflow<TaskCallsWorkflow>();
            },
            queue => server.Client.ExecuteWorkflowAsync(
                (TaskCallsWorkflow wf) => wf.RunAsync("timer"), EndToEndFixture.Options(queue)));
        result.ShouldBe("in workflow: True");
    }

    [Workflow]
    public class TaskCallsWorkflow
    {
        [WorkflowRun]
        public async Task<string> RunAsync(string call)
        {
            await CallAsync(call);
            return $"in workflow: {Workflow.InWorkflow}";
        }

        private static async Task CallAsync(string call)
        {
            switch (call)
            {
                case "delay":
                    await Task.Delay(1);
                    break;
                case "run":
                    await Task.Run(() => 1);
                    break;
                case "start-new-default":
                    await Task.Factory.StartNew(
                        () => 1, CancellationToken.None, TaskCreationOptions.None, TaskScheduler.Default);
                    break;
                case "timer":
                    using (new Timer(_ => { }, null, 100_000, Timeout.Infinite))
                    {
                        await Task.Yield();
                    }
                    break;
                case "cancel-after":
                    using (new CancellationTokenSource(100_000))
                    {
                        await Task.Yield();
                    }
                    break;
                case "yield":
                    await Task.Yield();
                    break;
                case "when-all":
                    await Task.WhenAll(Workflow.DelayAsync(1), Workflow.DelayAsync(2));
                    break;
                case "when-any":
                    await Workflow.WhenAnyAsync(Workflow.DelayAsync(1), Workflow.DelayAsync(20_000));
                    break;
                case "start-new":
                    await Task.Factory.StartNew(() => 1);
                    break;
                case "continue-with":
                    await Workflow.DelayAsync(1).ContinueWith(_ => 1, TaskScheduler.Current);
                    break;
                case "workflow-run":
                    await Workflow.RunTaskAsync(() => Task.FromResult(1));
                    break;
                case "completion-source":
                    var source = new TaskCompletionSource();
                    _ = Workflow.RunTaskAsync(async () => source.SetResult());
                    await source.Task;
                    break;
                case "untraced":
                    await Workflow.DelayAsync(1);
                    Workflow.Unsafe.WithTracingEventListenerDisabled(() => { _ = Task.Run(() => 1); });
                    break;
                default:
                    await foreach (var delay in DelaysAsync())
                    {
                        await Workflow.DelayAsync(delay);
                    }
                    break;
            }
        }

        private static async IAsyncEnumerable<int> DelaysAsync()
        {
            yield return 1;
            await Workflow.DelayAsync(1);
            yield return 2;
        }
    }
}
