using Temporalio.Activities;
using Temporalio.Common;
using Temporalio.Exceptions;
using Temporalio.Workflows;

namespace Temporalio.Tests.Workflows;

public sealed class EndToEndActivities
{
    private int _calls;

    public int Calls => _calls;

    [Activity]
    public static string Greet(string name) => $"Hello, {name}!";

    [Activity]
    public async Task<int> FailUntilAsync(int attempt)
    {
        Interlocked.Increment(ref _calls);
        await Task.Yield();
        return ActivityExecutionContext.Current.Info.Attempt < attempt
            ? throw new ApplicationFailureException("not yet", "NotYet")
            : ActivityExecutionContext.Current.Info.Attempt;
    }

    [Activity]
    public void Refuse(string why) => throw new ApplicationFailureException(why, "Refused", nonRetryable: true, [7]);

    [Activity]
    public async Task WaitForCancelAsync()
    {
        var context = ActivityExecutionContext.Current;
        while (true)
        {
            context.Heartbeat();
            await Task.Delay(20, context.CancellationToken);
        }
    }
}

[Workflow]
public class GreetingWorkflow
{
    [WorkflowRun]
    public Task<string> RunAsync(string name) => Workflow.ExecuteActivityAsync(
        () => EndToEndActivities.Greet(name), new() { StartToCloseTimeout = TimeSpan.FromSeconds(10) });
}

[Workflow]
public class RetriesWorkflow
{
    [WorkflowRun]
    public async Task<string> RunAsync(int attempts)
    {
        var options = new ActivityOptions
        {
            StartToCloseTimeout = TimeSpan.FromSeconds(10),
            RetryPolicy = new() { InitialInterval = TimeSpan.FromMilliseconds(10), BackoffCoefficient = 1 },
        };
        var attempt = await Workflow.ExecuteActivityAsync(
            (EndToEndActivities acts) => acts.FailUntilAsync(attempts), options);
        try
        {
            await Workflow.ExecuteActivityAsync((EndToEndActivities acts) => acts.Refuse("no"), options);
            return "not reached";
        }
        catch (ActivityFailureException e) when (e.InnerException is ApplicationFailureException inner)
        {
            return $"{attempt} {inner.ErrorType} {inner.Message} {inner.Details.ElementAt<int>(0)} {e.RetryState}";
        }
    }
}

[Workflow]
public class CounterWorkflow
{
    private readonly List<string> _log = [];
    private int _count;
    private bool _done;

    [WorkflowRun]
    public async Task<int> RunAsync(int start)
    {
        _count += start;
        await Workflow.WaitConditionAsync(() => _done);
        await Workflow.WaitConditionAsync(() => Workflow.AllHandlersFinished);
        return _count;
    }

    [WorkflowSignal]
    public Task AddAsync(int n)
    {
        _count += n;
        return Task.CompletedTask;
    }

    [WorkflowSignal]
    public Task FinishAsync()
    {
        _done = true;
        return Task.CompletedTask;
    }

    [WorkflowQuery]
    public int Count() => _count;

    [WorkflowQuery]
    public int CountProperty => _count;

    [WorkflowQuery]
    public string Broken() => throw new InvalidOperationException("broken query");

    [WorkflowUpdate]
    public async Task<int> AddSlowlyAsync(int n)
    {
        await Workflow.DelayAsync(10);
        _count += n;
        return _count;
    }

    [WorkflowUpdateValidator(nameof(AddSlowlyAsync))]
    public void ValidateAddSlowly(int n)
    {
        if (n < 0)
        {
            throw new ApplicationFailureException("negative", "Negative");
        }
    }

    [WorkflowUpdate]
    public Task FailAsync() => throw new ApplicationFailureException("update failed", "UpdateFailed");
}

