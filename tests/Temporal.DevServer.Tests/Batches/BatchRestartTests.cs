using Sagas.TestSupport;
using Temporal.DevServer.Tests.Grpc;
using Temporalio.Api.Enums.V1;
using Temporalio.Api.WorkflowService.V1;

namespace Temporal.DevServer.Tests.Batches;

public sealed class BatchRestartTests
{
    private const int Runs = 6;

    [PostgresFact]
    public async Task Batch_ServerStoppedInTheMiddle_GoesOnAfterARestart()
    {
        var cluster = await PostgresCluster.SharedAsync();
        var options = new DevServerOptions { Database = await cluster.CreateDatabaseAsync() };
        await using (var first = await DevServerHost.StartAsync(options, default))
        {
            using var client = new GrpcTestClient(first.Address);
            for (var i = 0; i < Runs; i++)
            {
                await BatchWaits.StartAsync(client, $"w{i}", "batched");
            }

            await client.CallAsync<StartBatchOperationResponse>(new StartBatchOperationRequest
            {
                Namespace = "default",
                JobId = "job",
                Reason = "because",
                VisibilityQuery = "WorkflowType = 'batched'",
                MaxOperationsPerSecond = 2,
                SignalOperation = new() { Signal = "once" },
            });
        }

        await using var second = await DevServerHost.StartAsync(options, default);
        using var reader = new GrpcTestClient(second.Address);
        var done = await BatchWaits.ForEndAsync(reader, "job");

        done.State.ShouldBe(BatchOperationState.Completed);
        (done.TotalOperationCount, done.CompleteOperationCount).ShouldBe((Runs, Runs));
        for (var i = 0; i < Runs; i++)
        {
            var history = await reader.CallAsync<GetWorkflowExecutionHistoryResponse>(
                new GetWorkflowExecutionHistoryRequest
                {
                    Namespace = "default",
                    Execution = new() { WorkflowId = $"w{i}" },
                });
            history.History.Events.Count(e => e.EventType == EventType.WorkflowExecutionSignaled).ShouldBe(1);
        }
    }
}
