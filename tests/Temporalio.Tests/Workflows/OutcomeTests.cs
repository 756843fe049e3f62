using Temporalio.Client;
using Temporalio.Exceptions;
using Temporalio.Worker;

namespace Temporalio.Tests.Workflows;

/// <summary>
/// How things end: what workflow code catches, and what history says, word for word as with the official package 1.21.1.
/// </summary>
[Collection(EndToEndCollection.Name)]
public class OutcomeTests(EndToEndFixture server)
{
    [Theory]
    [InlineData("local activity fails", "ApplicationFailureException(refused)")]
    [InlineData("local activity misread",
        "ApplicationFailureException(Failed decoding parameters)"
        + "ApplicationFailureException(The JSON value could not be converted to System.Int32. Path: $ | LineNumber: 0 | BytePositionInLine: 5.)"
        + "ApplicationFailureException(Cannot get the value of a token type 'String' as a number.)")]
    [InlineData("local activity too slow",
        "ActivityFailureException(Local Activity timed out)TimeoutFailureException(Activity timed out)")]
    [InlineData("local activity cancelled",
        "ActivityFailureException(Local Activity cancelled)CanceledFailureException(Activity cancelled)")]
    [InlineData("activity cancelled", "ActivityFailureException(Activity cancelled)CanceledFailureException()")]
    [InlineData("signal of nobody",
        "ApplicationFailureException(Unable to signal external workflow because it was not found)ExternalWorkflowExecutionNotFound")]
    [InlineData("cancellation of nobody",
        "ApplicationFailureException(Unable to cancel external workflow because not found)ExternalWorkflowExecutionNotFound")]
    [InlineData("child cancelled",
        "ChildWorkflowFailureException(Child Workflow execution cancelled)CanceledFailureException()")]
    [InlineData("child cancelled at once",
        "ChildWorkflowFailureException(Child Workflow Execution cancelled before scheduled: )CanceledFailureException()")]
    public Task Call_DoesNotSucceed_WorkflowCatches(string call, string caught) => server.WithWorkerAsync(
        Configure,
        async queue =>
        {
            // A running local activity holds the workflow task, and with it the timer after which it is cancelled.
            var handle = await server.Client.StartWorkflowAsync(
                (OutcomeWorkflow wf) => wf.RunAsync(call),
                new($"wf-{Guid.NewGuid():N}", queue) { TaskTimeout = TimeSpan.FromSeconds(1) });
            (await handle.GetResultAsync()).ShouldBe(caught);
            await new WorkflowReplayer(new WorkflowReplayerOptions().AddWorkflow<OutcomeWorkflow>())
                .ReplayWorkflowAsync(await handle.FetchHistoryAsync());
        });

    [Fact]
    public Task NoResult_OfTask_IsRecordedAsTheTaskHasIt() => server.WithWorkerAsync(
        Configure,
        async queue =>
        {
            var handle = await server.Client.StartWorkflowAsync(
                (NothingWorkflow wf) => wf.RunAsync(), EndToEndFixture.Options(queue));
            await handle.ExecuteUpdateAsync(wf => wf.EndAsync());
            await handle.GetResultAsync();
            var results = (await handle.FetchHistoryAsync()).Events.Select(e =>
                e.ActivityTaskCompletedEventAttributes?.Result ??
                e.WorkflowExecutionCompletedEventAttributes?.Result ??
                e.WorkflowExecutionUpdateCompletedEventAttributes?.Outcome.Success);
            results.OfType<Api.Common.V1.Payloads>().Select(r => r.Payloads_.Single().Data.ToStringUtf8())
                .ShouldBe(["{}", string.Empty, "{}", "5", "{}"]);
        });

    [Fact]
    public Task Defaults_OfHeadersAndLocalActivity_AreFilledIn() => server.WithWorkerAsync(
        Configure,
        async queue =>
        {
            var options = EndToEndFixture.Options(queue);
            options.Priority = new(2);
            var defaults = await server.Client.ExecuteWorkflowAsync((DefaultsWorkflow wf) => wf.RunAsync(), options);
            defaults.ShouldBe("0 headers, 00:00:09 00:01:40 ");
        });

