using Microsoft.Extensions.Logging.Abstractions;
using Temporalio.Api.WorkflowService.V1;
using Temporalio.Converters;
using Temporalio.Runtime;
using Temporalio.Tests.Worker.Recorded;
using Temporalio.Worker.Workflows;
using Temporalio.Worker.Workflows.Tasks;
using Temporalio.Workflows;

namespace Temporalio.Tests.Worker.Transcripts;

/// <summary>
/// A worker of ours, given what a real server gave an official worker, says call by call what that worker said.
/// </summary>
public class TranscriptTests
{
    public static TheoryData<string> Names
    {
        get
        {
            var names = new TheoryData<string>();
            foreach (var name in Transcript.Names)
            {
                names.Add(name);
            }
            return names;
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task RecordedServer_SameWorkflows_GetsTheRecordedAnswers(string name)
    {
        var transcript = Transcript.Load(name);
        var server = new RecordedServer(transcript);
        using var processor = Processor(transcript, server);
        foreach (var task in transcript.Tasks)
        {
            await processor.ProcessAsync(task, () => { });
            Compare(transcript, server, task);
        }
    }

    private static void Compare(Transcript transcript, RecordedServer server, PollWorkflowTaskQueueResponse task)
    {
        var token = task.TaskToken.ToBase64();
        server.Completed.ContainsKey(token).ShouldBe(
            transcript.Completed.ContainsKey(token),
            server.Failed.GetValueOrDefault(token)?.ToString() ?? $"task {task.StartedEventId}");
        server.Failed.ContainsKey(token).ShouldBe(transcript.Failed.ContainsKey(token));
        if (transcript.Completed.TryGetValue(token, out var recorded))
        {
            Compare(server.Completed[token], recorded.Said);
        }
        else if (transcript.Failed.TryGetValue(token, out var failed))
        {
            server.Failed[token].Cause.ShouldBe(failed.Cause);
        }
        else
        {
            var (ours, theirs) = (server.Queries[token], transcript.Queries[token]);
            ours.CompletedType.ShouldBe(theirs.CompletedType);
            CommandText.Of(ours.QueryResult ?? new()).ShouldBe(CommandText.Of(theirs.QueryResult ?? new()));
        }
    }

    private static void Compare(RespondWorkflowTaskCompletedRequest ours, RespondWorkflowTaskCompletedRequest theirs)
    {
        ours.Commands.Select(CommandText.Of).ShouldBe(theirs.Commands.Select(CommandText.Of));
        var readable = theirs.Messages.All(CommandText.IsReadable);
        ours.Messages.Select(m => CommandText.Of(m, readable)).ShouldBe(
            theirs.Messages.Select(m => CommandText.Of(m, readable)));
        ours.QueryResults.Keys.Order().ShouldBe(theirs.QueryResults.Keys.Order());
        foreach (var (id, result) in ours.QueryResults)
        {
            CommandText.Of(result).ShouldBe(CommandText.Of(theirs.QueryResults[id]));
        }
        ours.ForceCreateNewWorkflowTask.ShouldBe(theirs.ForceCreateNewWorkflowTask);
    }

    private static WorkflowTaskProcessor Processor(Transcript transcript, RecordedServer server)
    {
        var settings = new WorkflowRuntimeSettings
        {
            Namespace = "default",
            TaskQueue = transcript.Queue,
            DataConverter = DataConverter.Default,
            Registry = new(RecordedHistoriesTests.Workflows()),
            LoggerFactory = NullLoggerFactory.Instance,
            MetricMeter = TemporalRuntime.Default.MetricMeter,
        };
        return new(
            settings,
            new()
            {
                Namespace = "default",
                Identity = "tester",
                BuildId = "build",
                InstanceKey = "key",
                NormalQueue = new() { Name = transcript.Queue },
                MaxCachedWorkflows = 100,
            },
            server,
            _ => null);
    }
}
