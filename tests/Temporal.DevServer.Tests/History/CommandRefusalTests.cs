using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Temporal.DevServer.Grpc;
using Temporalio.Api.Command.V1;
using Temporalio.Api.Common.V1;
using Temporalio.Api.Enums.V1;

namespace Temporal.DevServer.Tests.History;

/// <summary>Commands that can never be carried out, and the words in which a real server refuses them.</summary>
public sealed class CommandRefusalTests
{
    [Fact]
    public async Task Child_WhoseScheduleOrPolicyIsFaulty()
    {
        (await RefusalAsync(Child(c => c.CronSchedule = "often"))).ShouldBe(
            "BadStartChildExecutionAttributes: invalid CronSchedule on StartChildWorkflowExecutionCommand: "
            + "invalid CronSchedule.. WorkflowId=c WorkflowType=t Namespace=default");
        (await RefusalAsync(Child(c => c.RetryPolicy = new() { BackoffCoefficient = 0.5 }))).ShouldBe(
            "BadStartChildExecutionAttributes: invalid WorkflowRetryPolicy on StartChildWorkflowExecutionCommand: "
            + "BackoffCoefficient cannot be less than 1 on retry policy.. WorkflowId=c WorkflowType=t Namespace=default");
    }

    [Fact]
    public async Task ContinueAsNew_WithATimeoutOfMixedSigns()
    {
        (await RefusalAsync(new Command
        {
            CommandType = CommandType.ContinueAsNewWorkflowExecution,
            ContinueAsNewWorkflowExecutionCommandAttributes = new()
            {
                WorkflowRunTimeout = new Duration { Seconds = 1, Nanos = -1 },
            },
        })).ShouldBe(
            "BadContinueAsNewAttributes: Invalid WorkflowRunTimeout on ContinueAsNewWorkflowExecutionCommand: duration has "
            + $"seconds and nanos with different signs. WorkflowType=type TaskQueue=name:\"{Server.Queue}\" "
            + "kind:TASK_QUEUE_KIND_NORMAL");
    }

    [Theory]
    [InlineData("Word", "[1]", "BadSearchAttributes: invalid SearchAttributes on StartChildWorkflowCommand: invalid value for "
        + "search attribute Word of type Keyword: [1]. WorkflowId=c WorkflowType=t Namespace=default")]
    [InlineData("Other", "1",
        "BadSearchAttributes: Namespace default has no mapping defined for search attribute Other")]
    public async Task Child_WhoseSearchAttributesDoNotFit(string name, string data, string fault)
    {
        var value = new Payload { Data = ByteString.CopyFromUtf8(data) };
        value.Metadata["encoding"] = ByteString.CopyFromUtf8("json/plain");

        (await RefusalAsync(Child(c => c.SearchAttributes = new() { IndexedFields = { [name] = value } }))).ShouldBe(fault);
    }

    [Fact]
    public async Task Memo_ThatIsTooLargeWithWhatIsThere_EndsTheRun()
    {
        await using var server = await Server.StartAsync();
        var half = new Payload { Data = ByteString.CopyFrom(new byte[1_500_000]) };
        await server.StartWorkflowAsync(change: r => r.Memo = new() { Fields = { ["a"] = half } });
        var task = await server.PollAsync();

        var refusal = await Should.ThrowAsync<RpcException>(() => server.CompleteAsync(task, new Command
        {
            CommandType = CommandType.ModifyWorkflowProperties,
            ModifyWorkflowPropertiesCommandAttributes = new() { UpsertedMemo = new() { Fields = { ["b"] = half } } },
        }));

        refusal.Message.ShouldBe("BadModifyWorkflowPropertiesAttributes: "
            + "ModifyWorkflowPropertiesCommandAttributes. Memo exceeds size limit.");
        (await server.TypesAsync(3)).ShouldBe("4:TaskFailed 5:RunTerminated");
    }

    [Fact]
    public async Task ExternalSignal_WithoutATargetOrAName()
    {
        (await RefusalAsync(Signal("", "s"))).ShouldBe("BadSignalWorkflowExecutionAttributes: WorkflowId is not set on "
            + "SignalExternalWorkflowExecutionCommand. Namespace= RunId= SignalName=s");
        (await RefusalAsync(Signal("x", ""))).ShouldBe("BadSignalWorkflowExecutionAttributes: SignalName is not set on "
            + "SignalExternalWorkflowExecutionCommand. WorkflowId=x Namespace= RunId=");
    }

    [Fact]
    public async Task Timer_WhoseIdIsTooLongInBytes()
    {
        var id = new string('é', 501);

        (await RefusalAsync(Server.Timer(id))).ShouldBe(
            $"BadStartTimerAttributes: TimerId on StartTimerCommand exceeds length limit. TimerId={id} Length=1002 Limit=1000");
    }

    [Fact]
    public async Task Timer_OfACenturyOrMore_LastsFor250YearsAtMost()
    {
        await using var server = await Server.StartAsync();
        await server.StartWorkflowAsync();
        var timer = Server.Timer();
        timer.StartTimerCommandAttributes.StartToFireTimeout = new() { Seconds = 300_000_000_000 };

        await server.CompleteAsync(await server.PollAsync(), timer);

        (await server.EventsAsync())[4].TimerStartedEventAttributes.StartToFireTimeout.Seconds.ShouldBe(7_884_000_000);
    }

    private static async Task<string> RefusalAsync(Command command)
    {
        await using var server = await Server.StartAsync();
        await server.StartWorkflowAsync();
        var task = await server.PollAsync();
        return (await Should.ThrowAsync<RpcException>(() => server.CompleteAsync(task, command))).Message;
    }

    private static Command Child(Action<StartChildWorkflowExecutionCommandAttributes> change)
    {
        var child = new StartChildWorkflowExecutionCommandAttributes { WorkflowId = "c", WorkflowType = new() { Name = "t" } };
        change(child);
        return new Command
        {
            CommandType = CommandType.StartChildWorkflowExecution,
            StartChildWorkflowExecutionCommandAttributes = child,
        };
    }

    private static Command Signal(string workflowId, string name) => new()
    {
        CommandType = CommandType.SignalExternalWorkflowExecution,
        SignalExternalWorkflowExecutionCommandAttributes = new()
        {
            Execution = new() { WorkflowId = workflowId },
            SignalName = name,
        },
    };
}
