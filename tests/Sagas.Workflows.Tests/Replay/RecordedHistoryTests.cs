using System.Text.RegularExpressions;
using Sagas.Workflows.Bookings;
using Sagas.Workflows.Bookings.Recovery;
using Sagas.Workflows.Tests.Fakes;
using Temporalio.Common;
using Temporalio.Worker;

namespace Sagas.Workflows.Tests.Replay;

/// <summary>
/// The code of today replays what every release recorded, so that sagas open during a deployment go on. Histories are
/// recorded once per release, by running these tests with SAGAS_RECORD_HISTORIES set to the release's folder.
/// </summary>
public class RecordedHistoryTests
{
    private const string RecordInto = "SAGAS_RECORD_HISTORIES";

    public static TheoryData<string, LocalTries> Scenario
    {
        get
        {
            var data = new TheoryData<string, LocalTries>();
            foreach (var scenario in Scenarios.All.Keys)
            {
                data.Add(scenario, LocalTries.Database);
                // A run that is ended while it calls a provider is recovered; one that calls locally goes on for that second.
                if (!scenario.StartsWith("recover", StringComparison.Ordinal))
                {
                    data.Add(scenario, LocalTries.All);
                }
            }
            return data;
        }
    }

    public static TheoryData<string> Recorded =>
        [.. Directory.GetFiles(Folder, "*.json", SearchOption.AllDirectories).Select(path => Path.GetRelativePath(Folder, path))];

    private static string Folder => Path.Combine(AppContext.BaseDirectory, "Histories");

    [Theory]
    [MemberData(nameof(Recorded))]
    public async Task Replay_RecordedHistory_IsDeterministic(string file)
    {
        var history = WorkflowHistory.FromJson(
            Path.GetFileNameWithoutExtension(file), await File.ReadAllTextAsync(Path.Combine(Folder, file)));

        await Replayer().ReplayWorkflowAsync(history);
    }

    [Theory]
    [MemberData(nameof(Scenario))]
    public async Task Replay_FreshRun_IsDeterministic(string scenario, LocalTries tries)
    {
        await using var harness = await BookingHarness.StartAsync(tries);
        var handle = await Scenarios.All[scenario](harness);

        var history = await handle.FetchHistoryAsync();

        await Replayer().ReplayWorkflowAsync(history);
        if (Environment.GetEnvironmentVariable(RecordInto) is { Length: > 0 } folder)
        {
            Directory.CreateDirectory(folder);
            await File.WriteAllTextAsync(Path.Combine(folder, FileName(scenario, tries)), Scrub(history.ToJson()) + "\n");
        }
    }

    private static string FileName(string scenario, LocalTries tries) =>
        tries == LocalTries.All ? $"{scenario}-local-calls.json" : $"{scenario}.json";

    /// <summary>Takes the names of processes and machines out, and the folder of the checkout out of stack traces.</summary>
    private static string Scrub(string json) =>
        Regex.Replace(Regex.Replace(json, @"\d+@[\w.-]+", "worker"), @"(?<= in )/\S+?/(?=(workflows|temporal|tests)/)", "");

    private static WorkflowReplayer Replayer() => new(new WorkflowReplayerOptions().AddWorkflow<BookingWorkflow>().AddWorkflow<RecoveryWorkflow>());
}
