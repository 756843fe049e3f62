using Temporalio.Api.Command.V1;
using Temporalio.Api.Enums.V1;
using Temporalio.Api.History.V1;
using Temporalio.Worker.Workflows.Tasks;
using Temporalio.Workflows;

namespace Temporalio.Tests.Worker.Recorded;

/// <summary>
/// The tasks of recorded histories, worked on as if they came from the server, give the recorded commands.
/// </summary>
public class LiveTasksTests
{
    public static TheoryData<string> Names
    {
        get
        {
            // An old run replayed by new code is a different thing live.
            string[] notLive = ["patch-old-run--main--run1", "patch-new-run--main--run1"];
            var names = new TheoryData<string>();
            foreach (var name in RecordedHistoriesTests.AllNames()
                         .Where(n => !notLive.Contains(n) && !n.StartsWith("act-local", StringComparison.Ordinal)))
            {
                names.Add(name);
            }
            return names;
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public Task RecordedTasks_CachedWorkflow_GiveTheRecordedCommands(string name) => DriveAsync(name, 10, true);

    [Theory]
    [MemberData(nameof(Names))]
    public Task RecordedTasks_WorkflowNeverCached_GiveTheRecordedCommands(string name) => DriveAsync(name, 0, false);

    [Theory]
    [MemberData(nameof(Names))]
    public async Task RecordedTasks_CacheAlwaysLost_FetchTheHistoryAndGiveTheRecordedCommands(string name)
    {
        var reads = await DriveAsync(name, 0, true);
        reads.ShouldBeGreaterThanOrEqualTo(0);
    }

    private static async Task<int> DriveAsync(string name, int maxCached, bool isSticky)
    {
        using var driver = new HistoryDriver(
            RecordedHistoriesTests.Load(name), RecordedHistoriesTests.Workflows(), maxCached);
        foreach (var index in driver.CompletedTasks)
        {
            // The server's history ends with the task.
            driver.Service.History.Events.Clear();
            driver.Service.History.Events.AddRange(driver.TaskAt(index, false).History.Events);
            driver.Service.PageSize = 3;
            await driver.Processor.ProcessAsync(driver.TaskAt(index, isSticky), () => { });

            driver.Service.Failed.ShouldBeEmpty();
            var completed = driver.Service.Completed.ShouldHaveSingleItem();
            driver.Service.Completed.Clear();
            completed.Messages.Select(m => m.Id).ShouldBe(completed.Commands
                .Where(c => c.CommandType == CommandType.ProtocolMessage)
                .Select(c => c.ProtocolMessageCommandAttributes.MessageId));
            completed.Commands.Select(Describe).ShouldBe(driver.CommandEventsOf(index).Select(Describe));
        }
        return driver.Service.HistoryReads;
    }

    private static string Describe(Command c) => c.CommandType switch
    {
        CommandType.ScheduleActivityTask => "activity " + c.ScheduleActivityTaskCommandAttributes.ActivityId,
        CommandType.RequestCancelActivityTask =>
            "cancel activity " + c.RequestCancelActivityTaskCommandAttributes.ScheduledEventId,
        CommandType.StartTimer => "timer " + c.StartTimerCommandAttributes.TimerId,
        CommandType.CancelTimer => "cancel timer " + c.CancelTimerCommandAttributes.TimerId,
        CommandType.StartChildWorkflowExecution =>
            "child " + c.StartChildWorkflowExecutionCommandAttributes.WorkflowId,
        CommandType.ProtocolMessage => c.ProtocolMessageCommandAttributes.MessageId.Split('/')[^1],
        _ => c.CommandType.ToString(),
    };

    private static string Describe(HistoryEvent e) => e.EventType switch
    {
        EventType.ActivityTaskScheduled => "activity " + e.ActivityTaskScheduledEventAttributes.ActivityId,
        EventType.ActivityTaskCancelRequested =>
            "cancel activity " + e.ActivityTaskCancelRequestedEventAttributes.ScheduledEventId,
        EventType.TimerStarted => "timer " + e.TimerStartedEventAttributes.TimerId,
        EventType.TimerCanceled => "cancel timer " + e.TimerCanceledEventAttributes.TimerId,
        EventType.StartChildWorkflowExecutionInitiated =>
            "child " + e.StartChildWorkflowExecutionInitiatedEventAttributes.WorkflowId,
        EventType.WorkflowExecutionUpdateAccepted => "accept",
        EventType.WorkflowExecutionUpdateCompleted => "complete",
        EventType.RequestCancelExternalWorkflowExecutionInitiated =>
            nameof(CommandType.RequestCancelExternalWorkflowExecution),
        EventType.SignalExternalWorkflowExecutionInitiated => nameof(CommandType.SignalExternalWorkflowExecution),
        EventType.WorkflowPropertiesModified => nameof(CommandType.ModifyWorkflowProperties),
        EventType.WorkflowExecutionCompleted => nameof(CommandType.CompleteWorkflowExecution),
        EventType.WorkflowExecutionFailed => nameof(CommandType.FailWorkflowExecution),
        EventType.WorkflowExecutionCanceled => nameof(CommandType.CancelWorkflowExecution),
        EventType.WorkflowExecutionContinuedAsNew => nameof(CommandType.ContinueAsNewWorkflowExecution),
        _ => e.EventType.ToString(),
    };
}
