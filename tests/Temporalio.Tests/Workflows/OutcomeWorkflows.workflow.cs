using Temporalio.Activities;
using Temporalio.Exceptions;
using Temporalio.Workflows;

namespace Temporalio.Tests.Workflows;

/// <summary>Activities that end in every way, or say nothing.</summary>
public static class OutcomeActivities
{
    [Activity]
    public static void Refuse() => throw new ApplicationFailureException("refused", errorType: "Refusal");

    [Activity]
    public static int Double(int number) => 2 * number;

    [Activity]
    public static Task WaitAsync() => Task.Delay(Timeout.Infinite, ActivityExecutionContext.Current.CancellationToken);

    [Activity]
    public static void SayNothing()
    {
    }

    [Activity]
    public static async Task SayNothingLaterAsync() => await Task.Yield();

    [Activity]
    public static Task SayFiveAsync() => Task.FromResult(5);

    [Activity]
    public static string SayLimits()
    {
        var info = ActivityExecutionContext.Current.Info;
        return $"{info.StartToCloseTimeout} {info.RetryPolicy!.MaximumInterval} {info.Priority?.PriorityKey}";
    }
}

/// <summary>What workflow code catches when something it called does not succeed.</summary>
[Workflow]
public class OutcomeWorkflow
{
    private static readonly LocalActivityOptions Local = new()
    {
        StartToCloseTimeout = TimeSpan.FromMilliseconds(50),
        RetryPolicy = new() { MaximumAttempts = 1 },
    };

    [WorkflowRun]
    public async Task<string> RunAsync(string call)
    {
        try
        {
            await (call switch
            {
                "local activity fails" => Workflow.ExecuteLocalActivityAsync(() => OutcomeActivities.Refuse(), Local),
                "local activity misread" => Workflow.ExecuteLocalActivityAsync("Double", ["two"], Local),
                "local activity too slow" => Workflow.ExecuteLocalActivityAsync(() => OutcomeActivities.WaitAsync(), Local),
                "local activity cancelled" => CancelSoonAsync(token => Workflow.ExecuteLocalActivityAsync(
                    () => OutcomeActivities.WaitAsync(),
                    new() { StartToCloseTimeout = TimeSpan.FromMinutes(1), CancellationToken = token })),
                "activity cancelled" => CancelSoonAsync(token => Workflow.ExecuteActivityAsync(
                    () => OutcomeActivities.WaitAsync(),
                    new() { StartToCloseTimeout = TimeSpan.FromMinutes(1), CancellationToken = token })),
                "signal of nobody" => Workflow.GetExternalWorkflowHandle("nobody").SignalAsync("any", []),
                "cancellation of nobody" => Workflow.GetExternalWorkflowHandle("nobody").CancelAsync(),
                "child cancelled" => CancelSoonAsync(token => Workflow.ExecuteChildWorkflowAsync(
                    (NothingWorkflow wf) => wf.RunAsync(), new() { CancellationToken = token })),
                "child cancelled at once" => CancelAtOnce(token => Workflow.ExecuteChildWorkflowAsync(
                    (NothingWorkflow wf) => wf.RunAsync(), new() { CancellationToken = token })),
                _ => throw new ArgumentException($"No call '{call}'", nameof(call)),
            });
            return "no failure";
        }
        catch (FailureException e)
        {
            return Describe(e) + TypeOf(e);
        }
    }

    private static async Task CancelSoonAsync(Func<CancellationToken, Task> start)
    {
        using var source = new CancellationTokenSource();
        var task = start(source.Token);
        await Workflow.DelayAsync(10);
        source.Cancel();
        await task;
    }

    private static Task CancelAtOnce(Func<CancellationToken, Task> start)
    {
        using var source = new CancellationTokenSource();
        var task = start(source.Token);
        source.Cancel();
        return task;
    }

    private static string Describe(Exception? e) =>
        e == null ? string.Empty : $"{e.GetType().Name}({e.Message}){Describe(e.InnerException)}";

    private static string TypeOf(FailureException e) =>
        e is ApplicationFailureException { ErrorType: "ExternalWorkflowExecutionNotFound" and var type } ? type : string.Empty;
}

/// <summary>Its run, its update and its activities have no result; it ends when it is told to.</summary>
[Workflow]
public class NothingWorkflow
{
    private bool _ended;

    [WorkflowRun]
    public async Task RunAsync()
    {
        ActivityOptions options = new() { StartToCloseTimeout = TimeSpan.FromSeconds(10) };
        await Workflow.WaitConditionAsync(() => _ended);
        await Workflow.ExecuteActivityAsync(() => OutcomeActivities.SayNothing(), options);
        await Workflow.ExecuteActivityAsync(() => OutcomeActivities.SayNothingLaterAsync(), options);
        await Workflow.ExecuteActivityAsync(() => OutcomeActivities.SayFiveAsync(), options);
    }

    [WorkflowUpdate]
    public Task EndAsync()
    {
        _ended = true;
        return Task.CompletedTask;
    }
}

/// <summary>What code is told about itself when nobody said it.</summary>
[Workflow]
public class DefaultsWorkflow
{
    [WorkflowRun]
    public async Task<string> RunAsync()
    {
        var limits = await Workflow.ExecuteLocalActivityAsync(
            () => OutcomeActivities.SayLimits(), new() { ScheduleToCloseTimeout = TimeSpan.FromSeconds(9) });
        return $"{Workflow.Info.Headers!.Count} headers, {limits}";
    }
}

/// <summary>Timers, named or not, that fire or are cancelled; and a cancelled stranger.</summary>
[Workflow]
public class LabelledWorkflow
{
    [WorkflowRun]
    public async Task RunAsync(string stranger)
    {
        await Workflow.DelayAsync(1);
        await Workflow.WaitConditionAsync(() => false, 1);
        await CancelledAsync(token => Workflow.DelayWithOptionsAsync(new(TimeSpan.FromHours(1), "named", token)));
        await CancelledAsync(token => Workflow.DelayAsync(TimeSpan.FromHours(1), token));
        await Workflow.GetExternalWorkflowHandle(stranger).CancelAsync();
    }

    private static async Task CancelledAsync(Func<CancellationToken, Task> start)
    {
        using var source = new CancellationTokenSource();
        var task = start(source.Token);
        await Workflow.DelayAsync(1);
        source.Cancel();
        await Task.WhenAny(task);
    }
}
