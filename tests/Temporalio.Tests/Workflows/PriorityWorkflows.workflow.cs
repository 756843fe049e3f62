using Temporalio.Activities;
using Temporalio.Common;
using Temporalio.Workflows;

namespace Temporalio.Tests.Workflows;

/// <summary>Tells priorities apart.</summary>
public static class PriorityActivities
{
    [Activity]
    public static string Say() => Text(ActivityExecutionContext.Current.Info.Priority);

    public static string Text(Priority? priority) =>
        $"{priority?.PriorityKey}/{priority?.FairnessKey}/{priority?.FairnessWeight}";
}

/// <summary>Says which priority it has, and which those have that it calls.</summary>
[Workflow]
public class PriorityWorkflow
{
    [WorkflowRun]
    public async Task<string[]> RunAsync(int runs)
    {
        var own = PriorityActivities.Text(Workflow.Info.Priority);
        if (runs == 0)
        {
            return [own];
        }

        if (runs > 1)
        {
            throw Workflow.CreateContinueAsNewException((PriorityWorkflow wf) => wf.RunAsync(runs - 1));
        }

        var child = await Workflow.ExecuteChildWorkflowAsync((PriorityWorkflow wf) => wf.RunAsync(0));
        var urgent = await Workflow.ExecuteChildWorkflowAsync(
            (PriorityWorkflow wf) => wf.RunAsync(0), new() { Priority = new(1, fairnessWeight: 0.5f) });
        return [own, await SayAsync(null), await SayAsync(new(5)), child[0], urgent[0]];
    }

    private static Task<string> SayAsync(Priority? priority) => Workflow.ExecuteActivityAsync(
        () => PriorityActivities.Say(), new() { StartToCloseTimeout = TimeSpan.FromMinutes(1), Priority = priority });
}
