using System.Collections.Concurrent;
using Google.Protobuf;
using Microsoft.AspNetCore.Connections.Features;
using Sagas.TestSupport;
using Temporalio.Api.WorkflowService.V1;
using Temporalio.Client;
using Temporalio.Tests.Grpc;

namespace Temporalio.Tests.Client;

/// <summary>What a connection does when its server sends it away, or falls silent.</summary>
public class ReconnectTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task Server_SaysGoAway_NewCallsConnectAnewAndOpenOnesFinish()
    {
        var connections = new ConcurrentDictionary<string, string>();
        var waiting = new TaskCompletionSource();
        var answer = new TaskCompletionSource<IMessage>();
        await using var server = await Responder.StartAsync(context =>
        {
            var method = context.Request.Path.Value!.Split('/')[^1];
            connections[method] = context.Connection.Id;
            switch (method)
            {
                case "GetClusterInfo":
                    waiting.SetResult();
                    return answer.Task;
                case "DescribeNamespace":
                    context.Features.Get<IConnectionLifetimeNotificationFeature>()!.RequestClose();
                    return Answer(new DescribeNamespaceResponse());
                default:
                    return Answer(new CountWorkflowExecutionsResponse());
            }
        });
        var service = (await TemporalConnection.ConnectAsync(server.Options)).WorkflowService;
        var open = service.GetClusterInfoAsync(new());
        await waiting.Task;

        await service.DescribeNamespaceAsync(new());
        await service.CountWorkflowExecutionsAsync(new(), new() { Retry = true });
        while (connections["CountWorkflowExecutions"] == connections["DescribeNamespace"])
        {
            // The word to go away was still on its way.
            await service.CountWorkflowExecutionsAsync(new(), new() { Retry = true }).WaitAsync(Patience);
        }

        connections["DescribeNamespace"].ShouldBe(connections["GetClusterInfo"]);
        open.IsCompleted.ShouldBeFalse();
        answer.SetResult(new GetClusterInfoResponse { ClusterName = "ours" });
        (await open.WaitAsync(Patience)).ClusterName.ShouldBe("ours");
    }

    [Fact]
    public async Task Network_FallsSilent_KeepAliveNoticesAndTheCallGoesOnOverAnotherConnection()
    {
        var connections = new ConcurrentQueue<string>();
        var first = new TaskCompletionSource();
        await using var server = await Responder.StartAsync(async context =>
        {
            connections.Enqueue(context.Connection.Id);
            if (first.TrySetResult())
            {
                await Task.Delay(Timeout.Infinite, context.RequestAborted);
            }
            return new DescribeNamespaceResponse();
        });
        using var proxy = new FreezingProxy(server.Address);
        var connection = await TemporalConnection.ConnectAsync(new(proxy.Address)
        {
            RpcMetadata = [server.Name],
            KeepAlive = new() { Interval = TimeSpan.FromSeconds(1), Timeout = TimeSpan.FromSeconds(1) },
        });

        var call = connection.WorkflowService.DescribeNamespaceAsync(new() { Namespace = "n" }, new() { Retry = true });
        await first.Task;
        proxy.FreezeOpenConnections();

        await call.WaitAsync(Patience);
        connections.Last().ShouldNotBe(connections.First());
    }

    private static Task<IMessage> Answer(IMessage message) => Task.FromResult(message);
}
