using Temporalio.Activities;
using Temporalio.Common;
using Temporalio.Workflows;

namespace Temporalio.Tests.Samples;

/// <summary>Activities of a worker that say which build they belong to.</summary>
public class BuildActivities(string build)
{
    [Activity]
    public string Build() => build;
}

/// <summary>Notes with each step which build did it, until it is told to finish.</summary>
public abstract class Stepping
{
    private int _asked;
    private bool _finish;

    public List<string> Builds { get; } = [];

    public async Task<IReadOnlyList<string>> StepUntilFinishedAsync()
    {
        while (true)
        {
            await Workflow.WaitConditionAsync(() => _finish || Builds.Count < _asked);
            if (Builds.Count == _asked)
            {
                return Builds;
            }

            Builds.Add(await Workflow.ExecuteActivityAsync(
                (BuildActivities act) => act.Build(), new() { StartToCloseTimeout = TimeSpan.FromMinutes(1) }));
        }
    }

    [WorkflowQuery]
    public int Steps() => Builds.Count;

    [WorkflowSignal]
    public async Task StepAsync() => _asked++;

    [WorkflowSignal]
    public async Task FinishAsync() => _finish = true;
}

[Workflow(VersioningBehavior = VersioningBehavior.Pinned)]
public class PinnedWorkflow : Stepping
{
    [WorkflowRun]
    public Task<IReadOnlyList<string>> RunAsync() => StepUntilFinishedAsync();
}

[Workflow(VersioningBehavior = VersioningBehavior.AutoUpgrade)]
public class UpgradingWorkflow : Stepping
{
    [WorkflowRun]
    public Task<IReadOnlyList<string>> RunAsync() => StepUntilFinishedAsync();
}
