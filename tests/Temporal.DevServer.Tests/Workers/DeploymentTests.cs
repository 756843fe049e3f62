#pragma warning disable CS0612 // The old texts of versions are still shown by the CLI and the UI.
using Google.Protobuf;
using Sagas.TestSupport;
using Temporal.DevServer.Grpc;
using Temporal.DevServer.Tests.Grpc;
using Temporalio.Api.Common.V1;
using Temporalio.Api.Deployment.V1;
using Temporalio.Api.Enums.V1;
using Temporalio.Api.Workflow.V1;
using Temporalio.Api.WorkflowService.V1;

namespace Temporal.DevServer.Tests.Workers;

public sealed class DeploymentTests : VersionTest
{
    [Fact]
    public async Task Poll_OfAVersion_MakesDeploymentAndVersionKnown()
    {
        await PollAsync("1");
        await PollAsync("2");

        var entry = (await ListAsync(Client)).ShouldHaveSingleItem();
        entry.Name.ShouldBe(Deployment);
        entry.RoutingConfig.CurrentVersion.ShouldBe("__unversioned__");
        entry.LatestVersionSummary.Version.ShouldBe("shop.2");
        entry.CurrentVersionSummary.ShouldBeNull();
        var described = await DescribeAsync();
        described.VersionSummaries.Select(v => (v.Version, v.Status)).ShouldBe(
        [
            ("shop.2", WorkerDeploymentVersionStatus.Inactive), ("shop.1", WorkerDeploymentVersionStatus.Inactive),
        ]);
        var version = await DescribeVersionAsync("1");
        version.TaskQueueInfos.Select(q => (q.Name, q.Type)).ShouldBe([(Queue, TaskQueueType.Workflow)]);
    }

    [Fact]
    public async Task SetCurrentAndRamping_MoveTheVersionsThroughTheirStates()
    {
        await PollAsync("1");
        await PollAsync("2");

        (await SetCurrentAsync("1")).PreviousVersion.ShouldBe("__unversioned__");
        await RampAsync("2", 25);

        var routing = (await DescribeAsync()).RoutingConfig;
        (routing.CurrentVersion, routing.RampingVersion, routing.RampingVersionPercentage, routing.RevisionNumber)
            .ShouldBe(("shop.1", "shop.2", 25, 2));
        (await StatusesAsync()).ShouldBe(
            [("shop.2", WorkerDeploymentVersionStatus.Ramping), ("shop.1", WorkerDeploymentVersionStatus.Current)]);

        (await SetCurrentAsync("2")).PreviousVersion.ShouldBe("shop.1");

        (await StatusesAsync()).ShouldBe(
            [("shop.2", WorkerDeploymentVersionStatus.Current), ("shop.1", WorkerDeploymentVersionStatus.Draining)]);
        (await DescribeAsync()).RoutingConfig.RampingVersion.ShouldBeEmpty();
        (await DescribeVersionAsync("1")).DrainageInfo.Status.ShouldBe(VersionDrainageStatus.Draining);
    }

    [Fact]
    public async Task Calls_ThatCannotBe_AreRefusedAsARealServerDoes()
    {
        (await FaultAsync(() => DescribeAsync())).ShouldBe((
            RpcCode.NotFound, "no Worker Deployment found with name 'shop'; does your Worker Deployment have pollers?"));
        await PollAsync("1");
        (await FaultAsync(() => DescribeVersionAsync("9"))).ShouldBe(
            (RpcCode.NotFound, "Worker Deployment Version not found"));
        (await FaultAsync(() => SetCurrentAsync("9"))).ShouldBe(
            (RpcCode.NotFound, "build ID '9' not found in Worker Deployment 'shop'"));
        (await FaultAsync(() => SetOldCurrentAsync("other.1"))).Code.ShouldBe(RpcCode.InvalidArgument);
        (await FaultAsync(() => SetCurrentAsync("1", ByteString.CopyFrom(1, 2, 3)))).ShouldBe(
            (RpcCode.FailedPrecondition, "conflict token mismatch"));
        await SetCurrentAsync("1");
        (await FaultAsync(() => DeleteVersionAsync("1"))).ShouldBe(
            (RpcCode.FailedPrecondition, "version 'shop:1' cannot be deleted since it is current or ramping"));
        (await FaultAsync(DeleteAsync)).ShouldBe(
            (RpcCode.FailedPrecondition, "deployment has versions, can't be deleted"));

        (await FaultAsync(() => RampAsync("1", 5))).ShouldBe(
            (RpcCode.FailedPrecondition, "requested ramping version shop.1 is already current"));
        (await SetOldCurrentAsync("__unversioned__")).PreviousVersion.ShouldBe("shop.1");
        (await FaultAsync(() => DeleteVersionAsync("1"))).ShouldBe(
            (RpcCode.FailedPrecondition, "version 'shop:1' cannot be deleted since it is draining"));
        (await FaultAsync(() => DeleteVersionAsync("1", skipDrainage: true))).ShouldBe(
            (RpcCode.FailedPrecondition, "version 'shop:1' cannot be deleted since it has active pollers"));
        await DeleteVersionAsync("unknown");
    }

