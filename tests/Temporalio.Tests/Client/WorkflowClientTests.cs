using Temporalio.Activities;
using Temporalio.Api.Enums.V1;
using Temporalio.Client;
using Temporalio.Exceptions;
using Temporalio.Worker;
using Temporalio.Workflows;

namespace Temporalio.Tests.Client;

public class WorkflowClientTests(ServerFixture server) : IClassFixture<ServerFixture>
{
    private readonly string _queue = $"tq-{Guid.NewGuid()}";

    private ITemporalClient Client => server.Env.Client;

    [Fact]
    public async Task ExecuteWorkflow_WithActivity_GivesItsResult()
    {
        var result = await RunAsync(() => Client.ExecuteWorkflowAsync((Greeter wf) => wf.RunAsync("Ann"), Options()));
        result.ShouldBe("Hello, Ann!");
    }

    [Fact]
    public async Task StartWorkflow_SameIdRunning_IsAlreadyStarted()
    {
        var options = Options();
        var first = await Client.StartWorkflowAsync((Waiter wf) => wf.RunAsync(), options);
        var error = await Should.ThrowAsync<WorkflowAlreadyStartedException>(
            () => Client.StartWorkflowAsync((Waiter wf) => wf.RunAsync(), options));
        error.WorkflowId.ShouldBe(options.Id);
        error.RunId.ShouldBe(first.ResultRunId);
        error.WorkflowType.ShouldBe("Waiter");
    }

    [Fact]
    public async Task Handle_SignalQueryUpdate_ReachTheWorkflow() => await RunAsync(async () =>
    {
        var handle = await Client.StartWorkflowAsync((Waiter wf) => wf.RunAsync(), Options());
        await handle.SignalAsync(wf => wf.AddAsync("a"));
        (await handle.ExecuteUpdateAsync(wf => wf.AppendAsync("b"))).ShouldBe(2);
        (await handle.QueryAsync(wf => wf.Items)).ShouldBe(["a", "b"]);
        await handle.SignalAsync(wf => wf.FinishAsync());
        (await handle.GetResultAsync()).ShouldBe("a,b");
        return 0;
    });

    [Fact]
    public async Task ExecuteUpdate_Refused_ThrowsUpdateFailed() => await RunAsync(async () =>
    {
        var handle = await Client.StartWorkflowAsync((Waiter wf) => wf.RunAsync(), Options());
        var error = await Should.ThrowAsync<WorkflowUpdateFailedException>(
            () => handle.ExecuteUpdateAsync(wf => wf.AppendAsync("")));
        error.InnerException.ShouldBeOfType<ApplicationFailureException>().ErrorType.ShouldBe("Empty");
        return 0;
    });

    [Fact]
    public async Task UpdateWithStart_NewWorkflow_StartsAndUpdates() => await RunAsync(async () =>
    {
        var options = Options();
        options.IdConflictPolicy = WorkflowIdConflictPolicy.UseExisting;
        var start = WithStartWorkflowOperation.Create((Waiter wf) => wf.RunAsync(), options);
        var count = await Client.ExecuteUpdateWithStartWorkflowAsync(
            (Waiter wf) => wf.AppendAsync("x"), new WorkflowUpdateWithStartOptions(start));
        count.ShouldBe(1);
        var handle = await start.GetHandleAsync();
        (await handle.QueryAsync(wf => wf.Items)).ShouldBe(["x"]);
        return 0;
    });

    [Fact]
    public async Task SignalWithStart_NewWorkflow_StartsAndSignals() => await RunAsync(async () =>
    {
        var options = Options();
        options.SignalWithStart((Waiter wf) => wf.AddAsync("first"));
        var handle = await Client.StartWorkflowAsync((Waiter wf) => wf.RunAsync(), options);
        await handle.SignalAsync(wf => wf.FinishAsync());
        (await handle.GetResultAsync()).ShouldBe("first");
        return 0;
    });

