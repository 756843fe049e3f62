using Temporal.DevServer.Matching;
using Temporal.DevServer.Persistence;
using Temporal.DevServer.State;

namespace Temporal.DevServer.History.Engine;

/// <summary>What one transition hands to the outside, resolved while the gate was held.</summary>
internal sealed record Delivery(
    WorkflowRun Run,
    Effects Effects,
    WorkflowQueueTask? WorkflowTask,
    IReadOnlyList<ActivityQueueTask> Activities,
    IReadOnlyList<Action> Actions)
{
    /// <summary>True once a worker has the workflow task; that may be before it is durable.</summary>
    public bool IsWorkflowTaskTaken { get; set; }

    /// <summary>The delivery of a transition.</summary>
    public static Delivery Of(Transition t) => Of(t.Run, t.Effects, t.AfterCommitActions);

    /// <summary>The delivery of effects, with actions for those who wait for an answer.</summary>
    public static Delivery Of(WorkflowRun run, Effects effects, IReadOnlyList<Action> actions) => new(
        run,
        effects,
        effects.WorkflowTask is { } task ? TaskOf(run, task) : null,
        effects.Activities.Count == 0 || !run.IsRunning ? [] : ActivitiesOf(run, effects),
        actions);

    private static WorkflowQueueTask TaskOf(WorkflowRun run, TaskInfo task) => new(run.Key, task.Stamp)
    {
        Queue = task.Queue,
        IsSticky = task.Sticky,
        NormalQueue = run.State.TaskQueue,
        Wish = VersionWish.Of(run.State),
        Priority = TaskPriority.Of(run.State.Priority),
        CreatedAt = task.ScheduledTime.ToDateTimeOffset(),
    };

    private static List<ActivityQueueTask> ActivitiesOf(WorkflowRun run, Effects effects)
    {
        var tasks = new List<ActivityQueueTask>(effects.Activities.Count);
        foreach (var id in effects.Activities)
        {
            if (run.State.Activities.TryGetValue(id, out var activity))
            {
                tasks.Add(new ActivityQueueTask(run.Key, id, activity.Stamp)
                {
                    Queue = activity.TaskQueue,
                    NormalQueue = activity.TaskQueue,
                    Wish = VersionWish.Of(run.State),
                    Priority = TaskPriority.Of(PriorityRules.Merge(run.State.Priority, activity.Priority)),
                    CreatedAt = activity.AttemptScheduledTime.ToDateTimeOffset(),
                });
            }
        }

        return tasks;
    }
}
