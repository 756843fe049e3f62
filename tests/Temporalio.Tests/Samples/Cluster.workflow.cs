using Temporalio.Activities;
using Temporalio.Exceptions;
using Temporalio.Workflows;

namespace Temporalio.Tests.Samples;

public record ClusterState
{
    public bool Started { get; set; }

    public bool ShutDown { get; set; }

    public Dictionary<string, string?> Nodes { get; init; } = [];

    public int MaxAssigned { get; set; }
}

public record ClusterInput(ClusterState? State = null, bool TestContinueAsNew = false);

public record ClusterResult(int MaxAssigned, int NowAssigned);

public record AllocateNodes(int Count, string Job);

public class ClusterActivities
{
    [Activity]
    public async Task AllocateAsync(IReadOnlyList<string> nodes, string job)
    {
        _ = (nodes, job);
        await Task.Delay(10, ActivityExecutionContext.Current.CancellationToken);
    }
}

/// <summary>Hands out nodes, one change at a time, and goes on in new runs without losing a message.</summary>
[Workflow]
public class ClusterWorkflow
{
    private static readonly ActivityOptions Options = new() { StartToCloseTimeout = TimeSpan.FromSeconds(10) };

    private readonly Temporalio.Workflows.Mutex _nodes = new();
    private readonly int _maxHistoryLength;

    [WorkflowInit]
    public ClusterWorkflow(ClusterInput input)
    {
        CurrentState = input.State ?? new();
        // Six allocations make 51 events at least, when all their updates come with one task.
        _maxHistoryLength = input.TestContinueAsNew ? 40 : int.MaxValue;
    }

    [WorkflowQuery]
    public ClusterState CurrentState { get; }

    private bool ShouldContinueAsNew =>
        Workflow.AllHandlersFinished &&
        (Workflow.ContinueAsNewSuggested || Workflow.CurrentHistoryLength > _maxHistoryLength);

    [WorkflowRun]
    public async Task<ClusterResult> RunAsync(ClusterInput input)
    {
        await Workflow.WaitConditionAsync(() => CurrentState.Started);
        await Workflow.WaitConditionAsync(() => CurrentState.ShutDown || ShouldContinueAsNew);
        if (CurrentState.ShutDown)
        {
            await Workflow.WaitConditionAsync(() => Workflow.AllHandlersFinished);
            return new(CurrentState.MaxAssigned, CurrentState.Nodes.Values.Count(job => job != null));
        }
        throw Workflow.CreateContinueAsNewException(
            (ClusterWorkflow wf) => wf.RunAsync(new(CurrentState, input.TestContinueAsNew)));
    }

    [WorkflowSignal]
    public async Task StartClusterAsync()
    {
        for (var i = 0; i < 25 && !CurrentState.Started; i++)
        {
            CurrentState.Nodes[$"{i}"] = null;
        }
        CurrentState.Started = true;
    }

    [WorkflowSignal]
    public async Task ShutDownClusterAsync()
    {
        await Workflow.WaitConditionAsync(() => CurrentState.Started);
        CurrentState.ShutDown = true;
    }

    [WorkflowUpdate]
    public async Task<List<string>> AllocateAsync(AllocateNodes request)
    {
        await Workflow.WaitConditionAsync(() => CurrentState.Started);
        if (CurrentState.ShutDown)
        {
            throw new ApplicationFailureException("Cannot allocate nodes of a cluster that was shut down");
        }
        await _nodes.WaitOneAsync();
        try
        {
            var mine = CurrentState.Nodes.Where(n => n.Value == request.Job).Select(n => n.Key).ToList();
            if (mine.Count >= request.Count)
            {
                return mine;
            }
            var free = CurrentState.Nodes.Where(n => n.Value == null).Select(n => n.Key).OrderBy(n => n)
                .Take(request.Count).ToList();
            await Workflow.ExecuteActivityAsync((ClusterActivities a) => a.AllocateAsync(free, request.Job), Options);
            foreach (var node in free)
            {
                CurrentState.Nodes[node] = request.Job;
            }
            CurrentState.MaxAssigned = Math.Max(
                CurrentState.MaxAssigned, CurrentState.Nodes.Values.Count(job => job != null));
            return free;
        }
        finally
        {
            _nodes.ReleaseMutex();
        }
    }

    [WorkflowUpdate]
    public async Task DeleteJobAsync(string job)
    {
        await Workflow.WaitConditionAsync(() => CurrentState.Started);
        await _nodes.WaitOneAsync();
        try
        {
            foreach (var node in CurrentState.Nodes.Where(n => n.Value == job).Select(n => n.Key).ToList())
            {
                CurrentState.Nodes[node] = null;
            }
        }
        finally
        {
            _nodes.ReleaseMutex();
        }
    }
}
