using Temporalio.Api.Common.V1;
using Temporalio.Api.Enums.V1;
using Temporalio.Converters;
using Temporalio.Exceptions;
using Temporalio.Tests.Worker.Recorded;
using Temporalio.Workflows;

namespace Temporalio.Tests.Worker;

public class WorkflowTaskProcessorTests
{
    private const string TimerHistory = "nondeterminism-recorded-and-fixed--main--run1";

    [Fact]
    public async Task ChangedWorkflow_FirstAttempt_IsReportedAsNondeterminism()
    {
        using var driver = Driver(TimerHistory, typeof(DriftingV2));
        await driver.Processor.ProcessAsync(driver.TaskAt(driver.CompletedTasks.Last(), false), () => { });
        var failed = driver.Service.Failed.ShouldHaveSingleItem();
        failed.Cause.ShouldBe(WorkflowTaskFailedCause.NonDeterministicError);
        failed.Failure.Message.ShouldStartWith("[TMPRL1100] Nondeterminism error: event 5 TimerStarted");
        driver.Processor.Cache.Count.ShouldBe(0);
    }

    [Fact]
    public async Task ChangedWorkflow_LaterAttempt_SaysNothing()
    {
        using var driver = Driver(TimerHistory, typeof(DriftingV2));
        var task = driver.TaskAt(driver.CompletedTasks.Last(), false);
        task.Attempt = 2;
        await driver.Processor.ProcessAsync(task, () => { });
        driver.Service.Failed.ShouldBeEmpty();
        driver.Service.Completed.ShouldBeEmpty();
    }

    [Fact]
    public async Task UnknownWorkflowType_Task_FailsWithTheKnownOnes()
    {
        using var driver = Driver(TimerHistory, typeof(Echo));
        await driver.Processor.ProcessAsync(driver.TaskAt(driver.CompletedTasks.First(), false), () => { });
        var failure = driver.Service.Failed.ShouldHaveSingleItem().Failure;
        failure.ApplicationFailureInfo.Type.ShouldBe("NotFoundError");
        failure.Message.ShouldBe(
            "Workflow type drifting is not registered on this worker, available workflows: echo");
    }

    [Fact]
    public async Task Answer_NotAccepted_DropsTheState()
    {
        using var driver = Driver("timer-fires--main--run1", typeof(Sleeper));
        driver.Service.CompletionError = new RpcException(
            RpcException.StatusCode.NotFound, "Workflow task not found.", null);
        await driver.Processor.ProcessAsync(driver.TaskAt(driver.CompletedTasks.First(), false), () => { });
        driver.Processor.Cache.Count.ShouldBe(0);
    }

    [Fact]
    public async Task InlineTask_InTheAnswer_IsWorkedOnAtOnce()
    {
        using var driver = Driver("timer-fires--main--run1", typeof(Sleeper));
        var tasks = driver.CompletedTasks.ToList();
        driver.Service.NextResponse = new() { WorkflowTask = driver.TaskAt(tasks[1], true) };
        await driver.Processor.ProcessAsync(driver.TaskAt(tasks[0], false), () => { });
        driver.Service.Completed.Count.ShouldBe(2);
        driver.Service.HistoryReads.ShouldBe(0);
        driver.Service.Completed[1].Commands.ShouldHaveSingleItem()
            .CommandType.ShouldBe(CommandType.CompleteWorkflowExecution);
    }

    [Fact]
    public async Task Query_OfCachedWorkflow_NeedsNoHistory()
    {
        using var driver = Driver("query-running--main--run1", typeof(Collector));
        var task = driver.TaskAt(driver.CompletedTasks.First(), false);
        await driver.Processor.ProcessAsync(task, () => { });
        var query = task.Clone();
        query.History = new();
        query.StartedEventId = 0;
        query.Query = new() { QueryType = "items" };
        await driver.Processor.ProcessAsync(query, () => { });
        driver.Service.HistoryReads.ShouldBe(0);
        driver.Service.Queries.ShouldHaveSingleItem().QueryResult.Payloads_[0].Data.ToStringUtf8()
            .ShouldBe("[\"a\",\"b\",\"c\"]");
    }

    [Fact]
    public async Task Answer_CannotBeEncoded_FailsTaskAndQueryWithTheReason()
    {
        using var driver = Driver("query-running--main--run1", typeof(Collector), new RefusingCodec());
        var task = driver.TaskAt(driver.CompletedTasks.First(), false);
        var query = task.Clone();
        query.Query = new() { QueryType = "items" };
        await driver.Processor.ProcessAsync(query, () => { });
        driver.Service.Queries.ShouldHaveSingleItem().ErrorMessage
            .ShouldStartWith("Failed encoding completion: System.InvalidOperationException: cannot encode");

        using var closing = Driver("timer-fires--main--run1", typeof(Sleeper), new RefusingCodec());
        await closing.Processor.ProcessAsync(closing.TaskAt(closing.CompletedTasks.Last(), false), () => { });
        closing.Service.Completed.ShouldBeEmpty();
        closing.Service.Failed.ShouldHaveSingleItem().Failure.Message
            .ShouldStartWith("Failed encoding completion: System.InvalidOperationException: cannot encode");
    }

    private static HistoryDriver Driver(string history, Type workflow, IPayloadCodec? codec = null) => new(
        RecordedHistoriesTests.Load(history), [WorkflowDefinition.Create(workflow)], maxCached: 10, codec: codec);

    private sealed class RefusingCodec : IPayloadCodec
    {
        public Task<IReadOnlyCollection<Payload>> EncodeAsync(IReadOnlyCollection<Payload> payloads) =>
            throw new InvalidOperationException("cannot encode");

        public Task<IReadOnlyCollection<Payload>> DecodeAsync(IReadOnlyCollection<Payload> payloads) =>
            Task.FromResult(payloads);
    }
}
