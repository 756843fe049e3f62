using Temporal.DevServer.Tests.Grpc;
using Temporalio.Api.Enums.V1;
using Temporalio.Api.WorkflowService.V1;

namespace Temporal.DevServer.Tests.Batches;

/// <summary>What tests of batch operations share.</summary>
internal static class BatchWaits
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(60);

    public static Task StartAsync(GrpcTestClient client, string id, string type) =>
        client.CallAsync<StartWorkflowExecutionResponse>(new StartWorkflowExecutionRequest
        {
            Namespace = "default",
            WorkflowId = id,
            WorkflowType = new() { Name = type },
            TaskQueue = new() { Name = id },
            RequestId = id,
        });

    /// <summary>Asks until the operation has ended: the API has no call that waits for it.</summary>
    public static async Task<DescribeBatchOperationResponse> ForEndAsync(GrpcTestClient client, string job)
    {
        using var limit = new CancellationTokenSource(s_patience);
        while (true)
        {
            var now = await client.CallAsync<DescribeBatchOperationResponse>(
                new DescribeBatchOperationRequest { Namespace = "default", JobId = job }, cancel: limit.Token);
            if (now.State != BatchOperationState.Running)
            {
                return now;
            }

            await Task.Delay(20, limit.Token);
        }
    }
}
