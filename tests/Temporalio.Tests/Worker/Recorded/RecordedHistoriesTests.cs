using System.Runtime.CompilerServices;
using Temporalio.Common;
using Temporalio.Exceptions;
using Temporalio.Worker;
using Temporalio.Workflows;

namespace Temporalio.Tests.Worker.Recorded;

/// <summary>
/// Histories that a real server recorded for official workers replay on the same workflows written in C#.
/// </summary>
public class RecordedHistoriesTests
{
    public static TheoryData<string> Names
    {
        get
        {
            var names = new TheoryData<string>();
            foreach (var name in AllNames())
            {
                names.Add(name);
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
            "RecordMarker, found activity 'echo' (id '1') (ScheduleActivityTask). " +
            "Guard changed code with Workflow.Patched");
    }

    [Fact]
    public async Task TimerInHistory_WorkflowSchedulesAnActivity_NamesEventExpectedAndFound()
    {
        var replayer = new WorkflowReplayer(new WorkflowReplayerOptions().AddWorkflow<DriftingV2>());
        var error = await Should.ThrowAsync<WorkflowNondeterminismException>(
            () => replayer.ReplayWorkflowAsync(Load("nondeterminism-recorded-and-fixed--main--run1")));
        error.Message.ShouldContain(
            "TimerStarted (timer '1') expects the command StartTimer, found activity 'echo' (id '1')");
    }

    [Fact]
    public async Task Replay_WorkflowThrowsOrIsUnknown_SaysWhatTheWorkerWouldReport()
    {
        await FailsAsync(WorkflowDefinition.Create(typeof(Broken), "drifting", null), "broken");
        await FailsAsync(
            WorkflowDefinition.Create(typeof(EvolvingV1)),
            "Workflow type drifting is not registered on this worker, available workflows: evolving");

        async Task FailsAsync(WorkflowDefinition workflow, string report)
        {
            var replayer = new WorkflowReplayer(new WorkflowReplayerOptions().AddWorkflow(workflow));
            var result = await replayer.ReplayWorkflowAsync(
                Load("nondeterminism-recorded-and-fixed--main--run1"), throwOnReplayFailure: false);
            result.ReplayFailure.ShouldBeOfType<InvalidWorkflowOperationException>()
                .Message.ShouldBe($"LangFail: Workflow activation completion failed: {report}");
        }
    }

    [Workflow]
    public class Broken
    {
        [WorkflowRun]
        public Task RunAsync() => throw new InvalidOperationException("broken");
    }

    internal static IEnumerable<string> AllNames() => Directory.GetFiles(Folder(), "*.json")
        .Select(file => Path.GetFileNameWithoutExtension(file))
        .Order(StringComparer.Ordinal);

    internal static WorkflowHistory Load(string name) =>
        WorkflowHistory.FromJson(name, File.ReadAllText(Path.Combine(Folder(), $"{name}.json")));

    /// <summary>
    /// The workflows of this folder, those with several versions in the one that replays all recordings.
    /// </summary>
    internal static IEnumerable<WorkflowDefinition> Workflows() => typeof(RecordedHistoriesTests).Assembly.GetTypes()
        .Where(t => t.Namespace == typeof(RecordedHistoriesTests).Namespace)
        .Where(t => t.IsDefined(typeof(WorkflowAttribute), false))
        .Except([typeof(EvolvingV1), typeof(EvolvingV3), typeof(DriftingV2)])
        .Select(WorkflowDefinition.Create);

    private static WorkflowReplayer Replayer()
    {
        var options = new WorkflowReplayerOptions();
        foreach (var definition in Workflows())
        {
            options.AddWorkflow(definition);
        }
        return new(options);
    }

    private static string Folder([CallerFilePath] string file = "") =>
        Path.Combine(Path.GetDirectoryName(file)!, "..", "Histories");
}
