using System.Globalization;
using Google.Protobuf.WellKnownTypes;
using Temporalio.Api.Command.V1;
using Temporalio.Api.Enums.V1;
using Temporalio.Converters;
using Temporalio.Exceptions;
using Temporalio.Worker.Interceptors;
using Temporalio.Worker.Workflows.Machines;
using Temporalio.Workflows;

namespace Temporalio.Worker.Workflows.Instance;

/// <summary>Activities.</summary>
internal sealed class ActivityCalls(WorkflowInstance instance)
{
    private int _counter;

    /// <summary>Next number of an activity or local activity; they share the counter.</summary>
    public int NextSeq() => ++_counter;

    public Task<T> ScheduleAsync<T>(ScheduleActivityInput input)
    {
        var options = input.Options;
        if (options.StartToCloseTimeout == null && options.ScheduleToCloseTimeout == null)
        {
            throw new ArgumentException("Activity options must have StartToCloseTimeout or ScheduleToCloseTimeout");
        }
        var token = options.CancellationToken ?? instance.Run.CancellationToken;
        if (token.IsCancellationRequested)
        {
            return Task.FromException<T>(new CanceledFailureException("Activity cancelled before scheduled"));
        }
        var id = options.ActivityId ?? NextSeq().ToString(CultureInfo.InvariantCulture);
        var taskQueue = options.TaskQueue ?? instance.Run.Info.TaskQueue;
        var converter = ConverterFor(id, input.Activity, taskQueue);
        var command = BuildCommand(input, id, taskQueue, converter.PayloadConverter);
        var machine = new ActivityMachine(instance.Commands, command, options.CancellationType);
        return WaitAsync<T>(machine, converter, token);
    }

    /// <summary>Turns the outcome of an activity into its result or exception.</summary>
    public static T Unwrap<T>(Outcome outcome, DataConverter converter) => outcome.Failure is { } failure
        ? throw converter.FailureConverter.ToException(failure, converter.PayloadConverter)
        : PayloadCalls.ToResult<T>(converter.PayloadConverter, outcome.Result);

    public DataConverter ConverterFor(string id, string activity, string taskQueue, bool isLocal = false) =>
        instance.Settings.DataConverter.WithSerializationContext(new ISerializationContext.Activity(
            instance.Run.Info.Namespace,
            id,
            instance.Run.Info.WorkflowId,
            instance.Run.Info.WorkflowType,
            activity,
            taskQueue,
            isLocal));

    private static Duration? ToDuration(TimeSpan? span) => span is { } value ? Duration.FromTimeSpan(value) : null;

    private Command BuildCommand(ScheduleActivityInput input, string id, string taskQueue, IPayloadConverter converter)
    {
        var options = input.Options;
        return new()
        {
            CommandType = CommandType.ScheduleActivityTask,
            UserMetadata = PayloadCalls.ToMetadata(converter, options.Summary),
            ScheduleActivityTaskCommandAttributes = new()
            {
                ActivityId = id,
                ActivityType = new() { Name = input.Activity },
                TaskQueue = TargetQueue.Proto(taskQueue),
                Header = PayloadCalls.ToHeader(input.Headers),
                Input = PayloadCalls.ToPayloads(converter, input.Args),
                ScheduleToCloseTimeout = ToDuration(options.ScheduleToCloseTimeout),
                ScheduleToStartTimeout = ToDuration(options.ScheduleToStartTimeout),
                StartToCloseTimeout = ToDuration(options.StartToCloseTimeout),
                HeartbeatTimeout = ToDuration(options.HeartbeatTimeout),
                RetryPolicy = options.RetryPolicy?.ToProto(),
                // A wish only: the completion grants it if the queue has a worker here, while slots and the limit per task last.
                RequestEagerExecution =
                    !options.DisableEagerActivityExecution && !instance.Settings.DisableEagerActivities,
                UseWorkflowBuildId = TargetQueue.KeepsBuild(instance, options.VersioningIntent, taskQueue),
                Priority = options.Priority?.ToProto(),
            },
        };
    }

    private async Task<T> WaitAsync<T>(ActivityMachine machine, DataConverter converter, CancellationToken token)
    {
        using var stack = instance.Stacks.Enter();
        using var registration = token.Register(static m => ((ActivityMachine)m!).Cancel(), machine);
        return Unwrap<T>(await machine.Task, converter);
    }
}
