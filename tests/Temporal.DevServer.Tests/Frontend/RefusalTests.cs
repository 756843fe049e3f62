using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Temporal.DevServer.Grpc;
using Temporal.DevServer.Tests.Grpc;
using Temporalio.Api.Common.V1;
using Temporalio.Api.Enums.V1;
using Temporalio.Api.Schedule.V1;
using Temporalio.Api.WorkflowService.V1;

#pragma warning disable CS0612 // older workers and clients still send these fields

namespace Temporal.DevServer.Tests.Frontend;

/// <summary>Requests that could never be carried out, and the words in which a real server refuses them.</summary>
public sealed class RefusalTests : ServerTest
{
    [Theory]
    [InlineData("", "w", "r", 0, "workflow event link must not have an empty namespace field")]
    [InlineData("n", "", "r", 0, "workflow event link must not have an empty workflow ID field")]
    [InlineData("n", "w", "", 0, "workflow event link must not have an empty run ID field")]
    [InlineData("n", "w", "r", 5,
        "workflow event link ref cannot have an unspecified event type and a non-zero event ID")]
    public async Task Link_ThatIsIncomplete(string ns, string workflowId, string runId, long eventId, string fault)
    {
        var link = new Link
        {
            WorkflowEvent = new()
            {
                Namespace = ns,
                WorkflowId = workflowId,
                RunId = runId,
                EventRef = new() { EventId = eventId },
            },
        };

        (await RefusalAsync(Start(link))).ShouldBe(fault);
        (await RefusalAsync(new SignalWorkflowExecutionRequest
        {
            Namespace = "default",
            WorkflowExecution = new() { WorkflowId = "w" },
            SignalName = "s",
            Links = { link },
        })).ShouldBe(fault);
    }

    [Fact]
    public async Task Links_ThatAreTooManyTooLargeOrOfNoKnownKind()
    {
        var good = new Link { WorkflowEvent = new() { Namespace = "n", WorkflowId = "w", RunId = "r" } };
        (await RefusalAsync(Start([.. Enumerable.Repeat(good, 11)])))
            .ShouldBe("cannot attach more than 10 links per request, got 11");
        var large = new Link { BatchJob = new() { JobId = new string('x', 4000) } };
        (await RefusalAsync(Start(large))).ShouldBe($"link exceeds allowed size of 4000, got {large.CalculateSize()}");
        (await RefusalAsync(Start(new Link { BatchJob = new() }))).ShouldBe("batch job link must not have an empty job ID");
        (await RefusalAsync(Start(new Link()))).ShouldBe("unsupported link variant");
    }

    [Theory]
    [InlineData("", "taskQueue is not set")]
    [InlineData("/_sys/own", "task queue name cannot start with reserved prefix /_sys/")]
    public async Task Poll_OfAStickyQueueThatBelongsToNone(string normal, string fault) =>
        (await RefusalAsync(new PollWorkflowTaskQueueRequest
        {
            Namespace = "default",
            TaskQueue = new() { Name = "sticky", Kind = TaskQueueKind.Sticky, NormalName = normal },
        })).ShouldBe(fault);

    [Theory]
    [InlineData(null, "1", "value from <data:\"1\">")]
    [InlineData("binary/plain", "1", "value from <metadata:{key:\"encoding\" value:\"binary/plain\"} data:\"1\">")]
    [InlineData("json/plain", "{{", "value from <metadata:{key:\"encoding\" value:\"json/plain\"} data:\"{{\">")]
    [InlineData("json/plain", "\"x\"", "x")]
    public async Task SearchAttribute_WhoseValueCannotBeRead(string? encoding, string data, string shown)
    {
        var value = new Payload { Data = ByteString.CopyFromUtf8(data) };
        if (encoding is not null)
        {
            value.Metadata["encoding"] = ByteString.CopyFromUtf8(encoding);
        }

        var start = Start();
        start.SearchAttributes = new() { IndexedFields = { ["TemporalSchedulePaused"] = value } };
        (await RefusalAsync(start))
            .ShouldBe($"invalid value for search attribute TemporalSchedulePaused of type Bool: {shown}");
    }

