using Google.Protobuf;
using Temporal.DevServer.History;
using Temporal.DevServer.Persistence;
using Temporalio.Api.Command.V1;
using Temporalio.Api.Enums.V1;
using Temporalio.Api.WorkflowService.V1;
using Server = Temporal.DevServer.Tests.History.Server;

namespace Temporal.DevServer.Tests.Scale;

/// <summary>Runs with as many pending things as a real server allows.</summary>
public sealed class ManyPendingTests
{
    /// <summary>What the start and the end of one activity may write; four times what was measured.</summary>
    private const int BytesPerActivityMax = 16 * 1024;

    private const int Completed = 100;

    [Fact]
    public async Task TwoThousandActivities_SomeStartedAndCompleted_EachWritesItsOwnState()
    {
        var store = new CountingStore(new InMemoryExecutionStore());
        await using var server = await Server.StartAsync(store);
        await server.StartWorkflowAsync();
        await server.CompleteAsync(await server.PollAsync(), Activities(Limits.PendingActivitiesMax));

        var before = store.StateBytes;
        for (var i = 0; i < Completed; i++)
        {
            await CompleteAsync(server, (await server.PollActivityAsync()).TaskToken);
        }

        ((store.StateBytes - before) / Completed).ShouldBeLessThan(BytesPerActivityMax);
        (await server.DescribeAsync()).PendingActivities.Count.ShouldBe(Limits.PendingActivitiesMax - Completed);
    }

    [Fact]
    public async Task ManyActivities_OverALimit_AreRefusedAndNothingOfTheTaskStays()
    {
        await using var server = await Server.StartAsync();
        await server.StartWorkflowAsync();
        await server.CompleteAsync(await server.PollAsync(), r =>
        {
            r.Commands.Add(Activities(1_999));
            r.ForceCreateNewWorkflowTask = true;
        });

        await Should.ThrowAsync<Exception>(async () => await server.CompleteAsync(
            await server.PollAsync(), Activities(2, from: 5_000)));

        var pending = (await server.DescribeAsync()).PendingActivities;
        pending.Select(activity => activity.ActivityId).Order()
            .ShouldBe(Enumerable.Range(0, 1_999).Select(i => $"{i}").Order());
    }

    [Fact]
    public async Task ManyPending_AfterARestart_AreAllThere()
    {
        var store = new InMemoryExecutionStore();
        await using (var before = await Server.StartAsync(store))
        {
            await before.StartWorkflowAsync();
            await before.CompleteAsync(await before.PollAsync(), [.. Activities(200), .. Timers(200), .. Children(200)]);
            await CompleteAsync(before, (await before.PollActivityAsync()).TaskToken);
            await before.WaitAsync(run => run.State.Children.Values.All(child => child.RunId.Length > 0));
        }

        await using var server = await Server.StartAsync(store);

        var now = await server.DescribeAsync();
        now.PendingActivities.Count.ShouldBe(199);
        now.PendingChildren.Count.ShouldBe(200);
        var task = await server.PollAsync();
        await server.CompleteAsync(task, [.. Enumerable.Range(0, 200).Select(i => Server.CancelTimer($"t{i}"))]);
        (await server.EventsAsync()).Count(e => e.EventType == EventType.TimerCanceled).ShouldBe(200);
    }

    private static Command[] Activities(int count, int from = 0) =>
        [.. Enumerable.Range(from, count).Select(i => Server.Activity($"{i}"))];

    private static Command[] Timers(int count) =>
        [.. Enumerable.Range(0, count).Select(i => Server.Timer($"t{i}", seconds: 1000))];

    private static Command[] Children(int count) => [.. Enumerable.Range(0, count).Select(i => new Command
    {
        CommandType = CommandType.StartChildWorkflowExecution,
        StartChildWorkflowExecutionCommandAttributes = new()
        {
            WorkflowId = $"child{i}",
            WorkflowType = new() { Name = "child" },
            TaskQueue = new() { Name = "children" },
        },
    })];

    private static Task CompleteAsync(Server server, ByteString token) =>
        server.CallAsync<RespondActivityTaskCompletedResponse>(
            "RespondActivityTaskCompleted",
            new RespondActivityTaskCompletedRequest { Namespace = "default", TaskToken = token });
}
