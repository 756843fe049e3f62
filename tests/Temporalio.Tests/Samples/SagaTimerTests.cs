using Temporalio.Api.Enums.V1;
using Temporalio.Client;
using Temporalio.Exceptions;
using Temporalio.Testing;
using Temporalio.Tests.Workflows;
using Temporalio.Worker;

namespace Temporalio.Tests.Samples;

[Collection(EndToEndCollection.Name)]
public class SagaTimerTests(EndToEndFixture server)
{
    [Theory]
    [InlineData(null, "withdraw,deposit,notify")]
    [InlineData("withdraw", "withdraw,undo withdraw")]
    [InlineData("notify", "withdraw,deposit,notify,undo deposit,undo withdraw")]
    public async Task Saga_StepRefused_UndoesWhatWasDoneInReverse(string? failAt, string calls)
    {
        var bank = new BankActivities();
        await server.WithWorkerAsync(
            options => options.AddWorkflow<TransferWorkflow>().AddAllActivities(bank),
            async queue =>
            {
                var run = server.Client.ExecuteWorkflowAsync(
                    (TransferWorkflow wf) => wf.RunAsync(new("a", "b", 12.5m, failAt)), EndToEndFixture.Options(queue));
                if (failAt == null)
                {
                    await run;
                    return;
                }
                var failed = await Should.ThrowAsync<WorkflowFailedException>(run);
                failed.InnerException.ShouldBeOfType<ActivityFailureException>()
                    .InnerException.ShouldBeOfType<ApplicationFailureException>().ErrorType.ShouldBe("BankRefused");
            });
        string.Join(',', bank.Calls).ShouldBe(calls);
    }

    [Fact]
    public async Task UpdatableTimer_MovedToAnHour_CancelsTheFirstTimerAndFiresTheSecond()
    {
        await using var env = await WorkflowEnvironment.StartTimeSkippingAsync();
        using var worker = new TemporalWorker(
            env.Client, new TemporalWorkerOptions("my-task-queue").AddWorkflow<UpdatableTimerWorkflow>());
        await worker.ExecuteAsync(async () =>
        {
            var inADay = DateTimeOffset.UtcNow.AddDays(1);
            var inAnHour = DateTimeOffset.UtcNow.AddHours(1);
            var handle = await env.Client.StartWorkflowAsync(
                (UpdatableTimerWorkflow wf) => wf.RunAsync(inADay),
                new(id: $"workflow-{Guid.NewGuid()}", taskQueue: worker.Options.TaskQueue!));
            (await handle.QueryAsync(wf => wf.WakeUpTime)).ShouldBe(inADay);
            await handle.SignalAsync(wf => wf.UpdateWakeUpAsync(inAnHour));
            (await handle.QueryAsync(wf => wf.WakeUpTime)).ShouldBe(inAnHour);
            await handle.GetResultAsync();

            var events = (await handle.FetchHistoryAsync()).Events;
            var timers = events.Where(e => e.EventType == EventType.TimerStarted)
                .Select(e => e.TimerStartedEventAttributes.TimerId).ToList();
            timers.Count.ShouldBe(2);
            events.Single(e => e.EventType == EventType.TimerCanceled)
                .TimerCanceledEventAttributes.TimerId.ShouldBe(timers[0]);
            events.Single(e => e.EventType == EventType.TimerFired)
                .TimerFiredEventAttributes.TimerId.ShouldBe(timers[1]);
        });
    }

    [Fact]
    public async Task MonthlyMail_NinetyDaysThenComplete_SendsFour()
    {
        await using var env = await WorkflowEnvironment.StartTimeSkippingAsync();
        using var worker = new TemporalWorker(
            env.Client,
            new TemporalWorkerOptions($"tq-{Guid.NewGuid()}")
                .AddActivity(MonthlyMailWorkflow.SendMail).AddWorkflow<MonthlyMailWorkflow>());
        await worker.ExecuteAsync(async () =>
        {
            var handle = await env.Client.StartWorkflowAsync(
                (MonthlyMailWorkflow wf) => wf.RunAsync(),
                new(id: $"workflow-{Guid.NewGuid()}", taskQueue: worker.Options.TaskQueue!));
            var start = await env.GetCurrentTimeAsync();
            await env.DelayAsync(TimeSpan.FromDays(91));
            await handle.SignalAsync(wf => wf.CompleteAsync());
            (await handle.GetResultAsync()).ShouldBe(4);
            (await env.GetCurrentTimeAsync() - start).ShouldBeInRange(TimeSpan.FromDays(91), TimeSpan.FromDays(92));
        });
    }
}
