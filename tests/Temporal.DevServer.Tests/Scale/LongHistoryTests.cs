using Temporal.DevServer.History;
using Temporalio.Api.Command.V1;
using Temporalio.Api.Enums.V1;
using Temporalio.Api.History.V1;
using Temporalio.Api.WorkflowService.V1;
using Server = Temporal.DevServer.Tests.History.Server;

namespace Temporal.DevServer.Tests.Scale;

/// <summary>A run whose history grows to the limit.</summary>
public sealed class LongHistoryTests
{
    private const int MarkersPerTask = 497;
    private const int EventsPerTask = MarkersPerTask + 3;
    private const string LaterTaskQueue = "sticky";

    [Fact]
    public async Task History_GrowingToTheLimit_SuggestsAnEndAndThenIsEnded()
    {
        await using var server = await Server.StartAsync();
        await server.StartWorkflowAsync();
        var task = await server.PollAsync();
        var suggestedAt = 0L;
        while (task.StartedEventId + EventsPerTask <= Limits.HistoryEventsMax)
        {
            var started = task.History.Events[^1].WorkflowTaskStartedEventAttributes;
            started.SuggestContinueAsNew.ShouldBe(task.StartedEventId > Limits.SuggestContinueEvents, $"{task.StartedEventId}");
            suggestedAt = suggestedAt == 0 && started.SuggestContinueAsNew ? task.StartedEventId : suggestedAt;
            task = await NextAsync(server, task);
        }

        suggestedAt.ShouldBeInRange(Limits.SuggestContinueEvents, Limits.SuggestContinueEvents + EventsPerTask);
        (await CountAsync(server)).ShouldBeGreaterThan(50_000);
        await server.Engine.RunAsync(new(server.Namespaces.Default.Id, "w"), async session =>
        {
            var run = (await session.CurrentAsync())!;
            (run.Tail.NextId - run.Tail.FirstId).ShouldBeLessThan(
                EventsPerTask + (2 * Limits.TailEventsMax), "the rest of the history is in the store alone");
            return true;
        });

        await NextAsync(server, task);

        var last = (await LastAsync(server)).WorkflowExecutionTerminatedEventAttributes;
        last.Reason.ShouldBe("Workflow history count exceeds limit.");
    }

    /// <summary>Completes a task with many markers and asks for the next, as a worker that has the run in its cache.</summary>
    private static async Task<PollWorkflowTaskQueueResponse> NextAsync(Server server, PollWorkflowTaskQueueResponse task)
    {
        var response = await server.CompleteAsync(task, request =>
        {
            request.Commands.Add(Enumerable.Range(0, MarkersPerTask).Select(_ => new Command
            {
                CommandType = CommandType.RecordMarker,
                RecordMarkerCommandAttributes = new() { MarkerName = "m" },
            }));
            request.StickyAttributes = new() { WorkerTaskQueue = new() { Name = LaterTaskQueue } };
            request.ForceCreateNewWorkflowTask = true;
            request.ReturnNewWorkflowTask = true;
        });
        return response.WorkflowTask;
    }

    private static async Task<int> CountAsync(Server server)
    {
        var request = new GetWorkflowExecutionHistoryRequest { Namespace = "default", Execution = new() { WorkflowId = "w" } };
        var count = 0;
        do
        {
            var page = await server.CallAsync<GetWorkflowExecutionHistoryResponse>("GetWorkflowExecutionHistory", request);
            page.History.Events.Select(e => e.EventId).ShouldBe(
                Enumerable.Range(count + 1, page.History.Events.Count).Select(i => (long)i));
            count += page.History.Events.Count;
            request.NextPageToken = page.NextPageToken;
        }
        while (!request.NextPageToken.IsEmpty);
        return count;
    }

    private static async Task<HistoryEvent> LastAsync(Server server) =>
        (await server.CallAsync<GetWorkflowExecutionHistoryReverseResponse>(
            "GetWorkflowExecutionHistoryReverse",
            new GetWorkflowExecutionHistoryReverseRequest
            {
                Namespace = "default",
                Execution = new() { WorkflowId = "w" },
            })).History.Events[0];
}
