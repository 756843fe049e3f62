using Temporalio.Worker.Workflows.Instance;
using Temporalio.Worker.Workflows.LocalActivities;
using Temporalio.Worker.Workflows.Machines;
using Temporalio.Worker.Workflows.Replay;

namespace Temporalio.Worker.Workflows.Tasks;

/// <summary>
/// A workflow run known to this worker. One task at a time works on it, holding <see cref="Gate" />. Its state may be
/// dropped at any time between tasks and is then rebuilt from history.
/// </summary>
internal sealed class WorkflowRun(string workflowId, string runId)
{
    public string WorkflowId { get; } = workflowId;

    public string RunId { get; } = runId;

    public SemaphoreSlim Gate { get; } = new(1, 1);

    public HistoryCursor Cursor { get; private set; } = new();

    /// <summary>Gets the state; null if it is not in memory.</summary>
    public HistoryPlayer? Player { get; private set; }

    public WorkflowInstance? Instance => Player?.Instance;

    /// <summary>Gets the local activities that are running for the state.</summary>
    public Dictionary<LocalActivityMachine, Task<LocalActivityOutcome>> LocalActivities { get; private set; } = [];

    /// <summary>Starts from an empty state.</summary>
    public HistoryPlayer Begin(WorkflowRuntimeSettings settings)
    {
        Cursor = new();
        LocalActivities = [];
        return Player = new(settings, WorkflowId, RunId);
    }

    /// <summary>Drops the state.</summary>
    public void Drop() => Player = null;
}
