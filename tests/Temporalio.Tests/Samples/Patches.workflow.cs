using Temporalio.Activities;
using Temporalio.Workflows;

namespace Temporalio.Tests.Samples;

public static class PatchActivities
{
    public static readonly ActivityOptions Options = new() { StartToCloseTimeout = TimeSpan.FromMinutes(5) };

    [Activity]
    public static string Before() => "before";

    [Activity]
    public static string After() => "after";
}

[Workflow("Patched")]
public class PatchInitial
{
    [WorkflowRun]
    public async Task<string> RunAsync()
    {
        var result = await Workflow.ExecuteActivityAsync(() => PatchActivities.Before(), PatchActivities.Options);
        await Workflow.WaitConditionAsync(() => Go);
        return result;
    }

    [WorkflowQuery]
    public bool Go { get; private set; }

    [WorkflowSignal]
    public async Task GoOnAsync() => Go = true;
}

[Workflow("Patched")]
public class PatchBoth
{
    private bool _go;

    [WorkflowRun]
    public async Task<string> RunAsync()
    {
        var result = Workflow.Patched("my-patch")
            ? await Workflow.ExecuteActivityAsync(() => PatchActivities.After(), PatchActivities.Options)
            : await Workflow.ExecuteActivityAsync(() => PatchActivities.Before(), PatchActivities.Options);
        await Workflow.WaitConditionAsync(() => _go);
        return result;
    }

    [WorkflowSignal]
    public async Task GoOnAsync() => _go = true;
}

[Workflow("Patched")]
public class PatchDeprecated
{
    private bool _go;

    [WorkflowRun]
    public async Task<string> RunAsync()
    {
        Workflow.DeprecatePatch("my-patch");
        var result = await Workflow.ExecuteActivityAsync(() => PatchActivities.After(), PatchActivities.Options);
        await Workflow.WaitConditionAsync(() => _go);
        return result;
    }

    [WorkflowSignal]
    public async Task GoOnAsync() => _go = true;
}
