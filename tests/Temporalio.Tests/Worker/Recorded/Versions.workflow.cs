using System.Text.Json;
using Temporalio.Workflows;

namespace Temporalio.Tests.Worker.Recorded;

/// <summary>Version 1: no patch yet.</summary>
[Workflow("evolving")]
public class EvolvingV1
{
    private bool _go;

    [WorkflowRun]
    public async Task RunAsync()
    {
        await Acts.Echo("old step");
        await Workflow.WaitConditionAsync(() => _go);
        await Acts.Echo("last step");
    }

    [WorkflowSignal("go")]
    public Task GoAsync()
    {
        _go = true;
        return Task.CompletedTask;
    }
}

/// <summary>Version 2: old and new branch.</summary>
[Workflow("evolving")]
public class EvolvingV2
{
    private bool _go;

    public static bool? LastBranch { get; set; }

    [WorkflowRun]
    public async Task RunAsync()
    {
        LastBranch = Workflow.Patched("new-first-step");
        await Acts.Echo(LastBranch.Value ? "new step" : "old step");
        await Workflow.WaitConditionAsync(() => _go);
        await Acts.Echo("last step");
    }

    [WorkflowSignal("go")]
    public Task GoAsync()
    {
        _go = true;
        return Task.CompletedTask;
    }
}

/// <summary>Version 3: the old branch is gone.</summary>
[Workflow("evolving")]
public class EvolvingV3
{
    private bool _go;

    [WorkflowRun]
    public async Task RunAsync()
    {
        Workflow.DeprecatePatch("new-first-step");
        await Acts.Echo("new step");
        await Workflow.WaitConditionAsync(() => _go);
        await Acts.Echo("last step");
    }

    [WorkflowSignal("go")]
    public Task GoAsync()
    {
        _go = true;
        return Task.CompletedTask;
    }
}

/// <summary>Version 1: a timer first.</summary>
[Workflow("drifting")]
public class DriftingV1
{
    private bool _go;

    [WorkflowRun]
    public async Task<string> RunAsync()
    {
        await Workflow.DelayAsync(50);
        await Workflow.WaitConditionAsync(() => _go);
        return "version 1";
    }

    [WorkflowSignal("go")]
    public Task GoAsync()
    {
        _go = true;
        return Task.CompletedTask;
    }
}

/// <summary>Version 2: an activity instead of the timer, without a patch.</summary>
[Workflow("drifting")]
public class DriftingV2
{
    private bool _go;

    [WorkflowRun]
    public async Task<string> RunAsync()
    {
        await Acts.Echo("instead of a timer");
        await Workflow.WaitConditionAsync(() => _go);
        return "version 2";
    }

    [WorkflowSignal("go")]
    public Task GoAsync()
    {
        _go = true;
        return Task.CompletedTask;
    }
}
