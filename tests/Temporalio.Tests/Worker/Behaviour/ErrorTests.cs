using Temporalio.Activities;
using Temporalio.Api.Enums.V1;
using Temporalio.Api.Failure.V1;
using Temporalio.Api.History.V1;
using Temporalio.Client;
using Temporalio.Converters;
using Temporalio.Exceptions;
using Temporalio.Tests.Workflows;
using Temporalio.Worker;
using Temporalio.Workflows;

namespace Temporalio.Tests.Worker.Behaviour;

/// <summary>What callers and histories say of mistakes: the texts are those of the official package.</summary>
[Collection(EndToEndCollection.Name)]
public class ErrorTests(EndToEndFixture server)
{
    [Theory]
    [InlineData("negative timer", "Delay duration cannot be less than 0")]
    [InlineData("untraced command", "Function during tracing event listener disabling created workflow commands")]
    [InlineData("throwing condition", "thrown by the condition")]
    [InlineData("unknown local activity", "Activity nowhere is not registered on this worker, no available activities.")]
    public Task Mistake_OfTheWorkflow_FailsItsTask(string mistake, string message) => server.WithWorkerAsync(
        options => options.AddWorkflow<MistakenWorkflow>(),
        async queue =>
        {
            var handle = await server.Client.StartWorkflowAsync(
                (MistakenWorkflow wf) => wf.RunAsync(mistake), EndToEndFixture.Options(queue));
            (await FailedTaskAsync(handle)).Failure.Message.ShouldBe(message);
            await handle.TerminateAsync();
        });

    [Fact]
    public Task Validator_IssuesACommand_FailsTheTask() => server.WithWorkerAsync(
        options => options.AddWorkflow<MistakenWorkflow>(),
        async queue =>
        {
            var handle = await server.Client.StartWorkflowAsync(
                (MistakenWorkflow wf) => wf.RunAsync("none"), EndToEndFixture.Options(queue));
            var update = handle.ExecuteUpdateAsync(wf => wf.CommandingAsync());
            (await FailedTaskAsync(handle)).Failure.Message.ShouldBe(
                "Update validator for Commanding created workflow commands");
            await handle.TerminateAsync();
            await Should.ThrowAsync<Exception>(() => update);
        });

    [Theory]
    [InlineData(new object[] { 12 }, "Update Named had failure decoding parameters")]
    [InlineData(
        new object[0], "Update Named given 0 parameter(s), but more than that are required by the signature")]
    public Task Update_WrongArguments_IsRejected(object[] args, string message) => server.WithWorkerAsync(
        options => options.AddWorkflow<MistakenWorkflow>(),
        async queue =>
        {
            var handle = await server.Client.StartWorkflowAsync(
                (MistakenWorkflow wf) => wf.RunAsync("none"), EndToEndFixture.Options(queue));
            var failed = await Should.ThrowAsync<WorkflowUpdateFailedException>(
                () => handle.ExecuteUpdateAsync("Named", args));
            failed.InnerException.ShouldBeOfType<ApplicationFailureException>().Message.ShouldBe(message);
            await handle.TerminateAsync();
        });

    [Fact]
    public Task Arguments_Unreadable_FailAWorkflowThatFailsByEveryException() => server.WithWorkerAsync(
        options => options.AddWorkflow<StrictWorkflow>(),
        async queue =>
        {
            var failed = await Should.ThrowAsync<WorkflowFailedException>(() => server.Client.ExecuteWorkflowAsync(
                nameof(StrictWorkflow), [12], EndToEndFixture.Options(queue)));
            failed.InnerException.ShouldBeOfType<ApplicationFailureException>().Message.ShouldBe(
                "Workflow StrictWorkflow had failure decoding parameters");
        });

