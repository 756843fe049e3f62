using Temporalio.Client;
using Temporalio.Common;
using Temporalio.Exceptions;
using Temporalio.Tests.Workflows;
using Temporalio.Worker;

namespace Temporalio.Tests.Samples;

[Collection(EndToEndCollection.Name)]
public class VersioningTests(EndToEndFixture server)
{
    private const int PauseMs = 20;

    private readonly string _queue = $"versions-{Guid.NewGuid():N}";
    private readonly string _deployment = $"shop-{Guid.NewGuid():N}";

    [Fact]
    public async Task WorkerVersioning_NewVersionSetCurrent_PinnedRunsStayAndOthersMoveOn()
    {
        using var one = Worker("1.0");
        using var two = Worker("2.0");
        await one.ExecuteAsync(() => two.ExecuteAsync(async () =>
        {
            await SetCurrentAsync("1.0");
            var pinned = await server.Client.StartWorkflowAsync(
                (PinnedWorkflow wf) => wf.RunAsync(), EndToEndFixture.Options(_queue));
            var upgrading = await server.Client.StartWorkflowAsync(
                (UpgradingWorkflow wf) => wf.RunAsync(), EndToEndFixture.Options(_queue));
            await StepAsync(pinned, 1);
            await StepAsync(upgrading, 1);

            await SetCurrentAsync("2.0");
            await StepAsync(pinned, 2);
            await StepAsync(upgrading, 2);

            await pinned.SignalAsync(wf => wf.FinishAsync());
            await upgrading.SignalAsync(wf => wf.FinishAsync());
            (await pinned.GetResultAsync()).ShouldBe(["1.0", "1.0"]);
            (await upgrading.GetResultAsync()).ShouldBe(["1.0", "2.0"]);
            var info = (await pinned.DescribeAsync()).RawDescription.WorkflowExecutionInfo.VersioningInfo;
            info.DeploymentVersion.BuildId.ShouldBe("1.0");
        })).WaitAsync(TimeSpan.FromSeconds(60));
    }

    private TemporalWorker Worker(string build) => new(
        server.Client,
        new TemporalWorkerOptions(_queue)
        {
            DeploymentOptions = new(new WorkerDeploymentVersion(_deployment, build), useWorkerVersioning: true),
        }.AddWorkflow<PinnedWorkflow>().AddWorkflow<UpgradingWorkflow>().AddAllActivities(new BuildActivities(build)));

    /// <summary>A version can be set current once its worker polled both queues.</summary>
    private async Task SetCurrentAsync(string build)
    {
        while (await QueuesAsync(build) < 2)
        {
            await Task.Delay(PauseMs);
        }

        await server.Client.WorkflowService.SetWorkerDeploymentCurrentVersionAsync(new()
        {
            Namespace = "default",
            DeploymentName = _deployment,
            BuildId = build,
        });
    }

    private async Task<int> QueuesAsync(string build)
    {
        try
        {
            var version = await server.Client.WorkflowService.DescribeWorkerDeploymentVersionAsync(new()
            {
                Namespace = "default",
                DeploymentVersion = new() { DeploymentName = _deployment, BuildId = build },
            });
            return version.WorkerDeploymentVersionInfo.TaskQueueInfos.Count;
        }
        catch (RpcException e) when (e.Code == RpcException.StatusCode.NotFound)
        {
            return 0;
        }
    }

    private static async Task StepAsync<T>(WorkflowHandle<T, IReadOnlyList<string>> handle, int steps)
        where T : Stepping
    {
        await handle.SignalAsync(wf => wf.StepAsync());
        while (await handle.QueryAsync(wf => wf.Steps()) < steps)
        {
            await Task.Delay(PauseMs);
        }
    }
}
