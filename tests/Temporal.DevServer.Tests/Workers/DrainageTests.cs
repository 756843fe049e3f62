using System.Threading.Channels;
using Google.Protobuf.WellKnownTypes;
using Temporal.DevServer.Frontend.Namespaces;
using Temporal.DevServer.Frontend.Workers.Deployments;
using Temporal.DevServer.Matching;
using Temporal.DevServer.Persistence;
using Temporal.DevServer.State;
using Temporal.DevServer.Tests.History;
using Temporal.DevServer.Visibility;
using Temporalio.Api.Common.V1;
using Temporalio.Api.Deployment.V1;
using Temporalio.Api.Enums.V1;

namespace Temporal.DevServer.Tests.Workers;

/// <summary>When a version counts as drained.</summary>
public sealed class DrainageTests : IAsyncDisposable
{
    private static readonly NamespaceEntry s_ns = NamespaceRegistry.NewEntry("ns", TimeSpan.FromDays(1));

    private readonly ManualClock _clock = new();
    private readonly InMemoryVisibility _visibility = new();
    private readonly Channel<bool> _changes = Channel.CreateUnbounded<bool>();
    private readonly DeploymentBook _book;
    private readonly DrainageWatch _watch;

    public DrainageTests()
    {
        _book = new DeploymentBook(new NoRecordStore<StoredDeployment>(), _clock);
        _watch = new DrainageWatch(_book, _visibility, _clock);
        _book.Changed = (_, all) =>
        {
            _watch.Follow(all);
            _changes.Writer.TryWrite(true);
        };
        _watch.Start();
    }

    public async ValueTask DisposeAsync()
    {
        await _watch.DisposeAsync();
        _book.Dispose();
    }

    [Fact]
    public async Task Version_NoLongerCurrent_IsDrainedOnceNoOpenRunIsPinnedToIt()
    {
        await ReplaceAsync();
        Show(WorkflowExecutionStatus.Running);

        (await CheckAsync()).Status.ShouldBe(VersionDrainageStatus.Draining);
        Show(WorkflowExecutionStatus.Completed);
        var drained = await CheckAsync();

        drained.Status.ShouldBe(VersionDrainageStatus.Drained);
        drained.LastChangedTime.ShouldBe(drained.LastCheckedTime);
        DeploymentShape.Describe(_book.Require(s_ns, "shop"), Version("1")).WorkerDeploymentVersionInfo.Status
            .ShouldBe(WorkerDeploymentVersionStatus.Drained);
    }

    [Fact]
    public async Task Version_CurrentAgain_DrainsNoMore()
    {
        await ReplaceAsync();

        await SetCurrentAsync("1");

        Version("1").DrainageInfo.ShouldBeNull();
        Version("2").DrainageInfo.Status.ShouldBe(VersionDrainageStatus.Draining);
    }

    [Fact]
    public async Task Version_PolledAfterItsNamespaceWasForgotten_IsMadeAgain()
    {
        await PollAsync("1");
        await _book.ForgetAllAsync(s_ns);

        await PollAsync("1");

        _book.List(s_ns).ShouldHaveSingleItem().Versions.ShouldHaveSingleItem();
    }

    /// <summary>Version 1 was current, now it is 2.</summary>
    private async Task ReplaceAsync()
    {
        await PollAsync("1");
        await PollAsync("2");
        await SetCurrentAsync("1");
        await SetCurrentAsync("2");
    }

    private Task PollAsync(string build) => _book.NoteAsync(
        s_ns.Id, new() { DeploymentName = "shop", BuildId = build }, "queue", TaskQueueType.Workflow);

    private Task SetCurrentAsync(string build) => _book.UpdateAsync(s_ns, "shop", "me", deployment =>
        new RoutingChange(new TaskQueues(_clock), "me", Google.Protobuf.ByteString.Empty).SetCurrent(
            deployment, build, Timestamp.FromDateTimeOffset(_clock.UtcNow)));

    private WorkerDeploymentVersionInfo Version(string build) => DeploymentShape.Find(_book.Require(s_ns, "shop"), build)!;

    /// <summary>Lets the time of a check come, and waits until it is written down.</summary>
    private async Task<VersionDrainageInfo> CheckAsync()
    {
        while (_changes.Reader.TryRead(out _))
        {
        }

        _clock.Advance(TimeSpan.FromMinutes(3));
        await _changes.Reader.ReadAsync();
        return Version("1").DrainageInfo;
    }

    private void Show(WorkflowExecutionStatus status) => _visibility.Upsert(new VisibilityRecord
    {
        Key = new RunKey(s_ns.Id, "w", "r"),
        WorkflowType = "type",
        TaskQueue = "queue",
        Status = status,
        StartTime = Timestamp.FromDateTimeOffset(_clock.UtcNow),
        ExecutionTime = Timestamp.FromDateTimeOffset(_clock.UtcNow),
        Memo = new Memo(),
        SearchAttributes = new SearchAttributes
        {
            IndexedFields =
            {
                ["TemporalWorkerDeploymentVersion"] = DevServer.History.SearchAttributeRules.Keyword("shop:1"),
                ["TemporalWorkflowVersioningBehavior"] = DevServer.History.SearchAttributeRules.Keyword("Pinned"),
            },
        },
        Root = new WorkflowExecution { WorkflowId = "w", RunId = "r" },
        FirstRunId = "r",
    });
}