    [Fact]
    public Task Activity_TooFewArguments_FailsWithWhatItWants() => server.WithWorkerAsync(
        options => options.AddWorkflow<CallingWorkflow>().AddActivity(CallingWorkflow.AddAsync),
        async queue =>
        {
            var failed = await Should.ThrowAsync<WorkflowFailedException>(() => server.Client.ExecuteWorkflowAsync(
                (CallingWorkflow wf) => wf.RunAsync("Add"), EndToEndFixture.Options(queue)));
            var failure = failed.InnerException.ShouldBeOfType<ActivityFailureException>().InnerException
                .ShouldBeOfType<ApplicationFailureException>();
            failure.Message.ShouldBe("Failed decoding parameters");
            failure.InnerException!.Message.ShouldBe(
                "Activity Add given 1 parameter(s), but more than that are required by the signature");
        });

    [Fact]
    public async Task Activity_FailureCannotBeConverted_FailsWithThat()
    {
        var options = (TemporalClientOptions)server.Client.Options.Clone();
        options.DataConverter = DataConverter.Default with { FailureConverter = new RefusingConverter() };
        var queue = $"queue-{Guid.NewGuid():N}";
        using var worker = new TemporalWorker(
            new TemporalClient(server.Client.Connection, options),
            new TemporalWorkerOptions(queue).AddWorkflow<CallingWorkflow>().AddActivity(CallingWorkflow.BreakAsync));
        await worker.ExecuteAsync(async () =>
        {
            var failed = await Should.ThrowAsync<WorkflowFailedException>(() => server.Client.ExecuteWorkflowAsync(
                (CallingWorkflow wf) => wf.RunAsync("Break"), EndToEndFixture.Options(queue)));
            failed.InnerException!.InnerException!.Message.ShouldStartWith(
                "Failed building completion: System.NotSupportedException: no word for it");
        });
    }

    [Fact]
    public Task Child_IdInUse_IsAPlainFailureForTheParentsCaller() => server.WithWorkerAsync(
        options => options.AddWorkflow<StrictWorkflow>().AddWorkflow<MistakenWorkflow>(),
        async queue =>
        {
            var options = EndToEndFixture.Options(queue);
            var failed = await Should.ThrowAsync<WorkflowFailedException>(() => server.Client.ExecuteWorkflowAsync(
                (MistakenWorkflow wf) => wf.RunAsync("own id for a child"), options));
            failed.InnerException.ShouldBeOfType<FailureException>().Message.ShouldBe("Child workflow already started");
        });

    [Fact]
    public Task RunMethod_CalledByItsBaseClass_NamesTheWorkflow() => server.WithWorkerAsync(
        options => options.AddWorkflow<DerivedWorkflow>(),
        async queue => (await CallAsync<DerivedWorkflow>(queue)).ShouldBe("derived"));

    [Fact]
    public void MethodGroup_InsteadOfACall_IsRefused() =>
        Should.Throw<ArgumentException>(() => server.Client.GetWorkflowHandle<MistakenWorkflow>("none")
                .QueryAsync<Func<string>>(wf => wf.Question))
            .Message.ShouldBe("Expression must be a single method call or property access");

    [Fact]
    public async Task Worker_StartedAgain_IsRefused()
    {
        using var worker = new TemporalWorker(
            server.Client, new TemporalWorkerOptions("once").AddWorkflow<MistakenWorkflow>());
        await worker.ExecuteAsync(() => Task.CompletedTask);
        (await Should.ThrowAsync<InvalidOperationException>(() => worker.ExecuteAsync(() => Task.CompletedTask)))
            .Message.ShouldBe("Already started");
    }

    [Fact]
    public async Task Worker_StartedAfterItsEnd_IsRefused()
    {
        var worker = new TemporalWorker(
            server.Client, new TemporalWorkerOptions("disposed").AddWorkflow<MistakenWorkflow>());
        worker.Dispose();
        await Should.ThrowAsync<ObjectDisposedException>(() => worker.ExecuteAsync(() => Task.CompletedTask));
    }

