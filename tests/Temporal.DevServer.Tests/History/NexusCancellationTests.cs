using Temporal.DevServer.Grpc;
using Temporal.DevServer.State;
using Temporalio.Api.Enums.V1;
using Temporalio.Api.Nexus.V1;

namespace Temporal.DevServer.Tests.History;

public sealed class NexusCancellationTests
{
    [Fact]
    public async Task Cancel_OfAStartedOperation_IsSentToItsHandler()
    {
        await using var server = await StartedAsync();
        await server.CompleteAsync(await server.PollAsync(), NexusSide.Cancel());

        var task = await server.PollNexusAsync();
        await server.AnswerAsync(task, new Response { CancelOperation = new() });

        task.Request.CancelOperation.OperationToken.ShouldBe("token");
        await server.WaitAsync(run => run.State.NexusOperations[5].Cancellation.Status == NexusCancellationStatus.Succeeded);
        (await server.TypesAsync(9)).ShouldBe(
            "10:NexusOperationCancelRequested 11:NexusOperationCancelRequestCompleted 12:TaskScheduled");
        (await server.DescribeAsync()).PendingNexusOperations.Single().CancellationInfo.State
            .ShouldBe(NexusOperationCancellationState.Succeeded);
    }

    [Fact]
    public async Task Cancel_BeforeTheStart_WaitsForIt()
    {
        await using var server = await NexusSide.CallAsync();
        var start = await server.PollNexusAsync();
        await server.SignalAsync();
        await server.CompleteAsync(await server.PollAsync(), NexusSide.Cancel());
        await server.WaitAsync(run => run.State.NexusOperations[5].Cancellation?.Status == NexusCancellationStatus.Requested);

        await server.StartedAsync(start);

        (await server.PollNexusAsync()).Request.CancelOperation.OperationToken.ShouldBe("token");
    }

    [Fact]
    public async Task Cancel_Refused_IsTriedAgainUntilTheRefusalIsFinal()
    {
        await using var server = await StartedAsync();
        await server.CompleteAsync(await server.PollAsync(), NexusSide.Cancel());
        await server.RefuseAsync(await server.PollNexusAsync(), "UNAVAILABLE");
        await server.WaitAsync(run => run.State.NexusOperations[5].Cancellation.Status == NexusCancellationStatus.BackingOff);
        server.Clock.Advance(TimeSpan.FromSeconds(1));

        await server.RefuseAsync(await server.PollNexusAsync(), "NOT_FOUND");

        await server.WaitAsync(run => run.State.NexusOperations[5].Cancellation.Status == NexusCancellationStatus.Failed);
        var failed = (await server.EventsAsync())[10].NexusOperationCancelRequestFailedEventAttributes;
        (failed.ScheduledEventId, failed.RequestedEventId).ShouldBe((5, 10));
        failed.Failure.NexusHandlerFailureInfo.Type.ShouldBe("NOT_FOUND");
    }

    [Theory]
    [InlineData(true, "cancelation was already requested for an operation with scheduled event ID 5")]
    [InlineData(false, "requested cancelation for a non-existing or already completed operation with scheduled event ID of 4")]
    public async Task Cancel_TwiceOrOfNothing_FailsTheTask(bool twice, string message)
    {
        await using var server = await StartedAsync();
        var task = await server.PollAsync();

        var error = await Should.ThrowAsync<RpcException>(() => twice
            ? server.CompleteAsync(task, NexusSide.Cancel(), NexusSide.Cancel())
            : server.CompleteAsync(task, NexusSide.Cancel(4)));

        error.Message.ShouldBe($"BadRequestCancelNexusOperationAttributes: {message}");
    }

    [Fact]
    public async Task Cancel_OfAnOperationWhoseEndIsBuffered_IsAllowed()
    {
        await using var server = await NexusSide.CallAsync();
        await server.SignalAsync();
        var busy = await server.PollAsync();
        await server.AnswerAsync(await server.PollNexusAsync(), new StartOperationResponse { SyncSuccess = new() });
        await server.WaitAsync(run => run.State.NexusOperations.Count == 0);

        await server.CompleteAsync(busy, NexusSide.Cancel());

        (await server.TypesAsync(8)).ShouldBe(
            "9:TaskCompleted 10:NexusOperationCancelRequested 11:NexusOperationCompleted 12:TaskScheduled");
    }

    private static async Task<Server> StartedAsync()
    {
        var server = await NexusSide.CallAsync();
        await server.StartedAsync(await server.PollNexusAsync());
        await server.WaitAsync(run => run.State.NexusOperations[5].Status == NexusOperationStatus.Started);
        return server;
    }
}