[Workflow]
public class CancellationWorkflow
{
    [WorkflowRun]
    public async Task<string> RunAsync(string mode)
    {
        switch (mode)
        {
            case "timer":
                await Workflow.DelayAsync(TimeSpan.FromHours(1));
                return "not reached";
            case "activity":
                await Workflow.ExecuteActivityAsync(
                    (EndToEndActivities acts) => acts.WaitForCancelAsync(),
                    new()
                    {
                        StartToCloseTimeout = TimeSpan.FromMinutes(1),
                        HeartbeatTimeout = TimeSpan.FromSeconds(5),
                        CancellationType = ActivityCancellationType.WaitCancellationCompleted,
                    });
                return "not reached";
            default:
                try
                {
                    await Workflow.DelayAsync(TimeSpan.FromHours(1));
                }
                catch (OperationCanceledException)
                {
                    // Cleaning up is not cancelled.
                    await Workflow.DelayAsync(10, CancellationToken.None);
                }
                return "cleaned up";
        }
    }
}

[Workflow]
public class ParentWorkflow
{
    [WorkflowRun]
    public async Task<string> RunAsync(string mode)
    {
        switch (mode)
        {
            case "result":
                return await Workflow.ExecuteChildWorkflowAsync((GreetingWorkflow wf) => wf.RunAsync("child"));
            case "signal":
                var child = await Workflow.StartChildWorkflowAsync((CounterWorkflow wf) => wf.RunAsync(1));
                await child.SignalAsync(wf => wf.AddAsync(2));
                await Workflow.GetExternalWorkflowHandle<CounterWorkflow>(child.Id).SignalAsync(wf => wf.FinishAsync());
                return (await child.GetResultAsync()).ToString();
            case "cancel":
                using (var source = new CancellationTokenSource())
                {
                    var waiting = await Workflow.StartChildWorkflowAsync(
                        (CancellationWorkflow wf) => wf.RunAsync("timer"), new() { CancellationToken = source.Token });
                    source.Cancel();
                    try
                    {
                        return await waiting.GetResultAsync();
                    }
                    catch (ChildWorkflowFailureException e) when (e.InnerException is CanceledFailureException)
                    {
                        return "child cancelled";
                    }
                }
            default:
                try
                {
                    await Workflow.GetExternalWorkflowHandle("nobody").CancelAsync();
                    return "not reached";
                }
                catch (ApplicationFailureException e)
                {
                    return e.Message;
                }
        }
    }
}

[Workflow]
public class ContinuingWorkflow
{
    [WorkflowRun]
    public Task<int> RunAsync(int left, int sum) => left == 0
        ? Task.FromResult(sum)
        : throw Workflow.CreateContinueAsNewException((ContinuingWorkflow wf) => wf.RunAsync(left - 1, sum + left));
}

[Workflow]
public class UpsertingWorkflow
{
    public static readonly SearchAttributeKey<string> Keyword = SearchAttributeKey.CreateKeyword("TestKeyword");

    public static readonly SearchAttributeKey<long> Number = SearchAttributeKey.CreateLong("TestInt");

    [WorkflowRun]
    public async Task<string> RunAsync()
    {
        Workflow.UpsertTypedSearchAttributes(Keyword.ValueSet("set by workflow"), Number.ValueSet(1));
        Workflow.UpsertTypedSearchAttributes(Number.ValueUnset());
        Workflow.UpsertMemo(MemoUpdate.ValueSet("state", "started"));
        Workflow.CurrentDetails = "**busy**";
        await Workflow.DelayAsync(10);
        return Workflow.TypedSearchAttributes.Get(Keyword) + Workflow.TypedSearchAttributes.ContainsKey(Number) +
            Workflow.PayloadConverter.ToValue(Workflow.Memo["state"].Payload, typeof(string));
    }
}

[Workflow]
public class DeadlockedWorkflow
{
    public static readonly ManualResetEventSlim Released = new();

    [WorkflowRun]
    public Task RunAsync()
    {
        Released.Wait();
        return Task.CompletedTask;
    }
}

[Workflow]
public class BuggyWorkflow
{
    public static bool IsFixed { get; set; }

    [WorkflowRun]
    public Task<string> RunAsync() => IsFixed
        ? Task.FromResult("fixed")
        : throw new InvalidOperationException("a bug");
}
