using NexusRpc.Handlers;
using Temporalio.Api.Enums.V1;
using Temporalio.Client;
using Temporalio.Common;
using Temporalio.Exceptions;
using Temporalio.Testing;
using Temporalio.Tests.Workflows;
using Temporalio.Worker;
using Temporalio.Workflows;

namespace Temporalio.Tests.Samples;

[Collection(EndToEndCollection.Name)]
public class NexusTests(EndToEndFixture server)
{
    [Theory]
    [InlineData("Hello", "Hello, you")]
    [InlineData("Long", "Long hello, you")]
    [InlineData("Ping", "pong")]
    public async Task Operation_CalledByAWorkflow_GivesItsResult(string operation, string result)
    {
        var (handle, _) = await CallAsync(operation, "you");

        (await handle.GetResultAsync()).ShouldBe(result);
    }

    [Theory]
    [InlineData("handler", typeof(HandlerException))]
    [InlineData("failed", typeof(ApplicationFailureException))]
    [InlineData("canceled", typeof(CanceledFailureException))]
    public async Task Operation_ThatIsRefused_FailsWithWhatTheHandlerThrew(string how, Type cause)
    {
        var failure = await FailureAsync("Refuse", how);

        failure.Operation.ShouldBe("Refuse");
        failure.InnerException.ShouldBeOfType(cause);
        failure.InnerException.Message.ShouldBe(how);
    }

    [Fact]
    public async Task Operation_WhoseHandlerFailsForGood_HasItsFailureInside()
    {
        var failure = await FailureAsync("Refuse", "application");

        var handler = failure.InnerException.ShouldBeOfType<HandlerException>();
        handler.Message.ShouldBe("Handler failed with non-retryable application error");
        handler.ErrorRetryBehavior.ShouldBe(HandlerErrorRetryBehavior.NonRetryable);
        handler.InnerException.ShouldBeOfType<ApplicationFailureException>().ErrorType.ShouldBe("Mine");
    }

    [Fact]
    public async Task Operation_WhoseWorkflowFails_FailsWithItsFailure()
    {
        var failure = await FailureAsync("Long", "fail");

        failure.OperationToken.ShouldNotBeEmpty();
        failure.InnerException.ShouldBeOfType<ApplicationFailureException>().ErrorType.ShouldBe("Mine");
    }

    [Theory]
    [InlineData(NexusOperationCancellationType.WaitCancellationCompleted, true, "nexus operation completed unsuccessfully")]
    [InlineData(
        NexusOperationCancellationType.WaitCancellationRequested, true, "Nexus operation cancellation request completed")]
    [InlineData(NexusOperationCancellationType.TryCancel, true, "Nexus operation cancelled after starting")]
    [InlineData(NexusOperationCancellationType.Abandon, false, "Nexus operation cancelled after starting")]
    public Task Operation_Cancelled_EndsAsItsCancellationTypeSays(
        NexusOperationCancellationType type, bool isAsked, string caught) =>
        WithEndpointAsync(async (queue, endpoint) =>
        {
            var handle = await server.Client.StartWorkflowAsync(
                (CancellingCaller wf) => wf.RunAsync(endpoint, type), EndToEndFixture.Options(queue));

            var result = await handle.GetResultAsync();
            var history = await handle.FetchHistoryAsync();
            // The operation may be over before the answer to the request is in the history: then its end is what is caught.
            var isOverFirst = history.Events.FirstOrDefault(e => e.EventType
                is EventType.NexusOperationCanceled or EventType.NexusOperationCancelRequestCompleted)
                ?.EventType == EventType.NexusOperationCanceled;
            result.ShouldBe("canceled Long: " + (isOverFirst ? "nexus operation completed unsuccessfully" : caught));
            history.Events.Any(e => e.EventType == EventType.NexusOperationCancelRequested).ShouldBe(isAsked);
            await new WorkflowReplayer(new WorkflowReplayerOptions().AddWorkflow<CancellingCaller>())
                .ReplayWorkflowAsync(history);
            return true;
        });

