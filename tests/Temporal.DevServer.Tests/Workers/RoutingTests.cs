using Temporal.DevServer.Grpc;
using Temporalio.Api.Command.V1;
using Temporalio.Api.Deployment.V1;
using Temporalio.Api.Enums.V1;
using Temporalio.Api.Workflow.V1;
using Temporalio.Api.WorkflowService.V1;

namespace Temporal.DevServer.Tests.Workers;

/// <summary>Which version's workers get a task. Nothing waits for them: a poll that finds nothing ends after a second.</summary>
public sealed class RoutingTests : VersionTest
{
    [Fact]
    public async Task NewRun_WaitsForTheVersionThatIsCurrent()
    {
        await StartAsync("w");
        (await PollAsync("1")).TaskToken.ShouldBeEmpty();

        await SetCurrentAsync("1");

        (await PollAsync("1")).WorkflowExecution.WorkflowId.ShouldBe("w");
    }

    [Fact]
    public async Task NewRun_WithoutACurrentVersion_GoesToWorkersWithoutOne()
    {
        await PollAsync("1");
        await StartAsync("w");

        (await PollAsync("1")).TaskToken.ShouldBeEmpty();
        (await PollUnversionedAsync()).WorkflowExecution.WorkflowId.ShouldBe("w");
    }

    [Fact]
    public async Task PinnedRun_StaysWithItsVersion_AnotherOneMovesOn()
    {
        await RunOnAsync("1", "pinned", VersioningBehavior.Pinned);
        await RunOnAsync("1", "upgrading", VersioningBehavior.AutoUpgrade);
        await PollAsync("2");

        await SignalAsync("pinned");
        await SignalAsync("upgrading");
        await SetCurrentAsync("2");

        (await PollAsync("2")).WorkflowExecution.WorkflowId.ShouldBe("upgrading");
        (await PollAsync("2")).TaskToken.ShouldBeEmpty();
        (await PollAsync("1")).WorkflowExecution.WorkflowId.ShouldBe("pinned");
    }

    [Fact]
    public async Task RunInTheCacheOfAnOldVersion_MovesOnWithItsWholeHistory()
    {
        await RunOnAsync("1", "w", VersioningBehavior.AutoUpgrade, sticky: "cache-of-1");
        await PollAsync("2");
        await SetCurrentAsync("2");

        await SignalAsync("w");

        (await PollAsync("2")).History.Events[0].EventType.ShouldBe(EventType.WorkflowExecutionStarted);
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(30, 6)]
    [InlineData(100, 20)]
    public async Task RampingVersion_GetsItsShareOfNewRuns(float percentage, int share)
    {
        await PollAsync("1");
        await PollAsync("2");
        await SetCurrentAsync("1");
        await RampAsync("2", percentage);

        for (var i = 0; i < 20; i++)
        {
            await StartAsync($"w{i}");
        }

        // The share of so few ids need not be exact; that of each id never changes.
        (await CountAsync("2")).ShouldBeInRange(share - 4 * Math.Sign(share % 20), share + 4 * Math.Sign(share % 20));
    }

    [Fact]
    public async Task Override_PinsARunToAVersion()
    {
        await RunOnAsync("1", "w", VersioningBehavior.AutoUpgrade);
        await PollAsync("2");
        await UpdateOptionsAsync(new() { VersioningOverride = PinnedTo("2") });

        await SignalAsync("w");

        (await PollAsync("1")).TaskToken.ShouldBeEmpty();
        (await PollAsync("2")).WorkflowExecution.WorkflowId.ShouldBe("w");
    }

    [Fact]
    public async Task ContinueAsNew_OfAPinnedRun_KeepsTheVersion()
    {
        await RunOnAsync("1", "w", VersioningBehavior.Pinned);
        await PollAsync("2");
        await SetCurrentAsync("2");
        await SignalAsync("w");

        await CompleteAsync("1", await PollAsync("1"), VersioningBehavior.Pinned, command: new()
        {
            CommandType = CommandType.ContinueAsNewWorkflowExecution,
            ContinueAsNewWorkflowExecutionCommandAttributes = new()
            {
                WorkflowType = new() { Name = "type" },
                TaskQueue = new() { Name = Queue },
            },
        });

        var next = await PollAsync("1", "5S");
        next.History.Events[0].WorkflowExecutionStartedEventAttributes.InheritedPinnedVersion
            .ShouldBe(new WorkerDeploymentVersion { DeploymentName = Deployment, BuildId = "1" });
    }

    [Fact]
    public async Task Query_IsAskedOfTheRunsVersion()
    {
        await RunOnAsync("1", "w", VersioningBehavior.Pinned);
        await PollAsync("2");
        await SetCurrentAsync("2");
        var asked = Client.CallAsync<QueryWorkflowResponse>(new QueryWorkflowRequest
        {
            Namespace = "default",
            Execution = new() { WorkflowId = "w" },
            Query = new() { QueryType = "state" },
        });

        var task = await PollAsync("1", "5S");
        await Client.CallAsync<RespondQueryTaskCompletedResponse>(new RespondQueryTaskCompletedRequest
        {
            Namespace = "default",
            TaskToken = task.TaskToken,
            CompletedType = QueryResultType.Answered,
        });

        await asked;
    }

    /// <summary>A run that workers of a version carried on once.</summary>
    private async Task RunOnAsync(string build, string id, VersioningBehavior behavior, string sticky = "")
    {
        await PollAsync(build);
        await SetCurrentAsync(build);
        await StartAsync(id);
        await CompleteAsync(build, await PollAsync(build), behavior, sticky);
        if (sticky.Length > 0)
        {
            await Client.CallAsync<PollWorkflowTaskQueueResponse>(
                new PollWorkflowTaskQueueRequest
                {
                    Namespace = "default",
                    TaskQueue = new() { Name = sticky, Kind = TaskQueueKind.Sticky, NormalName = Queue },
                    DeploymentOptions = Options(build),
                },
                timeout: "2S");
        }
    }

    private Task CompleteAsync(
        string build, PollWorkflowTaskQueueResponse task, VersioningBehavior behavior, string sticky = "", Command? command = null)
    {
        var request = new RespondWorkflowTaskCompletedRequest
        {
            Namespace = "default",
            TaskToken = task.TaskToken,
            VersioningBehavior = behavior,
            DeploymentOptions = Options(build),
            StickyAttributes = sticky.Length == 0 ? null : new()
            {
                WorkerTaskQueue = new() { Name = sticky, Kind = TaskQueueKind.Sticky, NormalName = Queue },
                ScheduleToStartTimeout = Google.Protobuf.WellKnownTypes.Duration.FromTimeSpan(TimeSpan.FromMinutes(1)),
            },
        };
        request.Commands.Add(command is null ? [] : [command]);
        return Client.CallAsync<RespondWorkflowTaskCompletedResponse>(request);
    }

    private async Task<int> CountAsync(string build)
    {
        for (var count = 0; ; count++)
        {
            if ((await PollAsync(build)).TaskToken.IsEmpty)
            {
                return count;
            }
        }
    }

    private Task<PollWorkflowTaskQueueResponse> PollUnversionedAsync() =>
        Client.CallAsync<PollWorkflowTaskQueueResponse>(
            new PollWorkflowTaskQueueRequest { Namespace = "default", TaskQueue = new() { Name = Queue } }, timeout: "2S");

    private Task SignalAsync(string id) => Client.CallAsync<SignalWorkflowExecutionResponse>(
        new SignalWorkflowExecutionRequest
        {
            Namespace = "default",
            WorkflowExecution = new() { WorkflowId = id },
            SignalName = "go",
        });
}