    [Fact]
    public async Task Poll_OfAWorkerThatSaysHalfOfItsVersion()
    {
        (await RefusalAsync(new PollWorkflowTaskQueueRequest
        {
            Namespace = "default",
            TaskQueue = new() { Name = "q" },
            DeploymentOptions = new() { DeploymentName = "d", WorkerVersioningMode = WorkerVersioningMode.Versioned },
        })).ShouldBe("Both deployment name and build id must be set when versioning is enabled.");
        (await RefusalAsync(new PollWorkflowTaskQueueRequest
        {
            Namespace = "default",
            TaskQueue = new() { Name = "q", Kind = TaskQueueKind.Sticky },
            DeploymentOptions = new(),
        })).ShouldBe("NormalName must be set on sticky queue when UseVersioning is true or DeploymentOptions are set.");
        (await RefusalAsync(new PollActivityTaskQueueRequest
        {
            Namespace = "default",
            TaskQueue = new() { Name = "q" },
            WorkerVersionCapabilities = new() { UseVersioning = true },
        })).ShouldBe("WorkerVersionStamp must be present if UseVersioning is true.");
        (await RefusalAsync(new PollNexusTaskQueueRequest
        {
            Namespace = "default",
            TaskQueue = new() { Name = "q" },
            WorkerVersionCapabilities = new() { BuildId = new string('b', 256) },
        })).ShouldBe("Build ID exceeds configured limit.workerBuildIdSize, use a shorter build ID.");
    }

    [Fact]
    public async Task Schedule_WithAFaultyAction_OrWithoutARequestId()
    {
        (await RefusalAsync(Schedule(r => r.RequestId = ""))).ShouldBe("RequestId is not set on request.");
        (await RefusalAsync(Schedule(r => r.RequestId = new string('x', 1001)))).ShouldBe("RequestId length exceeds limit.");
        (await RefusalAsync(Schedule(r => r.Schedule.Action.StartWorkflow.WorkflowRunTimeout = new() { Seconds = -1 })))
            .ShouldBe("An invalid WorkflowRunTimeoutSeconds is set on request. cause: negative duration");
        (await RefusalAsync(Schedule(r => r.Schedule.Action.StartWorkflow.WorkflowType.Name = new string('x', 1001))))
            .ShouldBe("WorkflowType length exceeds limit.");
    }

    [Fact]
    public async Task PatchOfASchedule_WithLongNotes()
    {
        await Client.CallAsync<CreateScheduleResponse>(Schedule(_ => { }));
        (await RefusalAsync(Patch(p => p.Pause = new string('x', 1001)))).ShouldBe("Schedule notes exceeds limit.");
        (await RefusalAsync(Patch(p => p.Unpause = new string('x', 1001)))).ShouldBe("Schedule notes exceeds limit.");
        await Client.CallAsync<PatchScheduleResponse>(Patch(p => p.Pause = new string('x', 1000)));
    }

    [Fact]
    public async Task UpdateOfASchedule_WithLessThanAWholeToken_IsMade()
    {
        await Client.CallAsync<CreateScheduleResponse>(Schedule(_ => { }));
        await Client.CallAsync<UpdateScheduleResponse>(new UpdateScheduleRequest
        {
            Namespace = "default",
            ScheduleId = "s",
            ConflictToken = ByteString.CopyFromUtf8("half"),
            Schedule = new() { State = new() { Notes = "updated" } },
        });

        (await Client.CallAsync<DescribeScheduleResponse>(new DescribeScheduleRequest
        {
            Namespace = "default",
            ScheduleId = "s",
        })).Schedule.State.Notes.ShouldBe("updated");
    }

