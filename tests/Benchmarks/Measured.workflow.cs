using Temporalio.Activities;
using Temporalio.Workflows;

namespace Benchmarks;

/// <summary>Does nothing but a number of activities that do nothing.</summary>
[Workflow]
public class NoOpWorkflow
{
    private static readonly ActivityOptions Options = new() { StartToCloseTimeout = TimeSpan.FromMinutes(1) };

    [WorkflowRun]
    public async Task RunAsync(int activities)
    {
        for (var i = 0; i < activities; i++)
        {
            await Workflow.ExecuteActivityAsync(() => NoOp(), Options);
        }
    }

    [Activity]
    public static void NoOp()
    {
    }
}

/// <summary>Waits, and answers whoever asks; goes on in a new run before its history is too long for more.</summary>
[Workflow]
public class OpenWorkflow
{
    private bool _end;

    [WorkflowQuery]
    public int Count { get; private set; }

    [WorkflowRun]
    public async Task RunAsync()
    {
        await Workflow.WaitConditionAsync(
            () => _end || (Workflow.ContinueAsNewSuggested && Workflow.AllHandlersFinished));
        if (!_end)
        {
            throw Workflow.CreateContinueAsNewException((OpenWorkflow wf) => wf.RunAsync());
        }
    }

    [WorkflowSignal]
    public async Task AddAsync() => Count++;

    [WorkflowUpdate]
    public async Task<int> IncrementAsync() => ++Count;

    [WorkflowSignal]
    public async Task EndAsync() => _end = true;
}
