using Temporalio.Api.WorkflowService.V1;

namespace Temporalio.Worker.Workflows.Tasks;

/// <summary>One try of this worker at a task.</summary>
internal sealed class WorkflowTaskAttempt(WorkflowRun run, PollWorkflowTaskQueueResponse task)
{
    private volatile bool _isDeadlocked;

    public WorkflowRun Run { get; } = run;

    public PollWorkflowTaskQueueResponse Task { get; } = task;

    /// <summary>Gets or sets whether workflow code did not yield; then its thread's answer no longer counts.</summary>
    public bool IsDeadlocked
    {
        get => _isDeadlocked;
        set => _isDeadlocked = value;
    }
}