    [Theory]
    [InlineData(WorkflowExecutionStatus.Unspecified)]
    [InlineData(WorkflowExecutionStatus.Running)]
    public async Task ListOfClosedWorkflows_ByNoStatusOfAClosedOne(WorkflowExecutionStatus status) =>
        (await RefusalAsync(new ListClosedWorkflowExecutionsRequest
        {
            Namespace = "default",
            StatusFilter = new() { Status = status },
        })).ShouldBe("StatusFilter must be specified and must be not Running.");

    [Fact]
    public async Task Options_WithoutWhatTheyAreAbout()
    {
        (await RefusalAsync(new UpdateWorkflowExecutionOptionsRequest { Namespace = "default" }))
            .ShouldBe("WorkflowId is not set on request.");
        (await RefusalAsync(new PauseActivityRequest { Namespace = "default" })).ShouldBe("WorkflowId is not set on request.");
        var options = new UpdateWorkflowExecutionOptionsRequest
        {
            Namespace = "default",
            WorkflowExecution = new() { WorkflowId = "w" },
        };
        (await RefusalAsync(options)).ShouldBe("UpdateMask is required");
        options.UpdateMask = new FieldMask { Paths = { "what" } };
        (await RefusalAsync(options)).ShouldBe("WorkflowExecutionOptions is required");
        options.WorkflowExecutionOptions = new();
        (await RefusalAsync(options)).ShouldBe("error parsing UpdateMask: proto: invalid path \"what\" for message "
            + "\"temporal.api.workflow.v1.WorkflowExecutionOptions\"");
    }

    [Fact]
    public async Task DescriptionOfAStickyQueue_InTheEnhancedForm() =>
        (await RefusalAsync(new DescribeTaskQueueRequest
        {
            Namespace = "default",
            TaskQueue = new() { Name = "q", Kind = TaskQueueKind.Sticky },
            ApiMode = DescribeTaskQueueMode.Enhanced,
        })).ShouldBe("Enhanced DescribeTaskQueue is not valid for a sticky queue, use api_mode=UNSPECIFIED or a normal queue.");

    [Theory]
    [InlineData("CreateWorkflowRule")]
    [InlineData("DescribeWorkflowRule")]
    [InlineData("DeleteWorkflowRule")]
    [InlineData("TriggerWorkflowRule")]
    public async Task WorkflowRules_AreSwitchedOff(string method)
    {
        var refused = await Should.ThrowAsync<RpcException>(
            () => Client.CallAsync<CreateWorkflowRuleResponse>(new CreateWorkflowRuleRequest(), method: method));
        (refused.Code, refused.Message).ShouldBe((RpcCode.Unimplemented, $"method {method} not supported"));
    }

    private async Task<string> RefusalAsync(IMessage request)
    {
        var refused = await Should.ThrowAsync<RpcException>(
            () => Client.CallAsync<StartWorkflowExecutionResponse>(request, timeout: "10S"));
        refused.Code.ShouldBe(RpcCode.InvalidArgument, refused.Message);
        return refused.Message;
    }

    private static StartWorkflowExecutionRequest Start(params IEnumerable<Link> links) => new()
    {
        Namespace = "default",
        WorkflowId = "w",
        WorkflowType = new() { Name = "type" },
        TaskQueue = new() { Name = "q" },
        Links = { links },
    };

    private static CreateScheduleRequest Schedule(Action<CreateScheduleRequest> change)
    {
        var request = new CreateScheduleRequest
        {
            Namespace = "default",
            ScheduleId = "s",
            RequestId = "request",
            Schedule = new()
            {
                Action = new()
                {
                    StartWorkflow = new()
                    {
                        WorkflowId = "w",
                        WorkflowType = new() { Name = "type" },
                        TaskQueue = new() { Name = "q" },
                    },
                },
            },
        };
        change(request);
        return request;
    }

    private static PatchScheduleRequest Patch(Action<SchedulePatch> change)
    {
        var patch = new SchedulePatch();
        change(patch);
        return new() { Namespace = "default", ScheduleId = "s", Patch = patch };
    }
}
