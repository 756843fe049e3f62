using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using Sagas.TestSupport;
using Temporal.DevServer.Grpc;
using Temporal.DevServer.Persistence.Postgres;
using Temporal.DevServer.Tests.Grpc;
using Temporalio.Api.Enums.V1;
using Temporalio.Api.OperatorService.V1;
using Temporalio.Api.Schedule.V1;
using Temporalio.Api.WorkflowService.V1;

namespace Temporal.DevServer.Tests.Namespaces;

public sealed class NamespaceDeletionTests
{
    private const string Doomed = "doomed";
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(60);

    [PostgresFact]
    public async Task Delete_WithOpenRunsAndASchedule_LeavesNothingInTheDatabase()
    {
        var database = await (await PostgresCluster.SharedAsync()).CreateDatabaseAsync();
        var options = new DevServerOptions { Database = database, Namespaces = [Doomed] };
        await using var server = await DevServerHost.StartAsync(options, default);
        using var client = new GrpcTestClient(server.Address);
        await FillAsync(client, Doomed, runs: 20);
        await FillAsync(client, "default", runs: 1);
        var id = await IdAsync(client, Doomed);

        var deleted = await client.CallAsync<DeleteNamespaceResponse>(
            new DeleteNamespaceRequest { Namespace = Doomed }, service: RpcTableBuilder.OperatorService);

        deleted.DeletedNamespace.ShouldBe($"{Doomed}-deleted-{id[..5]}");
        (await Should.ThrowAsync<RpcException>(() => IdAsync(client, Doomed))).Code.ShouldBe(RpcCode.NotFound);
        await WaitUntilGoneAsync(client, id);
        (await RowsAsync(database, id)).ShouldBe(0);
        (await CountAsync(client, "default")).ShouldBe(1);
        await client.CallAsync<RegisterNamespaceResponse>(new RegisterNamespaceRequest
        {
            Namespace = Doomed,
            WorkflowExecutionRetentionPeriod = new() { Seconds = 86_400 },
        });
        (await CountAsync(client, Doomed)).ShouldBe(0);
    }

    [PostgresFact]
    public async Task Start_WithANamespaceThatWasBeingDeleted_RemovesTheRest()
    {
        var database = await (await PostgresCluster.SharedAsync()).CreateDatabaseAsync();
        var options = new DevServerOptions { Database = database, Namespaces = [Doomed] };
        string id;
        await using (var before = await DevServerHost.StartAsync(options, default))
        {
            using var client = new GrpcTestClient(before.Address);
            await FillAsync(client, Doomed, runs: 5);
            id = await IdAsync(client, Doomed);
        }

        await MarkDeletedAsync(database, id);

        await using var server = await DevServerHost.StartAsync(new DevServerOptions { Database = database }, default);
        using var later = new GrpcTestClient(server.Address);
        await WaitUntilGoneAsync(later, id);
        (await RowsAsync(database, id)).ShouldBe(0);
    }

    private static async Task FillAsync(GrpcTestClient client, string ns, int runs)
    {
        for (var i = 0; i < runs; i++)
        {
            await client.CallAsync<StartWorkflowExecutionResponse>(new StartWorkflowExecutionRequest
            {
                Namespace = ns,
                WorkflowId = $"w{i}",
                WorkflowType = new() { Name = "type" },
                TaskQueue = new() { Name = "queue" },
                RequestId = $"r{i}",
            });
        }

        await client.CallAsync<CreateScheduleResponse>(new CreateScheduleRequest
        {
            Namespace = ns,
            ScheduleId = "hourly",
            RequestId = "s",
            Schedule = new Schedule
            {
                Spec = new() { Interval = { new IntervalSpec { Interval = new() { Seconds = 3600 } } } },
                Action = new()
                {
                    StartWorkflow = new()
                    {
                        WorkflowId = "scheduled",
                        WorkflowType = new() { Name = "type" },
                        TaskQueue = new() { Name = "queue" },
                    },
                },
            },
        });
    }

    private static async Task<string> IdAsync(GrpcTestClient client, string ns) =>
        (await client.CallAsync<DescribeNamespaceResponse>(new DescribeNamespaceRequest { Namespace = ns })).NamespaceInfo.Id;

    private static async Task<long> CountAsync(GrpcTestClient client, string ns) =>
        (await client.CallAsync<CountWorkflowExecutionsResponse>(
            new CountWorkflowExecutionsRequest { Namespace = ns })).Count;

    /// <summary>Asks until the id is unknown: it stays known as long as anything is left.</summary>
    private static async Task WaitUntilGoneAsync(GrpcTestClient client, string id)
    {
        using var limit = new CancellationTokenSource(s_patience);
        while (true)
        {
            try
            {
                var left = await client.CallAsync<DescribeNamespaceResponse>(
                    new DescribeNamespaceRequest { Id = id }, cancel: limit.Token);
                left.NamespaceInfo.State.ShouldBe(NamespaceState.Deleted);
            }
            catch (RpcException e) when (e.Code == RpcCode.NotFound)
            {
                return;
            }

            await Task.Delay(20, limit.Token);
        }
    }

    private static async Task MarkDeletedAsync(string database, string id)
    {
        await using var storage = await PostgresStorage.OpenAsync(database, NullLogger.Instance, default);
        var entry = (await storage.Namespaces.LoadAsync(default)).Single(e => e.Id == id);
        await storage.Namespaces.SaveAsync(entry with { State = NamespaceState.Deleted }, default);
    }

    private static async Task<long> RowsAsync(string database, string namespaceId)
    {
        await using var source = NpgsqlDataSource.Create(database);
        await using var command = source.CreateCommand(
            "SELECT (SELECT count(*) FROM temporal.runs WHERE namespace_id = $1) " +
            "+ (SELECT count(*) FROM temporal.current_runs WHERE namespace_id = $1) " +
            "+ (SELECT count(*) FROM temporal.visibility WHERE namespace_id = $1) " +
            "+ (SELECT count(*) FROM temporal.schedules WHERE namespace_id = $1) " +
            "+ (SELECT count(*) FROM temporal.history h WHERE NOT EXISTS " +
            "(SELECT FROM temporal.runs r WHERE r.run_id = h.run_id))");
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = namespaceId });
        return (long)(await command.ExecuteScalarAsync())!;
    }
}
