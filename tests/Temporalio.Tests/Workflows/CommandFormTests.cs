using Temporalio.Activities;
using Temporalio.Client;
using Temporalio.Common;
using Temporalio.Exceptions;
using Temporalio.Worker;
using Temporalio.Workflows;

namespace Temporalio.Tests.Workflows;

/// <summary>Order and contents of what a workflow asks for are those of the official package 1.21.1.</summary>
[Collection(EndToEndCollection.Name)]
public class CommandFormTests(EndToEndFixture server)
{
    [Fact]
    public Task Commands_OfWaitsUnsetsAndRetries_AreTheOfficialOnes() => server.WithWorkerAsync(
        options => options.AddWorkflow<FormsWorkflow>().AddActivity(FormsWorkflow.FailOnce),
        async queue =>
        {
            var handle = await server.Client.StartWorkflowAsync(
                (FormsWorkflow wf) => wf.RunAsync(), EndToEndFixture.Options(queue));
            await handle.ExecuteUpdateAsync(wf => wf.EndAsync());
            (await handle.GetResultAsync()).ShouldBe("True False");
            var history = await handle.FetchHistoryAsync();

            // The update has a timer without a name too; when it comes depends on the caller.
            var unnamed = 0;
            history.Events.Where(e => e.TimerStartedEventAttributes != null)
                .Select(e => e.UserMetadata?.Summary?.Data.ToStringUtf8() ?? "none")
                .Where(summary => summary != "none" || ++unnamed == 1)
                .ShouldBe(["none", "\"WaitConditionAsync\"", "\"LocalActivityBackoff\""]);
            var unset = history.Events.Select(e => e.UpsertWorkflowSearchAttributesEventAttributes)
                .Single(a => a != null).SearchAttributes.IndexedFields["TestKeyword"];
            unset.Metadata["encoding"].ToStringUtf8().ShouldBe("binary/null");
            unset.Data.IsEmpty.ShouldBeTrue();
            await new WorkflowReplayer(new WorkflowReplayerOptions().AddWorkflow<FormsWorkflow>())
                .ReplayWorkflowAsync(history);
        });

    [Workflow]
    public class FormsWorkflow
    {
        private string? _seen;

        [WorkflowRun]
        public async Task<string> RunAsync()
        {
            var ended = Workflow.WaitConditionAsync(() => _seen != null, TimeSpan.FromMinutes(1));
            await Workflow.DelayAsync(1);
            Workflow.UpsertTypedSearchAttributes(SearchAttributeKey.CreateKeyword("TestKeyword").ValueUnset());
            await Workflow.ExecuteLocalActivityAsync(
                () => FailOnce(),
                new() { StartToCloseTimeout = TimeSpan.FromSeconds(10), LocalRetryThreshold = TimeSpan.FromMilliseconds(1) });
            await ended;
            await Workflow.WaitConditionAsync(() => Workflow.AllHandlersFinished);
            return _seen!;
        }

        /// <summary>Looks at itself before and after its first await.</summary>
        [WorkflowUpdate]
        public async Task EndAsync()
        {
            var seen = $"{Workflow.AllHandlersFinished}";
            await Workflow.DelayAsync(1);
            _seen = $"{seen} {Workflow.AllHandlersFinished}";
        }

        [Activity]
        public static void FailOnce()
        {
            if (ActivityExecutionContext.Current.Info.Attempt == 1)
            {
                throw new ApplicationFailureException("once", nextRetryDelay: TimeSpan.FromMilliseconds(10));
            }
        }
    }
}
