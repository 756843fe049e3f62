using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Temporal.DevServer.Frontend.Namespaces;
using Temporal.DevServer.Frontend.Workflows;
using Temporal.DevServer.Grpc;
using Temporal.DevServer.History;
using Temporal.DevServer.Schedules.Spec;
using Temporalio.Api.Common.V1;
using Temporalio.Api.Enums.V1;
using Temporalio.Api.Schedule.V1;
using Temporalio.Api.WorkflowService.V1;

namespace Temporal.DevServer.Schedules;

/// <summary>Checks a schedule that a caller sends, and brings it into the form that is stored and shown.</summary>
internal static class ScheduleRules
{
    private static readonly TimeSpan CatchupDefault = TimeSpan.FromDays(365);
    private static readonly TimeSpan CatchupMin = TimeSpan.FromSeconds(10);

    /// <summary>The schedule in stored form.</summary>
    /// <exception cref="RpcException">It could never be carried out.</exception>
    public static Schedule Complete(
        NamespaceEntry ns, string scheduleId, Schedule? given, Memo? memo, SearchAttributes? attributes)
    {
        Requests.CheckLength(scheduleId, "WorkflowId length exceeds limit.");
        var schedule = given?.Clone() ?? new Schedule();
        CheckAction(ns, schedule.Action?.StartWorkflow);
        Requests.CheckBlob(memo, "Memo size exceeds limit.");
        Requests.CheckBlob(schedule);
        Requests.Refuse(SearchAttributeRules.Validate(ns, attributes));
        try
        {
            schedule.Spec = SpecNormalizer.Normalize(schedule.Spec ?? new ScheduleSpec());
        }
        catch (SpecException e)
        {
            throw RpcErrors.InvalidArgument($"Invalid schedule spec: {e.Message}");
        }

        if (schedule.Action?.StartWorkflow?.TaskQueue is { } queue)
        {
            queue.Kind = TaskQueueKind.Normal;
        }

        CompletePolicies(schedule.Policies ??= new SchedulePolicies());
        schedule.State ??= new ScheduleState();
        return schedule;
    }

    /// <summary>Refuses a patch whose request id or notes are too long.</summary>
    public static void CheckPatch(PatchScheduleRequest request)
    {
        if (request.Patch is null)
        {
            throw new RpcException(RpcCode.Internal, "Patch is not set on request.");
        }

        CheckRequestId(request.RequestId);
        if (Math.Max(request.Patch.Pause.Length, request.Patch.Unpause.Length) > Limits.ScheduleNotesMax)
        {
            throw RpcErrors.InvalidArgument("Schedule notes exceeds limit.");
        }
    }

    /// <summary>Refuses a request id that is too long.</summary>
    public static void CheckRequestId(string requestId) =>
        Requests.CheckLength(requestId, "RequestId length exceeds limit.");

    /// <summary>False when a caller of an update saw another version. One that sends no whole token need not have.</summary>
    public static bool IsCurrent(ByteString token, long version) =>
        token.Length < sizeof(long) || token == Token(0) || token == Token(version);

    /// <summary>The conflict token of a version: eight bytes, the highest first.</summary>
    public static ByteString Token(long version)
    {
        var bytes = new byte[sizeof(long)];
        System.Buffers.Binary.BinaryPrimitives.WriteInt64BigEndian(bytes, version);
        return UnsafeByteOperations.UnsafeWrap(bytes);
    }

    /// <summary>A search attribute that is true or false.</summary>
    public static Payload Flag(bool value) => new()
    {
        Metadata =
        {
            ["encoding"] = ByteString.CopyFromUtf8("json/plain"),
            ["type"] = ByteString.CopyFromUtf8(nameof(IndexedValueType.Bool)),
        },
        Data = ByteString.CopyFromUtf8(value ? "true" : "false"),
    };

    private static void CheckAction(NamespaceEntry ns, Temporalio.Api.Workflow.V1.NewWorkflowExecutionInfo? start)
    {
        if (start is null)
        {
            return;
        }

        Requests.CheckLength(start.WorkflowId, "WorkflowId length exceeds limit.");
        if (string.IsNullOrEmpty(start.WorkflowType?.Name))
        {
            throw RpcErrors.InvalidArgument("WorkflowType is not set on request.");
        }

        Requests.CheckLength(start.WorkflowType.Name, "WorkflowType length exceeds limit.");
        Requests.Refuse(QueueNames.Fault(start.TaskQueue));
        StartRequests.CheckTimeouts(
            start.WorkflowExecutionTimeout, start.WorkflowRunTimeout, start.WorkflowTaskTimeout);
        if (start.WorkflowIdReusePolicy is not WorkflowIdReusePolicy.Unspecified
            and not WorkflowIdReusePolicy.AllowDuplicate)
        {
            throw RpcErrors.InvalidArgument("Scheduled workflow must not contain WorkflowIDReusePolicy");
        }

        if (start.CronSchedule.Length > 0)
        {
            throw RpcErrors.InvalidArgument("Scheduled workflow must not contain CronSchedule");
        }

        Requests.Refuse(SearchAttributeRules.Validate(ns, start.SearchAttributes));
    }

    private static void CompletePolicies(SchedulePolicies policies)
    {
        if (policies.OverlapPolicy == ScheduleOverlapPolicy.Unspecified)
        {
            policies.OverlapPolicy = ScheduleOverlapPolicy.Skip;
        }

        policies.CatchupWindow = policies.CatchupWindow is not { } window ? Duration.FromTimeSpan(CatchupDefault)
            : window.ToSpan() < CatchupMin ? Duration.FromTimeSpan(CatchupMin)
            : window;
    }
}
