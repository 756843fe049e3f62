using System.Text.Json;
using Temporalio.Exceptions;
using Temporalio.Workflows;

namespace Temporalio.Tests.Worker.Recorded;

[Workflow("collector")]
public class Collector
{
    private readonly List<JsonElement> _items = [];
    private bool _finished;

    [WorkflowRun]
    public async Task<List<JsonElement>> RunAsync(JsonElement[]? initial = null)
    {
        _items.InsertRange(0, initial ?? []);
        await Workflow.WaitConditionAsync(() => _finished);
        return _items;
    }

    [WorkflowSignal("add")]
    public Task AddAsync(JsonElement item)
    {
        _items.Add(item);
        return Task.CompletedTask;
    }

    [WorkflowSignal("finish")]
    public Task FinishAsync()
    {
        _finished = true;
        return Task.CompletedTask;
    }

    [WorkflowQuery("items")]
    public List<JsonElement> Items() => _items;

    [WorkflowQuery("slice")]
    public List<JsonElement> Slice(int from, int to) => _items[from..Math.Min(to, _items.Count)];

    [WorkflowQuery("boom")]
    public string Boom() => throw new InvalidOperationException("this query always fails");
}

[Workflow("collectN")]
public class CollectN
{
    private readonly List<JsonElement> _items = [];

    [WorkflowRun]
    public async Task<List<JsonElement>> RunAsync(int n)
    {
        await Workflow.WaitConditionAsync(() => _items.Count >= n);
        return _items;
    }

    [WorkflowSignal("add")]
    public Task AddAsync(JsonElement item)
    {
        _items.Add(item);
        return Task.CompletedTask;
    }

    [WorkflowQuery("items")]
    public List<JsonElement> Items() => _items;
}

[Workflow("signalOther")]
public class SignalOther
{
    [WorkflowRun]
    public Task<object?> RunAsync(string workflowId, string signalName, JsonElement args) => Acts.OutcomeOf(async () =>
    {
        await Workflow.GetExternalWorkflowHandle(workflowId).SignalAsync(signalName, [args]);
        return true;
    });
}

[Workflow("timersInOrder")]
public class TimersInOrder
{
    [WorkflowRun]
    public async Task<List<string>> RunAsync(JsonElement[] list)
    {
        var fired = new List<string>();
        await Workflow.WhenAllAsync(list.Select(async timer =>
        {
            await Workflow.DelayAsync(timer[1].GetInt32());
            fired.Add(timer[0].GetString()!);
        }));
        return fired;
    }
}

[Workflow("cancelledTimer")]
public class CancelledTimer
{
    [WorkflowRun]
    public async Task<object?> RunAsync()
    {
        using var scope = new CancellationTokenSource();
        var timer = Acts.OutcomeOf(async () =>
        {
            await Workflow.DelayAsync(TimeSpan.FromHours(1), scope.Token);
            return true;
        });
        await Workflow.DelayAsync(300);
        scope.Cancel();
        return await timer;
    }
}

[Workflow("timerWithSummary")]
public class TimerWithSummary
{
    [WorkflowRun]
    public async Task<string> RunAsync()
    {
        await Workflow.DelayWithOptionsAsync(new(100, "a short nap"));
        return "napped";
    }
}

[Workflow("ticking")]
public class Ticking
{
    private int _ticks;

    [WorkflowRun]
    public async Task<int> RunAsync(int count, int ms)
    {
        for (var i = 0; i < count; i++)
        {
            await Workflow.DelayAsync(ms);
            _ticks++;
        }
        return _ticks;
    }

    [WorkflowQuery("ticks")]
    public int Ticks() => _ticks;
}

[Workflow("cancelAware")]
public class CancelAware
{
    [WorkflowRun]
    public async Task<string> RunAsync(JsonElement options = default)
    {
        try
        {
            await Workflow.WaitConditionAsync(() => false);
            return "never";
        }
        catch (OperationCanceledException) when (options.GetProperty("completeAnyway").GetBoolean())
        {
            return "saw the cancellation";
        }
    }
}
