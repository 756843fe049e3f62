using Temporalio.Api.Common.V1;
using Temporalio.Api.Workflow.V1;
using Temporalio.Common;
using Temporalio.Converters;
using Priority = Temporalio.Common.Priority;
using Proto = Temporalio.Api.Schedule.V1;
using RetryPolicy = Temporalio.Common.RetryPolicy;

namespace Temporalio.Client.Schedules;

/// <summary>The wire form of what schedules do.</summary>
internal static class ScheduleActionProtos
{
    public static async Task<Proto.ScheduleAction> WriteAsync(ScheduleAction action, DataConverter converter, string ns)
    {
        if (action is not ScheduleActionStartWorkflow start)
        {
            throw new ArgumentException($"Unknown kind of schedule action {action.GetType()}");
        }
        var options = start.Options;
        Check(options);
        var inContext = converter.WithSerializationContext(new ISerializationContext.Workflow(ns, options.Id!));
        return new()
        {
            StartWorkflow = new()
            {
                WorkflowId = options.Id,
                WorkflowType = new() { Name = start.Workflow },
                TaskQueue = new() { Name = options.TaskQueue },
                Input = await ClientPayloads.ToPayloadsAsync(inContext, start.Args).ConfigureAwait(false),
                WorkflowExecutionTimeout = ClientPayloads.ToDuration(options.ExecutionTimeout),
                WorkflowRunTimeout = ClientPayloads.ToDuration(options.RunTimeout),
                WorkflowTaskTimeout = ClientPayloads.ToDuration(options.TaskTimeout),
                RetryPolicy = options.RetryPolicy?.ToProto(),
                Memo = await ClientPayloads.ToMemoAsync(inContext, options.Memo).ConfigureAwait(false),
                SearchAttributes = options.TypedSearchAttributes?.ToProto(),
                Header = WriteHeaders(start.Headers),
                UserMetadata = await ClientPayloads.ToUserMetadataAsync(
                    inContext, options.StaticSummary, options.StaticDetails).ConfigureAwait(false),
                Priority = options.Priority?.ToProto(),
                VersioningOverride = options.VersioningOverride?.ToProto(),
            },
        };
    }

    public static async Task<ScheduleAction> ReadAsync(Proto.ScheduleAction? action, DataConverter converter, string ns)
    {
        if (action?.StartWorkflow is not { } start)
        {
            throw new InvalidOperationException("Schedule has an action of unknown kind");
        }
        var inContext = converter.WithSerializationContext(
            new ISerializationContext.Workflow(ns, start.WorkflowId));
        return new ScheduleActionStartWorkflow(
            start.WorkflowType.Name,
            [.. (start.Input?.Payloads_ ?? []).Select(p => new EncodedRawValue(inContext, p))],
            await ReadOptionsAsync(start, inContext).ConfigureAwait(false),
            start.Header?.Fields.ToDictionary(
                f => f.Key, f => (IEncodedRawValue)new EncodedRawValue(inContext, f.Value)));
    }

    private static void Check(WorkflowOptions options)
    {
        Refuse(options.Id == null, "ID required on workflow action");
        Refuse(options.TaskQueue == null, "Task queue required on workflow action");
        Refuse(
            options.IdReusePolicy is not (Api.Enums.V1.WorkflowIdReusePolicy.AllowDuplicate
                or Api.Enums.V1.WorkflowIdReusePolicy.Unspecified),
            "ID reuse policy cannot change from default for scheduled workflow");
        Refuse(
            options.IdConflictPolicy != Api.Enums.V1.WorkflowIdConflictPolicy.Unspecified,
            "ID conflict policy cannot change from default for scheduled workflow");
        Refuse(options.CronSchedule != null, "Cron schedule cannot be set on scheduled workflow");
        Refuse(
            options.StartSignal != null || options.StartSignalArgs != null,
            "Start signal and/or start signal args cannot be set on scheduled workflow");
        Refuse(options.Rpc != null, "RPC options cannot be set on scheduled workflow");
    }

    private static void Refuse(bool isFault, string fault)
    {
        if (isFault)
        {
            throw new ArgumentException(fault);
        }
    }

    private static async Task<WorkflowOptions> ReadOptionsAsync(
        NewWorkflowExecutionInfo start, DataConverter converter) =>
        new(start.WorkflowId, start.TaskQueue.Name)
        {
            ExecutionTimeout = start.WorkflowExecutionTimeout?.ToTimeSpan(),
            RunTimeout = start.WorkflowRunTimeout?.ToTimeSpan(),
            TaskTimeout = start.WorkflowTaskTimeout?.ToTimeSpan(),
            RetryPolicy = start.RetryPolicy == null ? null : RetryPolicy.FromProto(start.RetryPolicy),
            Memo = start.Memo?.Fields.ToDictionary(
                f => f.Key, f => (object)new EncodedRawValue(converter, f.Value)),
            TypedSearchAttributes = start.SearchAttributes == null
                ? null
                : SearchAttributeCollection.FromProto(start.SearchAttributes),
            StaticSummary = start.UserMetadata?.Summary is { } summary
                ? await converter.ToValueAsync<string>(summary).ConfigureAwait(false)
                : null,
            StaticDetails = start.UserMetadata?.Details is { } details
                ? await converter.ToValueAsync<string>(details).ConfigureAwait(false)
                : null,
            Priority = start.Priority == null ? null : Priority.FromProto(start.Priority),
        };

    private static Header? WriteHeaders(IReadOnlyDictionary<string, IEncodedRawValue>? headers)
    {
        if (headers is not { Count: > 0 })
        {
            return null;
        }
        var header = new Header();
        foreach (var (key, value) in headers)
        {
            header.Fields.Add(key, value.Payload);
        }
        return header;
    }
}
