using Google.Protobuf.WellKnownTypes;
using Temporalio.Api.Command.V1;
using Temporalio.Api.Enums.V1;
using Temporalio.Converters;
using Temporalio.Exceptions;
using Temporalio.Worker.Interceptors;
using Temporalio.Worker.Workflows.Machines;
using Temporalio.Workflows;

namespace Temporalio.Worker.Workflows.Instance;

/// <summary>Child workflows.</summary>
internal sealed class ChildWorkflowCalls(WorkflowInstance instance)
{
    private const string UnknownRunId = "<unknown>";

    /// <summary>A call of the workflow's code, which passes the interceptors.</summary>
    public Task<ChildWorkflowHandle<TWorkflow, TResult>> CallAsync<TWorkflow, TResult>(
        string workflow, IReadOnlyCollection<object?> args, ChildWorkflowOptions? options) =>
        instance.Outbound.StartChildWorkflowAsync<TWorkflow, TResult>(new(workflow, args, options ?? new(), null));

    public async Task<ChildWorkflowHandle<TWorkflow, TResult>> StartAsync<TWorkflow, TResult>(
        StartChildWorkflowInput input)
    {
        var options = input.Options;
        var token = options.CancellationToken ?? instance.Run.CancellationToken;
        if (token.IsCancellationRequested)
        {
            throw new CanceledFailureException("Child cancelled before scheduled");
        }
        var id = options.Id ?? instance.Run.NewGuid().ToString();
        var converter = instance.Settings.DataConverter.WithSerializationContext(
            new ISerializationContext.Workflow(instance.Run.Info.Namespace, id));
        var machine = new ChildWorkflowMachine(
            instance.Commands,
            BuildCommand(input, id, converter.PayloadConverter),
            instance.Run.Info.Namespace,
            options.CancellationType);
        // Lives until the child has closed, whether or not anybody waits for it.
        var registration = token.Register(static m => ((ChildWorkflowMachine)m!).Cancel(), machine);
        _ = DisposeWhenClosedAsync(machine, registration);
        using var stack = instance.Stacks.Enter();
        var start = await machine.Started;
        if (start.RunId == null)
        {
            registration.Dispose();
            throw StartFailure(start, id, input.Workflow, converter);
        }
        return new Handle<TWorkflow, TResult>(instance, machine, id, start.RunId, converter);
    }

    private static async Task DisposeWhenClosedAsync(
        ChildWorkflowMachine machine, CancellationTokenRegistration registration)
    {
        await machine.Closed;
        await registration.DisposeAsync();
    }

    private static Exception StartFailure(ChildStart start, string id, string workflow, DataConverter converter)
    {
        if (start.Cancelled is { } cancelled)
        {
            return converter.FailureConverter.ToException(cancelled, converter.PayloadConverter);
        }
        return start.RefusedCause switch
        {
            StartChildWorkflowExecutionFailedCause.WorkflowAlreadyExists =>
                new WorkflowAlreadyStartedException("Child workflow already started", id, workflow, UnknownRunId),
            StartChildWorkflowExecutionFailedCause.InvalidVersioningOverride =>
                new InvalidVersioningOverrideException("Child workflow versioning override is invalid", id, workflow),
            _ => new InvalidOperationException(
                $"Child workflow {workflow} with id {id} was not started: {start.RefusedCause}"),
        };
    }

    private static Duration? ToDuration(TimeSpan? span) => span is { } value ? Duration.FromTimeSpan(value) : null;

    private Command BuildCommand(StartChildWorkflowInput input, string id, IPayloadConverter converter)
    {
        var options = input.Options;
        var queue = options.TaskQueue ?? instance.Run.Info.TaskQueue;
        return new()
        {
            CommandType = CommandType.StartChildWorkflowExecution,
            UserMetadata = PayloadCalls.ToMetadata(converter, options.StaticSummary, options.StaticDetails),
            StartChildWorkflowExecutionCommandAttributes = new()
            {
#pragma warning disable CS0612 // Official workers still say both.
                Namespace = instance.Run.Info.Namespace,
                InheritBuildId = TargetQueue.KeepsBuild(instance, options.VersioningIntent, queue),
#pragma warning restore CS0612
                WorkflowId = id,
                WorkflowType = new() { Name = input.Workflow },
                TaskQueue = TargetQueue.Proto(queue),
                Input = PayloadCalls.ToPayloads(converter, input.Args),
                Header = PayloadCalls.ToHeader(input.Headers),
                WorkflowExecutionTimeout = ToDuration(options.ExecutionTimeout),
                WorkflowRunTimeout = ToDuration(options.RunTimeout),
                WorkflowTaskTimeout = ToDuration(options.TaskTimeout),
                ParentClosePolicy = (Api.Enums.V1.ParentClosePolicy)options.ParentClosePolicy,
                WorkflowIdReusePolicy = options.IdReusePolicy,
                RetryPolicy = options.RetryPolicy?.ToProto(),
                CronSchedule = options.CronSchedule ?? string.Empty,
                Memo = options.Memo == null ? null : UpsertCalls.ToMemo(converter, options.Memo),
                SearchAttributes = options.TypedSearchAttributes?.ToProto(),
                Priority = options.Priority?.ToProto(),
                VersioningOverride = options.VersioningOverride?.ToProto(),
            },
        };
    }

    private sealed class Handle<TWorkflow, TResult>(
        WorkflowInstance instance, ChildWorkflowMachine machine, string id, string runId, DataConverter converter)
        : ChildWorkflowHandle<TWorkflow, TResult>
    {
        public override string Id => id;

        public override string FirstExecutionRunId => runId;

        public override async Task<T> GetResultAsync<T>()
        {
            using var stack = instance.Stacks.Enter();
            return ActivityCalls.Unwrap<T>(await machine.Closed, converter);
        }

        public override Task SignalAsync(
            string signal, IReadOnlyCollection<object?> args, ChildWorkflowSignalOptions? options = null) =>
            instance.Outbound.SignalChildWorkflowAsync(new(id, signal, args, options, null));
    }
}