    [Fact]
    public async Task Version_ThatNobodyPolled_CanBeMadeCurrentBeforehandAndDeleted()
    {
        await SetCurrentAsync("1", allowNoPollers: true);
        await SetCurrentAsync("");
        await DeleteVersionAsync("1", skipDrainage: true);
        await DeleteAsync();
        await DeleteAsync();

        (await ListAsync(Client)).ShouldBeEmpty();
    }

    [Fact]
    public async Task SetCurrent_OfWhatIsCurrent_ByTheSameCaller_ChangesNothing()
    {
        await PollAsync("1");
        var first = await SetCurrentAsync("1", identity: "me");

        var again = await SetCurrentAsync("1", first.ConflictToken, identity: "me");

        (again.PreviousVersion, again.ConflictToken).ShouldBe(("shop.1", first.ConflictToken));
        (await DescribeAsync()).RoutingConfig.RevisionNumber.ShouldBe(1);
        (await SetCurrentAsync("1", identity: "another")).ConflictToken.ShouldNotBe(first.ConflictToken);
    }

    [Fact]
    public async Task Manager_KeepsOthersFromChangingWhatIsCurrent()
    {
        await PollAsync("1");
        await Client.CallAsync<SetWorkerDeploymentManagerResponse>(new SetWorkerDeploymentManagerRequest
        {
            Namespace = "default",
            DeploymentName = Deployment,
            Self = true,
            Identity = "boss",
        });

        var fault = await FaultAsync(() => SetCurrentAsync("1", identity: "me"));
        await SetCurrentAsync("1", identity: "boss");

        fault.Code.ShouldBe(RpcCode.FailedPrecondition);
        fault.Message.ShouldStartWith("ManagerIdentity 'boss' is set and does not match user identity 'me'");
    }

    [Fact]
    public async Task Override_ToAVersionThatNeverPolledTheQueue_IsRefused()
    {
        const string text = "Pinned version 'shop:9' is not present in task queue 'queue' of type 'Workflow'";
        await PollAsync("1");
        await StartAsync("w", PinnedTo("1"));

        (await FaultAsync(() => StartAsync("v", PinnedTo("9")))).ShouldBe((RpcCode.FailedPrecondition, text));
        (await FaultAsync(() => UpdateOptionsAsync(new() { VersioningOverride = PinnedTo("9") }))).ShouldBe(
            (RpcCode.FailedPrecondition, text));
        (await FaultAsync(() => StartAsync("v", new VersioningOverride()))).ShouldBe(
            (RpcCode.InvalidArgument, "override behavior is required"));
        (await FaultAsync(() => StartAsync("v", new VersioningOverride { Pinned = new() }))).ShouldBe(
            (RpcCode.InvalidArgument, "must provide version if override is pinned."));
    }

    [Fact]
    public async Task Reset_WithNewOptions_GivesThemToTheRunItMakes()
    {
        await PollAsync("1");
        await StartAsync("w");
        var task = await Client.CallAsync<PollWorkflowTaskQueueResponse>(
            new PollWorkflowTaskQueueRequest { Namespace = "default", TaskQueue = new() { Name = Queue } }, timeout: "5S");
        await Client.CallAsync<RespondWorkflowTaskCompletedResponse>(
            new RespondWorkflowTaskCompletedRequest { Namespace = "default", TaskToken = task.TaskToken });

        await Client.CallAsync<ResetWorkflowExecutionResponse>(new ResetWorkflowExecutionRequest
        {
            Namespace = "default",
            WorkflowExecution = new() { WorkflowId = "w" },
            RequestId = "reset",
            WorkflowTaskFinishEventId = 4,
            PostResetOperations =
            {
                new PostResetOperation
                {
                    UpdateWorkflowOptions = new()
                    {
                        WorkflowExecutionOptions = new() { VersioningOverride = PinnedTo("1") },
                        UpdateMask = new() { Paths = { "versioning_override" } },
                    },
                },
            },
        });

        (await PollAsync("1", "5S")).History.Events.Select(e => e.EventType).ToArray()[^4..].ShouldBe(
        [
            EventType.WorkflowTaskFailed, EventType.WorkflowExecutionOptionsUpdated, EventType.WorkflowTaskScheduled,
            EventType.WorkflowTaskStarted,
        ]);
    }

    [Fact]
    public async Task Completion_OfAPinnedVersion_ShowsOnTheRun()
    {
        await PollAsync("1");
        await SetCurrentAsync("1");
        await StartAsync("w");
        var task = await PollAsync("1");
        await Client.CallAsync<RespondWorkflowTaskCompletedResponse>(new RespondWorkflowTaskCompletedRequest
        {
            Namespace = "default",
            TaskToken = task.TaskToken,
            VersioningBehavior = VersioningBehavior.Pinned,
            DeploymentOptions = Options("1"),
        });

        var info = await InfoAsync("w");
        info.WorkerDeploymentName.ShouldBe(Deployment);
        (info.VersioningInfo.Behavior, info.VersioningInfo.Version).ShouldBe((VersioningBehavior.Pinned, "shop.1"));
        Text(info, "BuildIds").ShouldBe("""["pinned:shop:1"]""");
        Text(info, "TemporalWorkerDeploymentVersion").ShouldBe("\"shop:1\"");
        Text(info, "TemporalUsedWorkerDeploymentVersions").ShouldBe("""["shop:1"]""");
        Text(info, "TemporalWorkflowVersioningBehavior").ShouldBe("\"Pinned\"");
    }

