using Temporal.DevServer.Matching;
using Temporal.DevServer.Persistence;

namespace Temporal.DevServer.History.Engine;

/// <summary>What one committed transition hands to the outside, resolved while the gate was held.</summary>
internal sealed record Delivery(WorkflowRun Run, Effects Effects, IReadOnlyList<QueueTask> Tasks, IReadOnlyList<Action> Actions)
{
    /// <summary>The delivery of a transition.</summary>
    public static Delivery Of(Transition t) =>
        new(t.Run, t.Effects, TasksOf(t.Run, t.Effects), t.AfterCommitActions);

    /// <summary>The tasks for queues that effects call for.</summary>
    public static IReadOnlyList<QueueTask> TasksOf(WorkflowRun run, Effects effects)
    {
        if (effects.WorkflowTask is null && effects.Activities.Count == 0)
        {
            return [];
        }

        var tasks = new List<QueueTask>(effects.Activities.Count + 1);
        if (effects.WorkflowTask is { } task)
        {
            tasks.Add(new WorkflowQueueTask(run.Key, task.Stamp)
            {
                Queue = task.Queue,
                IsSticky = task.Sticky,
                NormalQueue = run.State.TaskQueue,
                CreatedAt = task.ScheduledTime.ToDateTimeOffset(),
            });
        }

        foreach (var id in effects.Activities)
        {
            if (run.State.Activities.TryGetValue(id, out var activity))
            {
                tasks.Add(new ActivityQueueTask(run.Key, id, activity.Stamp)
                {
                    Queue = activity.TaskQueue,
                    NormalQueue = activity.TaskQueue,
                    CreatedAt = activity.AttemptScheduledTime.ToDateTimeOffset(),
                });
            }
        }

        return tasks;
    }
}