    [Fact]
    public async Task History_WithOperations_ReplaysAndKnowsAChange()
    {
        var (handle, history) = await CallAsync("Long", "you");
        (await handle.GetResultAsync()).ShouldBe("Long hello, you");
        var replayer = new WorkflowReplayer(new WorkflowReplayerOptions().AddWorkflow<GreetingCaller>());
        await replayer.ReplayWorkflowAsync(history);

        var scheduled = history.Events.Single(e => e.EventType == EventType.NexusOperationScheduled);
        scheduled.NexusOperationScheduledEventAttributes.Operation = "Hello";

        var error = await Should.ThrowAsync<InvalidWorkflowOperationException>(
            () => replayer.ReplayWorkflowAsync(history));
        error.Message.ShouldContain("expects Nexus operation 'Hello', found 'Long'");
    }

    [Fact]
    public async Task Interceptors_OfCallerAndHandler_CarryHeaders()
    {
        var headers = new NexusHeaders();

        await CallAsync("Hello", "you", options => options.Interceptors = [headers]);

        headers.Received.ShouldBe(nameof(GreetingCaller));
    }

    [Fact]
    public async Task Handler_Started_LinksCallerAndWorkflowBothWays()
    {
        var (_, history) = await CallAsync("Long", "you");

        var link = history.Events.Single(e => e.EventType == EventType.NexusOperationStarted).Links.Single();
        var handler = await server.Client.GetWorkflowHandle(link.WorkflowEvent.WorkflowId).FetchHistoryAsync();
        var back = handler.Events.First().Links.Single().WorkflowEvent;
        back.EventRef.EventType.ShouldBe(EventType.NexusOperationScheduled);
    }

    [Fact]
    public async Task Handler_StartsAndSignalsByItself_LinksCallerAndWorkflowBothWays()
    {
        var (caller, history) = await CallAsync("Tell", "something");

        var link = history.Events.Single(e => e.EventType == EventType.NexusOperationCompleted).Links[0].WorkflowEvent;
        link.WorkflowId.ShouldBe(await caller.GetResultAsync());
        var told = await server.Client.GetWorkflowHandle(link.WorkflowId).FetchHistoryAsync();
        var linked = told.Events.Where(e => e.EventType
            is EventType.WorkflowExecutionStarted or EventType.WorkflowExecutionSignaled).ToList();
        linked.Count.ShouldBe(3);
        linked.ShouldAllBe(e => e.Links.Single().WorkflowEvent.WorkflowId == caller.Id);
    }

    private async Task<NexusOperationFailureException> FailureAsync(string operation, string arg)
    {
        var (handle, _) = await CallAsync(operation, arg);
        var failed = await Should.ThrowAsync<WorkflowFailedException>(() => handle.GetResultAsync());
        return failed.InnerException.ShouldBeOfType<NexusOperationFailureException>();
    }

    private Task<(WorkflowHandle<GreetingCaller, string> Handle, WorkflowHistory History)> CallAsync(
        string operation, string arg, Action<TemporalWorkerOptions>? configure = null) => WithEndpointAsync(
        async (queue, endpoint) =>
    {
        var handle = await server.Client.StartWorkflowAsync(
            (GreetingCaller wf) => wf.RunAsync(endpoint, operation, arg), EndToEndFixture.Options(queue));
        await handle.GetResultAsync().ContinueWith(_ => { }, TaskScheduler.Default);
        return (handle, await handle.FetchHistoryAsync());
    }, configure);

    private Task<T> WithEndpointAsync<T>(
        Func<string, string, Task<T>> test, Action<TemporalWorkerOptions>? configure = null) => server.WithWorkerAsync(
        options =>
        {
            options.AddNexusService(new Greetings()).AddWorkflow<LongGreeting>().AddWorkflow<GreetingCaller>()
                .AddWorkflow<CancellingCaller>();
            configure?.Invoke(options);
        },
        async queue =>
        {
            var env = new WorkflowEnvironment(server.Client);
            var endpoint = await env.CreateNexusEndpointAsync($"e{Guid.NewGuid():N}", queue);
            var result = await test(queue, endpoint.Spec.Name);
            await env.DeleteNexusEndpointAsync(endpoint);
            return result;
        });
}