    [Fact]
    public async Task Worker_NamespaceUnknown_FailsAtItsStart()
    {
        var options = (TemporalClientOptions)server.Client.Options.Clone();
        options.Namespace = "nowhere";
        using var worker = new TemporalWorker(
            new TemporalClient(server.Client.Connection, options),
            new TemporalWorkerOptions("queue").AddWorkflow<StrictWorkflow>());
        var failed = await Should.ThrowAsync<InvalidOperationException>(
            () => worker.ExecuteAsync(() => Task.Delay(Timeout.Infinite)));
        failed.Message.ShouldStartWith(
            "Worker validation failed: Namespace nowhere was not found or otherwise could not be described");
    }

    private Task<string> CallAsync<T>(string queue)
        where T : BaseWorkflow =>
        server.Client.ExecuteWorkflowAsync((T wf) => wf.RunAsync(), EndToEndFixture.Options(queue));

    private static async Task<WorkflowTaskFailedEventAttributes> FailedTaskAsync(WorkflowHandle handle) =>
        (await EndToEndTests.WaitForEventAsync(handle, EventType.WorkflowTaskFailed)).WorkflowTaskFailedEventAttributes;

    [Workflow]
    public class MistakenWorkflow
    {
        [WorkflowRun]
        public async Task RunAsync(string mistake)
        {
            switch (mistake)
            {
                case "negative timer":
                    await Workflow.DelayAsync(-5);
                    break;
                case "untraced command":
                    await Workflow.Unsafe.WithTracingEventListenerDisabled(() => Workflow.DelayAsync(1));
                    break;
                case "throwing condition":
                    await Workflow.WaitConditionAsync(() => throw new ApplicationFailureException("thrown by the condition"));
                    break;
                case "unknown local activity":
                    await Workflow.ExecuteLocalActivityAsync(
                        "nowhere", [], new() { StartToCloseTimeout = TimeSpan.FromSeconds(5) });
                    break;
                case "own id for a child":
                    await Workflow.StartChildWorkflowAsync(
                        (StrictWorkflow wf) => wf.RunAsync("never"), new() { Id = Workflow.Info.WorkflowId });
                    break;
                default:
                    await Workflow.WaitConditionAsync(() => false);
                    break;
            }
        }

        [WorkflowQuery]
        public string Question() => "answer";

        [WorkflowUpdate]
        public Task NamedAsync(string name) => Task.CompletedTask;

        [WorkflowUpdate]
        public Task CommandingAsync() => Task.CompletedTask;

        [WorkflowUpdateValidator(nameof(CommandingAsync))]
        public void ValidateCommanding() => _ = Workflow.DelayAsync(1);
    }

    [Workflow(FailureExceptionTypes = [typeof(Exception)])]
    public class StrictWorkflow
    {
        [WorkflowRun]
        public Task RunAsync(string name) => Task.CompletedTask;
    }

    [Workflow]
    public class CallingWorkflow
    {
        [Activity]
        public static Task<int> AddAsync(int a, int b) => Task.FromResult(a + b);

        [Activity]
        public static Task BreakAsync(int value) => throw new InvalidOperationException("unspeakable");

        [WorkflowRun]
        public Task RunAsync(string activity) => Workflow.ExecuteActivityAsync(
            activity,
            [1],
            new() { StartToCloseTimeout = TimeSpan.FromSeconds(30), RetryPolicy = new() { MaximumAttempts = 1 } });
    }

    public class RefusingConverter : DefaultFailureConverter
    {
        public override Failure ToFailure(Exception exception, IPayloadConverter payloadConverter) =>
            exception.Message == "unspeakable"
                ? throw new NotSupportedException("no word for it")
                : base.ToFailure(exception, payloadConverter);
    }

    public abstract class BaseWorkflow
    {
        public abstract Task<string> RunAsync();
    }

    [Workflow]
    public class DerivedWorkflow : BaseWorkflow
    {
        [WorkflowRun]
        public override Task<string> RunAsync() => Task.FromResult("derived");
    }
}
