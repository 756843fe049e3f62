using System.Net;
using System.Net.Sockets;
using Temporal.DevServer.Grpc;
using Temporal.DevServer.State;
using Temporalio.Api.Command.V1;
using Temporalio.Api.Common.V1;
using Temporalio.Api.Enums.V1;

namespace Temporal.DevServer.Tests.History;

public sealed class CallbackTests
{
    [Fact]
    public async Task Callback_OfAnOperationThatNobodyWaitsFor_Fails()
    {
        await using var server = await Server.StartAsync();
        await server.StartWorkflowAsync(change: r => r.CompletionCallbacks.Add(To("temporal://system")));

        await server.CompleteAsync(await server.PollAsync(), Server.Done());

        await server.WaitAsync(run => run.State.Callbacks[0].Status == CallbackStatus.Failed);
        var callback = (await server.DescribeAsync()).Callbacks.Single();
        (callback.State, callback.Attempt).ShouldBe((CallbackState.Failed, 1));
        callback.LastAttemptFailure.Message.ShouldBe("operation not found");
        callback.Trigger.WorkflowClosed.ShouldNotBeNull();
    }

    [Fact]
    public async Task Callback_OfARunThatIsContinued_WaitsForTheLast()
    {
        await using var server = await NexusSide.CallAsync();
        var task = await server.PollNexusAsync();
        var first = await server.StartHandlerAsync(task);
        await server.StartedAsync(task);
        await server.CompleteAsync(await server.PollAsync("handler"), new Command
        {
            CommandType = CommandType.ContinueAsNewWorkflowExecution,
            ContinueAsNewWorkflowExecutionCommandAttributes = new(),
        });
        server.Clock.Advance(TimeSpan.FromSeconds(1));

        await server.CompleteAsync(await server.PollAsync("handler"), Server.Done());

        await server.WaitAsync(run => run.State.NexusOperations.Count == 0);
        (await server.DescribeAsync("handler", first)).Callbacks.Single().State.ShouldBe(CallbackState.Standby);
        await server.WaitAsync(run => run.State.Callbacks[0].Status == CallbackStatus.Succeeded, "handler");
    }

    [Fact]
    public async Task Callback_AttachedToARunningWorkflow_IsCalledToo()
    {
        await using var server = await NexusSide.CallAsync();
        await server.StartWorkflowAsync("handler", r => r.TaskQueue.Name = "handler");
        var task = await server.PollNexusAsync();
        await server.StartHandlerAsync(task, r =>
        {
            r.WorkflowIdConflictPolicy = WorkflowIdConflictPolicy.UseExisting;
            r.OnConflictOptions = new() { AttachRequestId = true, AttachCompletionCallbacks = true };
        });
        await server.StartedAsync(task);

        await server.CompleteAsync(await server.PollAsync("handler"), Server.Done());

        await server.WaitAsync(run => run.State.NexusOperations.Count == 0);
        (await server.EventsAsync("handler")).Single(e => e.EventType == EventType.WorkflowExecutionOptionsUpdated)
            .WorkflowExecutionOptionsUpdatedEventAttributes.AttachedCompletionCallbacks.Count.ShouldBe(1);
    }

    [Fact]
    public async Task Callback_ByHttp_IsTriedAgainUntilItIsAnswered()
    {
        using var listener = Listen(out var url);
        await using var server = await Server.StartAsync(callbackAddresses: url);
        await server.StartWorkflowAsync(change: r => r.CompletionCallbacks.Add(To(url + "done")));
        await server.CompleteAsync(await server.PollAsync(), Server.Done());
        await AnswerAsync(listener, HttpStatusCode.ServiceUnavailable);
        await server.WaitAsync(run => run.State.Callbacks[0].Status == CallbackStatus.BackingOff);

        server.Clock.Advance(TimeSpan.FromSeconds(1));

        var request = await AnswerAsync(listener, HttpStatusCode.OK);
        request.Headers["Nexus-Operation-State"].ShouldBe("succeeded");
        request.Headers["key"].ShouldBe("value");
        await server.WaitAsync(run => run.State.Callbacks[0].Status == CallbackStatus.Succeeded);
    }

    [Theory]
    [InlineData("http://127.0.0.1:1/")]
    [InlineData("http://127.0.0.1.example.com/")]
    [InlineData("http://127.0.0.1@example.com/")]
    public async Task Callback_ToAnAddressThatIsNotAllowed_IsRefused(string url)
    {
        await using var server = await Server.StartAsync(callbackAddresses: "http://127.0.0.1");

        var error = await Should.ThrowAsync<RpcException>(
            () => server.StartWorkflowAsync(change: r => r.CompletionCallbacks.Add(To(url))));

        error.Message.ShouldBe($"invalid url: url does not match any configured callback address: {url}");
    }

    private static Callback To(string url) => new() { Nexus = new() { Url = url, Header = { ["key"] = "value" } } };

    private static HttpListener Listen(out string url)
    {
        while (true)
        {
            using var probe = new TcpListener(IPAddress.Loopback, 0);
            probe.Start();
            url = $"http://127.0.0.1:{((IPEndPoint)probe.LocalEndpoint).Port}/";
            probe.Stop();
            var listener = new HttpListener { Prefixes = { url } };
            try
            {
                listener.Start();
                return listener;
            }
            catch (HttpListenerException)
            {
                // Somebody else took the port in this moment.
            }
        }
    }

    private static async Task<HttpListenerRequest> AnswerAsync(HttpListener listener, HttpStatusCode status)
    {
        var context = await listener.GetContextAsync().WaitAsync(TimeSpan.FromSeconds(20));
        context.Response.StatusCode = (int)status;
        context.Response.Close();
        return context.Request;
    }
}