    [Fact]
    public async Task GetResult_FailedWorkflow_ThrowsWithCause() => await RunAsync(async () =>
    {
        var error = await Should.ThrowAsync<WorkflowFailedException>(
            () => Client.ExecuteWorkflowAsync((Greeter wf) => wf.RunAsync("nobody"), Options()));
        var activity = error.InnerException.ShouldBeOfType<ActivityFailureException>();
        activity.ActivityType.ShouldBe("Greet");
        var cause = activity.InnerException.ShouldBeOfType<ApplicationFailureException>();
        cause.ErrorType.ShouldBe("Nobody");
        cause.Details.ElementAt<int>(0).ShouldBe(7);
        return 0;
    });

    [Fact]
    public async Task GetResult_Terminated_ThrowsTerminated()
    {
        var handle = await Client.StartWorkflowAsync((Waiter wf) => wf.RunAsync(), Options());
        await handle.TerminateAsync("enough");
        var error = await Should.ThrowAsync<WorkflowFailedException>(() => handle.GetResultAsync());
        error.InnerException.ShouldBeOfType<TerminatedFailureException>().Message.ShouldBe("enough");
    }

    [Fact]
    public async Task Describe_RunningWorkflow_GivesItsFacts()
    {
        var options = Options();
        options.StaticSummary = "waits";
        options.Memo = new Dictionary<string, object> { ["k"] = 5 };
        var handle = await Client.StartWorkflowAsync((Waiter wf) => wf.RunAsync(), options);
        var description = await handle.DescribeAsync();
        description.Status.ShouldBe(WorkflowExecutionStatus.Running);
        description.WorkflowType.ShouldBe("Waiter");
        description.TaskQueue.ShouldBe(_queue);
        (await description.GetStaticSummaryAsync()).ShouldBe("waits");
        (await description.Memo["k"].ToValueAsync<int>()).ShouldBe(5);
    }

    [Fact]
    public async Task Signal_UnknownWorkflow_IsNotFound() =>
        (await Should.ThrowAsync<RpcException>(() => Client.GetWorkflowHandle("nowhere").SignalAsync("s", [])))
            .Code.ShouldBe(RpcException.StatusCode.NotFound);

    private WorkflowOptions Options() => new($"wf-{Guid.NewGuid()}", _queue);

    private async Task<T> RunAsync<T>(Func<Task<T>> act)
    {
        using var worker = new TemporalWorker(
            Client,
            new TemporalWorkerOptions(_queue)
                .AddActivity(Greeter.Greet)
                .AddWorkflow<Greeter>()
                .AddWorkflow<Waiter>());
        return await worker.ExecuteAsync(act);
    }

    [Workflow]
    public class Greeter
    {
        [Activity]
        public static string Greet(string name) => name == "nobody"
            ? throw new ApplicationFailureException("Nobody is there", "Nobody", nonRetryable: true, details: [7])
            : $"Hello, {name}!";

        [WorkflowRun]
        public Task<string> RunAsync(string name) => Workflow.ExecuteActivityAsync(
            () => Greet(name), new() { StartToCloseTimeout = TimeSpan.FromSeconds(10) });
    }

    [Workflow]
    public class Waiter
    {
        private readonly List<string> _items = [];
        private bool _finished;

        [WorkflowQuery]
        public IReadOnlyList<string> Items => _items;

        [WorkflowRun]
        public async Task<string> RunAsync()
        {
            await Workflow.WaitConditionAsync(() => _finished);
            return string.Join(',', _items);
        }

        [WorkflowSignal]
        public Task AddAsync(string item)
        {
            _items.Add(item);
            return Task.CompletedTask;
        }

        [WorkflowSignal]
        public Task FinishAsync()
        {
            _finished = true;
            return Task.CompletedTask;
        }

        [WorkflowUpdateValidator(nameof(AppendAsync))]
        public void ValidateAppend(string item)
        {
            if (item.Length == 0)
            {
                throw new ApplicationFailureException("Item is empty", "Empty");
            }
        }

        [WorkflowUpdate]
        public Task<int> AppendAsync(string item)
        {
            _items.Add(item);
            return Task.FromResult(_items.Count);
        }
    }
}
