namespace Temporalio.Client.Schedules;

/// <summary>A run of a schedule's action.</summary>
/// <param name="ScheduledAt">When it was due.</param>
/// <param name="StartedAt">When it was started.</param>
/// <param name="Action">What was started.</param>
public record ScheduleActionResult(DateTime ScheduledAt, DateTime StartedAt, ScheduleActionExecution Action);

/// <summary>What a run of a schedule's action started.</summary>
public abstract record ScheduleActionExecution
{
    /// <summary>For kinds of it.</summary>
    protected ScheduleActionExecution()
    {
    }
}

/// <summary>A workflow started by a schedule.</summary>
/// <param name="WorkflowId">Workflow id.</param>
/// <param name="FirstExecutionRunId">First run id.</param>
public record ScheduleActionExecutionStartWorkflow(string WorkflowId, string FirstExecutionRunId)
    : ScheduleActionExecution;
