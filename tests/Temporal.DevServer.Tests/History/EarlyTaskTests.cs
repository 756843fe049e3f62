using Temporal.DevServer.Grpc;
using Temporalio.Api.Enums.V1;
using Temporalio.Api.WorkflowService.V1;

namespace Temporal.DevServer.Tests.History;

/// <summary>What may happen before the disk has it, and what may not.</summary>
public sealed class EarlyTaskTests
{
    private readonly HeldStore _store = new();

    [Fact]
    public async Task WorkflowTask_ReportNotStoredYet_IsHandedToAWaitingWorker()
    {
        await using var server = await WithRunningActivityAsync();
        var polled = server.PollAsync();
        _store.Hold();

        var reported = ReportAsync(server);
        var task = await polled;

        task.History.Events.ShouldContain(e => e.EventType == EventType.ActivityTaskCompleted);
        reported.IsCompleted.ShouldBeFalse("the reporter is told only what is stored");
        _store.Release();
        await reported;
    }

    [Fact]
    public async Task Report_WorkerTakesTheTaskAtOnce_IsStoredWithItsAnswer()
    {
        await using var server = await WithRunningActivityAsync();
        var polled = server.PollAsync();
        _store.Hold();
        var hurriesBefore = _store.Hurries;

        var reported = ReportAsync(server);
        var completed = server.CompleteAsync(await polled, Server.Done());

        _store.Queued.Select(set => set.MayWait).ShouldBe([true, true, false], "report, start of the task, answer");
        _store.Hurries.ShouldBe(hurriesBefore);
        _store.Release();
        await Task.WhenAll(reported, completed);
        (await server.TypesAsync(6)).ShouldBe("7:ActivityCompleted 8:TaskScheduled 9:TaskStarted 10:TaskCompleted 11:RunCompleted");
    }

    [Fact]
    public async Task Start_WorkerTakesTheTaskAtOnce_IsStoredWithItsAnswer()
    {
        await using var server = await Server.StartAsync(_store);
        var polled = server.PollAsync();
        _store.Hold();

        var started = server.StartWorkflowAsync();
        var completed = server.CompleteAsync(await polled, Server.Done());

        _store.Queued.Select(set => set.MayWait).ShouldBe([true, true, false], "start, start of the task, answer");
        started.IsCompleted.ShouldBeFalse("a run is started when it is stored");
        _store.Release();
        await Task.WhenAll(started, completed);
    }

    [Fact]
    public async Task Report_NoWorkerWaits_IsStoredAtOnce()
    {
        await using var server = await WithRunningActivityAsync();
        _store.Hold();
        var hurriesBefore = _store.Hurries;

        var reported = ReportAsync(server);

        _store.Hurries.ShouldBe(hurriesBefore + 1);
        _store.Release();
        await reported;
        (await server.PollAsync()).StartedEventId.ShouldBe(9);
    }

    [Fact]
    public async Task Answer_ToATaskThatWasLost_IsRefusedAndTheTaskComesAgain()
    {
        await using var server = await WithRunningActivityAsync();
        var polled = server.PollAsync();
        _store.Hold();
        var reported = ReportAsync(server);
        var lost = await polled;

        _store.Lose();

        (await Should.ThrowAsync<RpcException>(() => reported)).Code.ShouldBe(RpcCode.Unavailable);
        (await Should.ThrowAsync<RpcException>(() => server.CompleteAsync(lost, Server.Done())))
            .Code.ShouldBe(RpcCode.NotFound);
        await ReportAsync(server);
        (await server.PollAsync()).StartedEventId.ShouldBe(9);
    }

    [Fact]
    public async Task Activity_NotStoredYet_IsNotHandedOut()
    {
        await using var server = await Server.StartAsync(_store);
        await server.StartWorkflowAsync();
        var task = await server.PollAsync();
        var polled = server.PollActivityAsync();
        _store.Hold();

        var completed = server.CompleteAsync(task, Server.Activity());

        _store.Queued.Count.ShouldBe(1);
        polled.IsCompleted.ShouldBeFalse();
        _store.Release();
        await completed;
        (await polled).ActivityId.ShouldBe("a");
    }

    [Fact]
    public async Task WaitForTheEnd_WhileTheRunGoesOn_AsksNothingOfTheDisk()
    {
        await using var server = await WithRunningActivityAsync();
        var polled = server.PollAsync();
        _store.Hold();
        var reported = ReportAsync(server);
        var task = await polled;
        var hurriesBefore = _store.Hurries;

        var end = EndAsync(server);
        _store.Hurries.ShouldBe(hurriesBefore);
        var completed = server.CompleteAsync(task, Server.Done());

        end.IsCompleted.ShouldBeFalse("the end is not stored yet");
        _store.Release();
        await Task.WhenAll(reported, completed);
        (await end).History.Events.Single().EventType.ShouldBe(EventType.WorkflowExecutionCompleted);
    }

    private static Task<GetWorkflowExecutionHistoryResponse> EndAsync(Server server) =>
        server.CallAsync<GetWorkflowExecutionHistoryResponse>(
            "GetWorkflowExecutionHistory", new GetWorkflowExecutionHistoryRequest
            {
                Namespace = "default",
                Execution = new() { WorkflowId = "w" },
                HistoryEventFilterType = HistoryEventFilterType.CloseEvent,
                WaitNewEvent = true,
            });

    private async Task<Server> WithRunningActivityAsync()
    {
        var server = await Server.StartAsync(_store);
        await server.StartWorkflowAsync();
        await server.CompleteAsync(await server.PollAsync(), Server.Activity());
        server.LastActivity = await server.PollActivityAsync();
        return server;
    }

    private static Task<RespondActivityTaskCompletedResponse> ReportAsync(Server server) =>
        server.CallAsync<RespondActivityTaskCompletedResponse>(
            "RespondActivityTaskCompleted", new RespondActivityTaskCompletedRequest
            {
                Namespace = "default",
                TaskToken = server.LastActivity!.TaskToken,
                Identity = Server.Worker,
            });
}