    [Fact]
    public async Task Headers_ThatNobodySent_AreEmptyForInterceptors()
    {
        var watcher = new HeaderWatcher();
        await server.WithWorkerAsync(
            options =>
            {
                Configure(options);
                options.Interceptors = [watcher];
            },
            async queue =>
            {
                var handle = await server.Client.StartWorkflowAsync(
                    (NothingWorkflow wf) => wf.RunAsync(), EndToEndFixture.Options(queue));
                await handle.ExecuteUpdateAsync(wf => wf.EndAsync());
                await handle.GetResultAsync();
                await server.Client.ExecuteWorkflowAsync(
                    (DefaultsWorkflow wf) => wf.RunAsync(), EndToEndFixture.Options(queue));
            });
        watcher.Counts.Order().ShouldBe(
            ["SayFive 0", "SayLimits 0", "SayNothing 0", "SayNothingLater 0", "update End 0"]);
    }

    [Fact]
    public async Task Refusal_WithoutDetails_HasAnEmptyStatus()
    {
        var error = await Should.ThrowAsync<RpcException>(
            () => server.Client.WorkflowService.StartWorkflowExecutionAsync(new() { Namespace = "default" }));
        error.RawStatus.ShouldBe([]);
        error.GrpcStatus.Value.ShouldNotBeNull().Details.ShouldBeEmpty();
    }

    [Fact]
    public Task Timers_InHistory_CarryTheirLabels() => server.WithWorkerAsync(
        Configure,
        async queue =>
        {
            var events = await LabelledEventsAsync(queue);
            Labels(events, e => e.TimerStartedEventAttributes != null).ShouldBe(
                [string.Empty, "\"WaitConditionAsync\"", "\"named\"", string.Empty, string.Empty, string.Empty]);
            Labels(events, e => e.TimerCanceledEventAttributes != null).ShouldBe(["\"named\"", string.Empty]);
        });

    [Fact]
    public Task CancelOfStranger_InHistory_NamesTheRunThatAsked() => server.WithWorkerAsync(
        Configure,
        async queue =>
        {
            var events = await LabelledEventsAsync(queue);
            var run = events[0].WorkflowExecutionStartedEventAttributes.OriginalExecutionRunId;
            events.Select(e => e.RequestCancelExternalWorkflowExecutionInitiatedEventAttributes?.Reason)
                .OfType<string>().Single().ShouldBe($"Cancel requested by workflow with run id {run} with reason: ");
        });

    private static void Configure(TemporalWorkerOptions options) => options
        .AddAllActivities(typeof(OutcomeActivities), null)
        .AddWorkflow<OutcomeWorkflow>()
        .AddWorkflow<NothingWorkflow>()
        .AddWorkflow<DefaultsWorkflow>()
        .AddWorkflow<LabelledWorkflow>();

    private async Task<List<Api.History.V1.HistoryEvent>> LabelledEventsAsync(string queue)
    {
        var stranger = await server.Client.StartWorkflowAsync(
            (NothingWorkflow wf) => wf.RunAsync(), EndToEndFixture.Options(queue));
        var handle = await server.Client.StartWorkflowAsync(
            (LabelledWorkflow wf) => wf.RunAsync(stranger.Id), EndToEndFixture.Options(queue));
        await handle.GetResultAsync();
        return [.. (await handle.FetchHistoryAsync()).Events];
    }

    private static IEnumerable<string?> Labels(
        IEnumerable<Api.History.V1.HistoryEvent> events, Func<Api.History.V1.HistoryEvent, bool> which) =>
        events.Where(which).Select(e => e.UserMetadata is { } label ? label.Summary?.Data.ToStringUtf8() ?? string.Empty : null);
}
