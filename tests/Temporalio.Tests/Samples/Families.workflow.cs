using Temporalio.Activities;
using Temporalio.Converters;
using Temporalio.Exceptions;
using Temporalio.Workflows;

namespace Temporalio.Tests.Samples;

/// <summary>Processes records in a window of children that report by signal and outlive the parent's runs.</summary>
[Workflow]
public class SlidingWindowWorkflow
{
    private readonly HashSet<int> _current;
    private int _done;

    /// <summary>Signals may come before the first line of the run, so what they need is set here.</summary>
    [WorkflowInit]
    public SlidingWindowWorkflow(int next, int total, int window, IReadOnlyCollection<int> current, int done)
    {
        _ = (next, total, window);
        _current = [.. current];
        _done = done;
    }

    [WorkflowQuery]
    public int Done => _done;

    [WorkflowRun]
    public async Task<int> RunAsync(int next, int total, int window, IReadOnlyCollection<int> current, int done)
    {
        _ = (current, done);
        var started = new List<Task>();
        for (var i = 0; next < total && i < window; i++, next++)
        {
            await Workflow.WaitConditionAsync(() => _current.Count < window);
            var record = next;
            _current.Add(record);
            started.Add(Workflow.StartChildWorkflowAsync(
                (WindowChild wf) => wf.RunAsync(record),
                new() { Id = $"{Workflow.Info.WorkflowId}/{record}", ParentClosePolicy = ParentClosePolicy.Abandon }));
        }
        await Workflow.WhenAllAsync(started);
        if (next < total)
        {
            throw Workflow.CreateContinueAsNewException(
                (SlidingWindowWorkflow wf) => wf.RunAsync(next, total, window, _current, _done));
        }
        await Workflow.WaitConditionAsync(() => _current.Count == 0);
        return _done;
    }

    [WorkflowSignal]
    public Task ReportCompletionAsync(int record)
    {
        if (_current.Remove(record))
        {
            _done++;
        }
        return Task.CompletedTask;
    }
}

[Workflow]
public class WindowChild
{
    [WorkflowRun]
    public async Task RunAsync(int record)
    {
        await Workflow.DelayAsync(TimeSpan.FromMilliseconds(Workflow.Random.Next(1, 20)));
        var parent = Workflow.Info.Parent ?? throw new ApplicationFailureException("No parent");
        await Workflow.GetExternalWorkflowHandle<SlidingWindowWorkflow>(parent.WorkflowId)
            .SignalAsync(wf => wf.ReportCompletionAsync(record));
    }
}

/// <summary>Cleans up after its own cancellation, in a scope that is not cancelled with it.</summary>
[Workflow]
public class CancellationWorkflow
{
    [WorkflowQuery]
    public string State { get; private set; } = "new";

    [WorkflowRun]
    public async Task<string> RunAsync()
    {
        using var inner = CancellationTokenSource.CreateLinkedTokenSource(Workflow.CancellationToken);
        var given = Workflow.DelayAsync(TimeSpan.FromDays(1), inner.Token);
        inner.Cancel();
        await Should.ThrowAsync<TaskCanceledException>(() => given);
        try
        {
            State = "working";
            await Workflow.ExecuteActivityAsync(
                () => CancellationActivities.WorkAsync(),
                new()
                {
                    StartToCloseTimeout = TimeSpan.FromMinutes(5),
                    HeartbeatTimeout = TimeSpan.FromSeconds(20),
                    CancellationType = ActivityCancellationType.WaitCancellationCompleted,
                });
            return "not cancelled";
        }
        catch (Exception e) when (TemporalException.IsCanceledException(e))
        {
            State = await Workflow.ExecuteActivityAsync(
                () => CancellationActivities.CleanUp(),
                new() { ScheduleToCloseTimeout = TimeSpan.FromMinutes(5), CancellationToken = CancellationToken.None });
            throw;
        }
    }
}

public static class CancellationActivities
{
    public static TaskCompletionSource Started { get; set; } = new();

    [Activity]
    public static async Task WorkAsync()
    {
        var context = ActivityExecutionContext.Current;
        Started.TrySetResult();
        while (true)
        {
            context.Heartbeat("alive");
            await Task.Delay(50, context.CancellationToken);
        }
    }

    [Activity]
    public static string CleanUp() => "cleaned";
}

public record DslStep(string Activity, string? Argument = null, IReadOnlyList<DslStep>? Parallel = null);

/// <summary>Runs steps that are named in its input.</summary>
[Workflow]
public class DslWorkflow
{
    private readonly Dictionary<string, string> _results = [];

    [WorkflowRun]
    public async Task<IReadOnlyDictionary<string, string>> RunAsync(IReadOnlyList<DslStep> steps)
    {
        foreach (var step in steps)
        {
            await (step.Parallel is { } parallel
                ? Workflow.WhenAllAsync(parallel.Select(StepAsync))
                : StepAsync(step));
        }
        return _results;
    }

    private async Task StepAsync(DslStep step) => _results[step.Activity] = await Workflow.ExecuteActivityAsync<string>(
        step.Activity, [step.Argument], new() { StartToCloseTimeout = TimeSpan.FromMinutes(1) });
}

public class AnyActivities
{
    [Activity(Dynamic = true)]
    public Task<string> AnythingAsync(IRawValue[] args)
    {
        var context = ActivityExecutionContext.Current;
        return Task.FromResult(
            $"{context.Info.ActivityType}({context.PayloadConverter.ToValue<string?>(args.Single())})");
    }
}
