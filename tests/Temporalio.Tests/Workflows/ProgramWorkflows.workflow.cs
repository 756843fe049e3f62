using Temporalio.Activities;
using Temporalio.Common;
using Temporalio.Converters;
using Temporalio.Exceptions;
using Temporalio.Workflows;

namespace Temporalio.Tests.Workflows;

public static class LocalSteps
{
    [Activity]
    public static string Step(string name) =>
        $"{name} {ActivityExecutionContext.Current.Info.IsLocal}";

    [Activity]
    public static int Flaky(int failures) => ActivityExecutionContext.Current.Info.Attempt <= failures
        ? throw new ApplicationFailureException("flaky")
        : ActivityExecutionContext.Current.Info.Attempt;

    [Activity]
    public static async Task<string> SlowAsync(int ms)
    {
        await Task.Delay(ms, ActivityExecutionContext.Current.CancellationToken);
        return "slow";
    }
}

[Workflow]
public class LocalActivityWorkflow
{
    [WorkflowRun]
    public async Task<string> RunAsync()
    {
        var options = new LocalActivityOptions
        {
            StartToCloseTimeout = TimeSpan.FromSeconds(10),
            RetryPolicy = new() { InitialInterval = TimeSpan.FromMilliseconds(10), MaximumAttempts = 5 },
        };
        var first = await Workflow.ExecuteLocalActivityAsync(() => LocalSteps.Step("one"), options);
        var attempt = await Workflow.ExecuteLocalActivityAsync(() => LocalSteps.Flaky(2), options);
        var slow = await Workflow.ExecuteLocalActivityAsync(() => LocalSteps.SlowAsync(1500), options);
        await Workflow.DelayAsync(10);
        return $"{first} {attempt} {slow}";
    }
}

[Workflow(Dynamic = true)]
public class DynamicWorkflow
{
    private readonly List<string> _seen = [];

    [WorkflowRun]
    public async Task<string> RunAsync(IRawValue[] args)
    {
        var first = Workflow.PayloadConverter.ToValue<string>(args[0]);
        await Workflow.WaitConditionAsync(() => _seen.Count >= 2);
        return $"{Workflow.Info.WorkflowType} {first} {string.Join(',', _seen)}";
    }

    [WorkflowSignal(Dynamic = true)]
    public Task SignalAsync(string name, IRawValue[] args)
    {
        _seen.Add($"{name}:{Workflow.PayloadConverter.ToValue<int>(args[0])}");
        return Task.CompletedTask;
    }

    [WorkflowQuery(Dynamic = true)]
    public string Query(string name, IRawValue[] args) => $"{name}/{args.Length}";

    [WorkflowUpdate(Dynamic = true)]
    public Task<string> UpdateAsync(string name, IRawValue[] args)
    {
        _seen.Add(name);
        return Task.FromResult($"{name} done");
    }
}

[Workflow]
public class InitWorkflow
{
    private readonly string _name;

    [WorkflowInit]
    public InitWorkflow(string name) => _name = name;

    [WorkflowRun]
    public Task<string> RunAsync(string name) => Task.FromResult($"{_name}={name}");

    // Works before the first line of the run method.
    [WorkflowQuery]
    public string Name => _name;
}

[Workflow]
public class LateHandlersWorkflow
{
    [WorkflowRun]
    public async Task<string> RunAsync()
    {
        var received = new List<int>();
        await Workflow.DelayAsync(50);
        Workflow.Signals["late"] = WorkflowSignalDefinition.CreateWithoutAttribute("late", (int n) =>
        {
            received.Add(n);
            return Task.CompletedTask;
        });
        Workflow.Queries["count"] = WorkflowQueryDefinition.CreateWithoutAttribute("count", () => received.Count);
        await Workflow.WaitConditionAsync(() => received.Count == 2);
        return string.Join(',', received);
    }
}

[Workflow]
public class LockingWorkflow
{
    private readonly Temporalio.Workflows.Mutex _mutex = new();
    private readonly List<string> _log = [];

    [WorkflowRun]
    public async Task<string> RunAsync(int workers)
    {
        await Workflow.WhenAllAsync(Enumerable.Range(0, workers).Select(WorkAsync));
        return string.Join(' ', _log);
    }

    private async Task WorkAsync(int worker)
    {
        await _mutex.WaitOneAsync();
        try
        {
            _log.Add($"+{worker}");
            await Workflow.DelayAsync(1);
            _log.Add($"-{worker}");
        }
        finally
        {
            _mutex.ReleaseMutex();
        }
    }
}

[Workflow]
public class SagaWorkflow
{
    [WorkflowRun]
    public async Task<string> RunAsync(bool fail)
    {
        var undone = new List<string>();
        var compensations = new Stack<Func<Task>>();
        try
        {
            foreach (var step in new[] { "a", "b" })
            {
                compensations.Push(() =>
                {
                    undone.Add(step);
                    return Task.CompletedTask;
                });
                await Workflow.ExecuteActivityAsync(
                    () => EndToEndActivities.Greet(step), new() { StartToCloseTimeout = TimeSpan.FromSeconds(10) });
            }
            if (fail)
            {
                throw new ApplicationFailureException("step c refused");
            }
            return "done";
        }
        catch (ApplicationFailureException)
        {
            while (compensations.TryPop(out var undo))
            {
                await undo();
            }
            return "undone " + string.Join(',', undone);
        }
    }
}

[Workflow]
public class TimingWorkflow
{
    [WorkflowRun]
    public async Task<string> RunAsync()
    {
        var began = Workflow.UtcNow;
        var first = await Workflow.WhenAnyAsync(
            Workflow.DelayAsync(TimeSpan.FromHours(1)), Workflow.DelayAsync(10));
        await first;
        var inTime = await Workflow.WaitConditionAsync(() => false, TimeSpan.FromMilliseconds(10));
        var guid = Workflow.NewGuid();
        var number = Workflow.Random.Next(10);
        return $"{Workflow.UtcNow > began} {inTime} {guid.Version} {number is >= 0 and < 10}";
    }
}
