using System.Runtime.CompilerServices;
using Temporalio.Common;
using Temporalio.Exceptions;
using Temporalio.Worker;

namespace Temporalio.Tests.Worker.Recorded;

/// <summary>Histories that a real server recorded for official workers replay on the same workflows written in C#.</summary>
public class RecordedHistoriesTests
{
    public static TheoryData<string> Names
    {
        get
        {
            var names = new TheoryData<string>();
            foreach (var file in Directory.GetFiles(Folder(), "*.json").Order(StringComparer.Ordinal))
            {
                names.Add(Path.GetFileNameWithoutExtension(file));
            }
            return names;
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task RecordedHistory_SameWorkflow_ReplaysWithoutDifference(string name)
    {
        var result = await Replayer().ReplayWorkflowAsync(Load(name), throwOnReplayFailure: false);
        result.ReplayFailure.ShouldBeNull();
    }

    [Fact]
    public async Task RunWithoutPatch_PatchedWorkflow_TakesTheOldBranch()
    {
        var replayer = new WorkflowReplayer(new WorkflowReplayerOptions().AddWorkflow<EvolvingV2>());
        await replayer.ReplayWorkflowAsync(Load("patch-old-run--main--run1"));
        EvolvingV2.LastBranch.ShouldBe(false);
    }

    [Fact]
    public async Task RunWithPatch_WorkflowThatDeprecatesIt_Replays()
    {
        var replayer = new WorkflowReplayer(new WorkflowReplayerOptions().AddWorkflow<EvolvingV3>());
        await replayer.ReplayWorkflowAsync(Load("patch-new-run--main--run1"));
    }

    [Fact]
    public async Task RunWithPatch_WorkflowWithoutThePatch_IsNondeterministic()
    {
        var replayer = new WorkflowReplayer(new WorkflowReplayerOptions().AddWorkflow<EvolvingV1>());
        var error = await Should.ThrowAsync<WorkflowNondeterminismException>(
            () => replayer.ReplayWorkflowAsync(Load("patch-new-run--main--run1")));
        error.Message.ShouldBe(
            "[TMPRL1100] Nondeterminism error: event 5 MarkerRecorded (marker 'core_patch') expects the command " +
            "RecordMarker, found activity 'echo' (id '1') (ScheduleActivityTask). Guard changed code with Workflow.Patched");
    }

    [Fact]
    public async Task TimerInHistory_WorkflowSchedulesAnActivity_NamesEventExpectedAndFound()
    {
        var replayer = new WorkflowReplayer(new WorkflowReplayerOptions().AddWorkflow<DriftingV2>());
        var error = await Should.ThrowAsync<WorkflowNondeterminismException>(
            () => replayer.ReplayWorkflowAsync(Load("nondeterminism-recorded-and-fixed--main--run1")));
        error.Message.ShouldContain("TimerStarted (timer '1') expects the command StartTimer, found activity 'echo' (id '1')");
    }

    internal static WorkflowHistory Load(string name) =>
        WorkflowHistory.FromJson(name, File.ReadAllText(Path.Combine(Folder(), $"{name}.json")));

    private static WorkflowReplayer Replayer()
    {
        var options = new WorkflowReplayerOptions();
        var twice = new[] { typeof(EvolvingV1), typeof(EvolvingV3), typeof(DriftingV2) };
        foreach (var type in typeof(RecordedHistoriesTests).Assembly.GetTypes()
                     .Where(t => t.Namespace == typeof(RecordedHistoriesTests).Namespace)
                     .Where(t => t.IsDefined(typeof(Temporalio.Workflows.WorkflowAttribute), false))
                     .Except(twice))
        {
            options.AddWorkflow(type);
        }
        return new(options);
    }

    private static string Folder([CallerFilePath] string file = "") =>
        Path.Combine(Path.GetDirectoryName(file)!, "..", "Histories");
}
