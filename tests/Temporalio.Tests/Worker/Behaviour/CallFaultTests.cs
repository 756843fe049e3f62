using Temporalio.Activities;
using Temporalio.Client;
using Temporalio.Common;
using Temporalio.Tests.Workflows;
using Temporalio.Workflows;

namespace Temporalio.Tests.Worker.Behaviour;

/// <summary>Calls that workflow code gets wrong are refused in the words of the official package.</summary>
[Collection(EndToEndCollection.Name)]
public class CallFaultTests(EndToEndFixture server)
{
    [Fact]
    public async Task Calls_ThatAreWrong_AreRefused()
    {
        var faults = await server.WithWorkerAsync(
            options => options.AddWorkflow<MistakesWorkflow>(),
            queue => server.Client.ExecuteWorkflowAsync(
                (MistakesWorkflow wf) => wf.RunAsync(), EndToEndFixture.Options(queue)));
        faults.ShouldBe(
        [
            "Activity options must have StartToCloseTimeout or ScheduleToCloseTimeout",
            "Activity options must have StartToCloseTimeout or ScheduleToCloseTimeout",
            "At least one update required (Parameter 'updates')",
            "Multiple updates seen for key a",
            "Value cannot be null (Parameter 'value')",
            "At least one update required (Parameter 'updates')",
            "Multiple updates seen for key TestInt",
            "More released than successfully waited",
            "No current context",
            "no fault",
        ]);
    }

    [Workflow]
    public class MistakesWorkflow
    {
        private static readonly SearchAttributeKey<long> Number = SearchAttributeKey.CreateLong("TestInt");

        [WorkflowRun]
        public async Task<string[]> RunAsync() =>
        [
            await FaultAsync(() => Workflow.ExecuteActivityAsync("None", [], new())),
            await FaultAsync(() => Workflow.ExecuteLocalActivityAsync("None", [], new())),
            Fault(() => Workflow.UpsertMemo()),
            Fault(() => Workflow.UpsertMemo(MemoUpdate.ValueSet("a", 1), MemoUpdate.ValueUnset("a"))),
            Fault(() => MemoUpdate.ValueSet("a", null!)),
            Fault(() => Workflow.UpsertTypedSearchAttributes()),
            Fault(() => Workflow.UpsertTypedSearchAttributes(Number.ValueSet(1), Number.ValueUnset())),
            Fault(new Temporalio.Workflows.Semaphore(0).Release),
            Fault(() => _ = ActivityExecutionContext.Current),
            // What is free is taken, even by whoever would not wait.
            await FaultAsync(() => new Temporalio.Workflows.Mutex().WaitOneAsync(new CancellationToken(true))),
        ];

        private static string Fault(Action call)
        {
            try
            {
                call();
                return "no fault";
            }
            catch (Exception e) when (e is ArgumentException or InvalidOperationException)
            {
                return e.Message;
            }
        }

        private static async Task<string> FaultAsync(Func<Task> call)
        {
            try
            {
                await call();
                return "no fault";
            }
            catch (Exception e) when (e is ArgumentException or OperationCanceledException)
            {
                return e.Message;
            }
        }
    }
}
