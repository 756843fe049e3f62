using Temporalio.Api.Enums.V1;
using Temporalio.Client;
using Temporalio.Client.Schedules;
using Temporalio.Worker.Tuning;

namespace Temporalio.Tests.Client;

/// <summary>Options that cannot work are refused before any call, in the words of the official package.</summary>
public class OptionFaultTests
{
    private static readonly TemporalClient Client = TemporalClient.CreateLazy(new("127.0.0.1:1"));

    [Fact]
    public async Task Start_OptionsThatCannotWork_AreRefused()
    {
        await StartRefusedAsync(new(), "ID required to start workflow");
        await StartRefusedAsync(new() { Id = "id" }, "Task queue required to start workflow");
        await StartRefusedAsync(
            new("id", "queue") { StartSignalArgs = [1] }, "Cannot have start signal args without start signal");

        static Task StartRefusedAsync(WorkflowOptions options, string fault) =>
            RefusedAsync(() => Client.StartWorkflowAsync("any", [], options), fault);
    }

    [Fact]
    public async Task Update_OptionsThatCannotWork_AreRefused()
    {
        var handle = Client.GetWorkflowHandle("any");
        await RefusedAsync(
            () => handle.StartUpdateAsync("any", [], new()), "WaitForStage is required to start workflow update");
        await RefusedAsync(
            () => handle.StartUpdateAsync("any", [], new(WorkflowUpdateStage.Admitted)),
            "Admitted is not an allowed wait stage to start workflow update");
    }

    [Fact]
    public async Task UpdateWithStart_OptionsThatCannotWork_AreRefused()
    {
        await RefusedAsync(
            () => Client.ExecuteUpdateWithStartWorkflowAsync("any", [], new()),
            "Start workflow operation is required in options");
        await StartRefusedAsync(o => o.IdConflictPolicy = default, "Workflow ID conflict policy required for update with start");
        await StartRefusedAsync(o => o.StartSignal = "any", "Cannot have start signal on update with start");
        await StartRefusedAsync(o => o.StartSignalArgs = [1], "Cannot have start signal on update with start");
        await StartRefusedAsync(o => o.RequestEagerStart = true, "Cannot request eager start on update with start");
        await StartRefusedAsync(
            o => o.Rpc = new(), "Cannot set RPC options on start options, set them on the update options");

        static async Task StartRefusedAsync(Action<WorkflowOptions> configure, string fault)
        {
            var options = new WorkflowOptions("id", "queue") { IdConflictPolicy = WorkflowIdConflictPolicy.Fail };
            configure(options);
            var start = WithStartWorkflowOperation.Create("any", [], options);
            // What was refused has not been used: it is refused for the same reason again.
            for (var i = 0; i < 2; i++)
            {
                await RefusedAsync(
                    () => Client.StartUpdateWithStartWorkflowAsync(
                        "any", [], new(start, WorkflowUpdateStage.Accepted)),
                    fault);
            }
        }
    }

    [Fact]
    public async Task Schedule_ActionThatCannotWork_IsRefused()
    {
        await ActionRefusedAsync(o => o.Id = null, "ID required on workflow action");
        await ActionRefusedAsync(o => o.TaskQueue = null, "Task queue required on workflow action");
        await ActionRefusedAsync(
            o => o.IdReusePolicy = WorkflowIdReusePolicy.RejectDuplicate,
            "ID reuse policy cannot change from default for scheduled workflow");
        await ActionRefusedAsync(
            o => o.IdConflictPolicy = WorkflowIdConflictPolicy.UseExisting,
            "ID conflict policy cannot change from default for scheduled workflow");
        await ActionRefusedAsync(o => o.CronSchedule = "@daily", "Cron schedule cannot be set on scheduled workflow");
        await ActionRefusedAsync(
            o => o.StartSignalArgs = [1], "Start signal and/or start signal args cannot be set on scheduled workflow");
        await ActionRefusedAsync(o => o.Rpc = new(), "RPC options cannot be set on scheduled workflow");
        await RefusedAsync(() => Client.GetScheduleHandle("any").BackfillAsync([]), "At least one backfill required");

        static async Task ActionRefusedAsync(Action<WorkflowOptions> configure, string fault)
        {
            var options = new WorkflowOptions("id", "queue");
            configure(options);
            await RefusedAsync(
                () => Client.CreateScheduleAsync(
                    "any", new(ScheduleActionStartWorkflow.Create("any", [], options), new())),
                fault);
        }
    }

    [Fact]
    public async Task Connection_OptionsThatCannotWork_AreRefused()
    {
        await RefusedAsync(() => TemporalConnection.ConnectAsync(new()), "TargetHost is required");
        await RefusedAsync(() => TemporalConnection.ConnectAsync(new("http://host:1")), "TargetHost cannot have ://");
        await RefusedAsync(
            () => TemporalConnection.ConnectAsync(new("host:1") { Tls = new() { ClientCert = [1] } }),
            "Client cert and private key must both be present or neither when TlsOptions is configured");
    }

    [Fact]
    public void Autoscaling_NegativeNumber_IsRefused() =>
        Should.Throw<ArgumentException>(() => new PollerBehavior.Autoscaling(initial: -1))
            .Message.ShouldBe("Minimum, maximum, and initial must be >= 0");

    private static async Task RefusedAsync(Func<Task> call, string fault) =>
        (await Should.ThrowAsync<ArgumentException>(call)).Message.ShouldBe(fault);
}
