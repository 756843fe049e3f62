using Sagas.TestSupport;
using Temporal.DevServer.Tests.Grpc;
using Temporalio.Api.Enums.V1;
using Temporalio.Api.Schedule.V1;
using Temporalio.Api.WorkflowService.V1;

namespace Temporal.DevServer.Tests.Schedules;

public sealed class ScheduleCrashTests
{
    private const int Kills = 3;
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(60);

    [PostgresFact]
    public async Task Server_KilledRepeatedly_TakesEachActionOfAScheduleOnce()
    {
        await using var cluster = await PostgresCluster.StartAsync();
        await using var server = new ServerProcess(await cluster.CreateDatabaseAsync());
        await server.StartAsync();
        using (var client = new GrpcTestClient(server.Address))
        {
            await client.CallAsync<CreateScheduleResponse>(EachSecond());
        }

        for (var kill = 1; kill <= Kills; kill++)
        {
            await UntilAsync(server, 2 * kill);
            await server.KillAsync();
            await server.StartAsync();
        }

        var described = await UntilAsync(server, 2 * (Kills + 1));
        described.Info.MissedCatchupWindow.ShouldBe(0);
        described.Schedule.State.Paused.ShouldBeTrue();
        using var reader = new GrpcTestClient(server.Address);
        var runs = await reader.CallAsync<ListWorkflowExecutionsResponse>(new ListWorkflowExecutionsRequest
        {
            Namespace = "default",
            Query = "TemporalScheduledById = 'each-second'",
        });
        runs.Executions.Count.ShouldBe((int)described.Info.ActionCount);
        var seconds = runs.Executions
            .Select(e => DateTimeOffset.Parse(
                e.Execution.WorkflowId["run-".Length..], System.Globalization.CultureInfo.InvariantCulture))
            .Select(t => t.ToUnixTimeSeconds()).Order().ToList();
        seconds.ShouldBe(Enumerable.Range(0, seconds.Count).Select(i => seconds[0] + i));
        (await server.TerminateAsync()).ShouldBe(0);
    }

    private static CreateScheduleRequest EachSecond() => new()
    {
        Namespace = "default",
        ScheduleId = "each-second",
        RequestId = "create",
        Schedule = new()
        {
            Spec = new() { Interval = { new IntervalSpec { Interval = new() { Seconds = 1 } } } },
            Policies = new() { OverlapPolicy = ScheduleOverlapPolicy.AllowAll },
            Action = new()
            {
                StartWorkflow = new()
                {
                    WorkflowId = "run",
                    WorkflowType = new() { Name = "type" },
                    TaskQueue = new() { Name = "queue" },
                },
            },
        },
    };

    /// <summary>Waits for that many actions; the last time, it is paused before it is looked at.</summary>
    private static async Task<DescribeScheduleResponse> UntilAsync(ServerProcess server, int actions)
    {
        using var client = new GrpcTestClient(server.Address);
        using var patience = new CancellationTokenSource(s_patience);
        var describe = new DescribeScheduleRequest { Namespace = "default", ScheduleId = "each-second" };
        while ((await client.CallAsync<DescribeScheduleResponse>(describe)).Info.ActionCount < actions)
        {
            await Task.Delay(20, patience.Token);
        }

        if (actions > 2 * Kills)
        {
            await client.CallAsync<PatchScheduleResponse>(new PatchScheduleRequest
            {
                Namespace = "default",
                ScheduleId = "each-second",
                Patch = new() { Pause = "looked at" },
            });

            // What had become due before the pause is taken into the buffer and then dropped; nothing is under way.
            var settled = await client.CallAsync<DescribeScheduleResponse>(describe);
            while (settled.Info.BufferSize > 0)
            {
                await Task.Delay(20, patience.Token);
                settled = await client.CallAsync<DescribeScheduleResponse>(describe);
            }
        }

        return await client.CallAsync<DescribeScheduleResponse>(describe);
    }
}