    [Fact]
    public async Task UpdateOptions_SetsAndTakesAwayAnOverrideWithOneEventEach()
    {
        await PollAsync("1");
        await StartAsync("w");
        var pinned = PinnedTo("1");

        (await UpdateOptionsAsync(new() { VersioningOverride = pinned })).VersioningOverride.ShouldBe(pinned);
        await UpdateOptionsAsync(new() { VersioningOverride = pinned });
        (await InfoAsync("w")).VersioningInfo.VersioningOverride.ShouldBe(pinned);
        await UpdateOptionsAsync(new());

        (await InfoAsync("w")).VersioningInfo.ShouldBeNull();
        var events = (await Client.CallAsync<GetWorkflowExecutionHistoryResponse>(new GetWorkflowExecutionHistoryRequest
        {
            Namespace = "default",
            Execution = new() { WorkflowId = "w" },
        })).History.Events.Where(e => e.EventType == EventType.WorkflowExecutionOptionsUpdated).ToList();
        events.ShouldAllBe(e => e.WorkerMayIgnore);
        events.Select(e => e.WorkflowExecutionOptionsUpdatedEventAttributes).Select(
            e => (e.VersioningOverride is not null, e.UnsetVersioningOverride)).ShouldBe([(true, false), (false, true)]);
    }

    [PostgresFact]
    public async Task Deployment_AfterARestart_IsThere()
    {
        var options = new DevServerOptions
        {
            Database = await (await PostgresCluster.SharedAsync()).CreateDatabaseAsync(),
        };
        await using (var before = await DevServerHost.StartAsync(options, default))
        {
            using var client = new GrpcTestClient(before.Address);
            await client.CallAsync<PollWorkflowTaskQueueResponse>(PollRequest("1"), timeout: "2S");
        }

        await using var server = await DevServerHost.StartAsync(options, default);
        using var later = new GrpcTestClient(server.Address);
        (await ListAsync(later)).Single().LatestVersionSummary.Version.ShouldBe("shop.1");
    }

    private static string Text(WorkflowExecutionInfo info, string attribute) =>
        info.SearchAttributes.IndexedFields[attribute].Data.ToStringUtf8();

    private static async Task<(RpcCode Code, string Message)> FaultAsync(Func<Task> call)
    {
        var fault = await Should.ThrowAsync<RpcException>(call);
        return (fault.Code, fault.Message);
    }

    private static async Task<IReadOnlyList<ListWorkerDeploymentsResponse.Types.WorkerDeploymentSummary>> ListAsync(
        GrpcTestClient client) => (await client.CallAsync<ListWorkerDeploymentsResponse>(
        new ListWorkerDeploymentsRequest { Namespace = "default" })).WorkerDeployments;

    private async Task<WorkerDeploymentInfo> DescribeAsync() => (await Client.CallAsync<DescribeWorkerDeploymentResponse>(
        new DescribeWorkerDeploymentRequest { Namespace = "default", DeploymentName = Deployment })).WorkerDeploymentInfo;

    private async Task<IEnumerable<(string, WorkerDeploymentVersionStatus)>> StatusesAsync() =>
        (await DescribeAsync()).VersionSummaries.Select(v => (v.Version, v.Status));

    private async Task<WorkerDeploymentVersionInfo> DescribeVersionAsync(string build) =>
        (await Client.CallAsync<DescribeWorkerDeploymentVersionResponse>(new DescribeWorkerDeploymentVersionRequest
        {
            Namespace = "default",
            DeploymentVersion = new() { DeploymentName = Deployment, BuildId = build },
        })).WorkerDeploymentVersionInfo;

    /// <summary>As clients of old name a version.</summary>
    private Task<SetWorkerDeploymentCurrentVersionResponse> SetOldCurrentAsync(string version) =>
        Client.CallAsync<SetWorkerDeploymentCurrentVersionResponse>(new SetWorkerDeploymentCurrentVersionRequest
        {
            Namespace = "default",
            DeploymentName = Deployment,
            Version = version,
        });

    private Task DeleteVersionAsync(string build, bool skipDrainage = false) =>
        Client.CallAsync<DeleteWorkerDeploymentVersionResponse>(new DeleteWorkerDeploymentVersionRequest
        {
            Namespace = "default",
            DeploymentVersion = new() { DeploymentName = Deployment, BuildId = build },
            SkipDrainage = skipDrainage,
        });

    private Task DeleteAsync() => Client.CallAsync<DeleteWorkerDeploymentResponse>(
        new DeleteWorkerDeploymentRequest { Namespace = "default", DeploymentName = Deployment });
}
