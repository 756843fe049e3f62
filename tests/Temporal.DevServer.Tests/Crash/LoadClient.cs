using Google.Protobuf;
using Temporal.DevServer.Grpc;
using Temporal.DevServer.Tests.Grpc;
using Temporalio.Api.Command.V1;
using Temporalio.Api.Common.V1;
using Temporalio.Api.Enums.V1;
using Temporalio.Api.TaskQueue.V1;
using Temporalio.Api.WorkflowService.V1;

namespace Temporal.DevServer.Tests.Crash;

/// <summary>What one workflow's client was told.</summary>
internal sealed class Told
{
    public string RunId { get; set; } = "";

    public List<string> Signals { get; } = [];

    public bool Completed { get; set; }
}

/// <summary>
/// Starts workflows, signals them and completes every second one, playing worker itself. A call that breaks is sent again
/// with the same request id until it is answered, as official clients do.
/// </summary>
internal sealed class LoadClient(string address, string name, CancellationToken stop) : IDisposable
{
    private const int SignalsPerWorkflow = 3;
    private readonly GrpcTestClient _client = new(address);

    public Dictionary<string, Told> Workflows { get; } = [];

    public async Task RunAsync()
    {
        for (var i = 0; !stop.IsCancellationRequested; i++)
        {
            await OneAsync($"{name}-{i}", complete: i % 2 == 0);
        }
    }

    public void Dispose() => _client.Dispose();

    private async Task OneAsync(string id, bool complete)
    {
        var told = Workflows[id] = new Told();
        var queue = new TaskQueue { Name = id, Kind = TaskQueueKind.Normal };
        var started = await AgainAsync<StartWorkflowExecutionResponse>(new StartWorkflowExecutionRequest
        {
            Namespace = "default",
            WorkflowId = id,
            WorkflowType = new WorkflowType { Name = "load" },
            TaskQueue = queue,
            RequestId = $"start-{id}",
        });
        told.RunId = started.RunId;
        for (var i = 0; i < SignalsPerWorkflow; i++)
        {
            await AgainAsync<SignalWorkflowExecutionResponse>(new SignalWorkflowExecutionRequest
            {
                Namespace = "default",
                WorkflowExecution = new WorkflowExecution { WorkflowId = id },
                SignalName = $"s{i}",
                RequestId = $"signal-{id}-{i}",
            });
            told.Signals.Add($"s{i}");
        }

        if (complete)
        {
            told.Completed = await CompleteAsync(queue);
        }
    }

    /// <summary>Polls and completes, until the server says that it is done. A lost task comes back after its timeout.</summary>
    private async Task<bool> CompleteAsync(TaskQueue queue)
    {
        while (!stop.IsCancellationRequested)
        {
            var task = await AgainAsync<PollWorkflowTaskQueueResponse>(new PollWorkflowTaskQueueRequest
            {
                Namespace = "default",
                TaskQueue = queue,
                Identity = name,
            });
            if (!task.TaskToken.IsEmpty && await RespondAsync(queue.Name, task.TaskToken))
            {
                return true;
            }
        }

        return false;
    }

    private async Task<bool> RespondAsync(string id, ByteString token)
    {
        try
        {
            await AgainAsync<RespondWorkflowTaskCompletedResponse>(new RespondWorkflowTaskCompletedRequest
            {
                Namespace = "default",
                TaskToken = token,
                Commands =
                {
                    new Command
                    {
                        CommandType = CommandType.CompleteWorkflowExecution,
                        CompleteWorkflowExecutionCommandAttributes = new(),
                    },
                },
            });
            return true;
        }
        catch (RpcException e) when (e.Code is RpcCode.NotFound or RpcCode.InvalidArgument)
        {
            // The task timed out and there will be another, or its completion was applied and the answer died with the server.
            return await IsClosedAsync(id);
        }
    }

    private async Task<bool> IsClosedAsync(string id)
    {
        var description = await AgainAsync<DescribeWorkflowExecutionResponse>(new DescribeWorkflowExecutionRequest
        {
            Namespace = "default",
            Execution = new WorkflowExecution { WorkflowId = id },
        });
        return description.WorkflowExecutionInfo.Status == WorkflowExecutionStatus.Completed;
    }

    private async Task<TResponse> AgainAsync<TResponse>(IMessage request)
        where TResponse : IMessage<TResponse>, new()
    {
        while (true)
        {
            try
            {
                return await _client.CallAsync<TResponse>(request, timeout: "3S");
            }
            catch (Exception e) when (e is HttpRequestException or IOException
                || (e is RpcException { Code: RpcCode.Unavailable or RpcCode.DeadlineExceeded or RpcCode.Cancelled }))
            {
                stop.ThrowIfCancellationRequested();
                await Task.Delay(50, CancellationToken.None); // a client's back-off
            }
        }
    }
}
