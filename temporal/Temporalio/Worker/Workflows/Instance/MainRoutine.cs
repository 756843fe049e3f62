using Google.Protobuf.WellKnownTypes;
using Temporalio.Api.Command.V1;
using Temporalio.Api.Common.V1;
using Temporalio.Api.Enums.V1;
using Temporalio.Api.History.V1;
using Temporalio.Converters;
using Temporalio.Worker.Workflows.Machines;
using Temporalio.Workflows;

namespace Temporalio.Worker.Workflows.Instance;

/// <summary>The run method: from the creation of the user's object to the command that closes the run.</summary>
internal sealed class MainRoutine(WorkflowInstance instance, WorkflowExecutionStartedEventAttributes started)
{
    private object? _object;
    private object?[] _args = [];
    private bool _queued;
    private CommandType? _closedBy;
    private bool _warned;

    /// <summary>Gets the user's object.</summary>
    public object Instance => _object ?? throw new InvalidOperationException("Workflow instance is not created yet");

    /// <summary>Gets the exception types that fail this workflow.</summary>
    public IReadOnlyCollection<System.Type> FailureExceptionTypes { get; private set; } =
        instance.Definition.FailureExceptionTypes ?? [];

    public VersioningBehavior VersioningBehavior { get; private set; } =
        (VersioningBehavior)(instance.Definition.VersioningBehavior ?? default);

    /// <summary>Gets whether the workflow failed before it could start.</summary>
    public bool FailedToStart { get; private set; }

    /// <summary>Creates the user's object from the arguments of the start; a failure is one of the workflow.</summary>
    public void Initialize()
    {
        try
        {
            Create();
        }
        catch (Exception e)
        {
            FailedToStart = true;
            _queued = true;
            CloseBy(e);
        }
    }

    private void Create()
    {
        var payloads = started.Input?.Payloads_ ?? (IList<Payload>)[];
        _args = instance.Definition.Dynamic
            ? [PayloadCalls.ToRawValues(payloads)]
            : PayloadCalls.ToArgs(
                $"Workflow {instance.Run.Info.WorkflowType}",
                instance.Run.PayloadConverter,
                payloads,
                instance.Definition.Run.Parameters);
        _object = instance.Definition.CreateWorkflowInstance(_args);
        if (instance.Definition.DynamicOptionsGetter?.Invoke(_object) is { } options)
        {
            FailureExceptionTypes = options.FailureExceptionTypes ?? [];
            VersioningBehavior = (VersioningBehavior)options.VersioningBehavior;
        }
    }

    /// <summary>Queues the run method once, behind the signals and updates that came with its first task.</summary>
    public void EnsureQueued()
    {
        if (!_queued)
        {
            _queued = true;
            _ = instance.Scheduler.QueueNew(RunAsync);
        }
    }

    /// <summary>
    /// Warns, after the activation in which the workflow ended, of handlers that can never end. A workflow that failed
    /// could not wait for them.
    /// </summary>
    public void WarnOfUnfinishedHandlers()
    {
        if (!_warned && _closedBy is not (null or CommandType.FailWorkflowExecution))
        {
            _warned = true;
            instance.Handlers.WarnOfUnfinished(instance.Run.Logger, instance.Run.Info.WorkflowId);
        }
    }

    public void Fail(Exception e) => Close(new()
    {
        CommandType = CommandType.FailWorkflowExecution,
        FailWorkflowExecutionCommandAttributes = new()
        {
            Failure = instance.Run.FailureConverter.ToFailure(e, instance.Run.PayloadConverter),
        },
    });

    public void Cancel() => Close(new()
    {
        CommandType = CommandType.CancelWorkflowExecution,
        CancelWorkflowExecutionCommandAttributes = new(),
    });

    public void ContinueAsNew(ContinueAsNewException continuation)
    {
        var input = continuation.Input;
        var options = input.Options;
        var converter = instance.Run.PayloadConverter;
        var queue = options?.TaskQueue ?? instance.Run.Info.TaskQueue;
        var attributes = new ContinueAsNewWorkflowExecutionCommandAttributes
        {
            WorkflowType = new() { Name = input.Workflow },
            TaskQueue = TargetQueue.Proto(queue),
            Input = PayloadCalls.ToPayloads(converter, input.Args),
            Header = PayloadCalls.ToHeaderOrNull(input.Headers),
            WorkflowRunTimeout = options?.RunTimeout is { } run ? Duration.FromTimeSpan(run) : null,
            WorkflowTaskTimeout = options?.TaskTimeout is { } task ? Duration.FromTimeSpan(task) : null,
            BackoffStartInterval = options?.BackoffStartInterval is { } wait ? Duration.FromTimeSpan(wait) : null,
            RetryPolicy = options?.RetryPolicy?.ToProto() ?? started.RetryPolicy,
            SearchAttributes = options?.TypedSearchAttributes?.ToProto() ?? instance.Upserts.SearchAttributesProto,
            Memo = instance.Upserts.ToMemo(options?.Memo),
#pragma warning disable CS0612 // Official workers still say it.
            InheritBuildId = TargetQueue.KeepsBuild(instance, options?.VersioningIntent ?? default, queue),
#pragma warning restore CS0612
            InitialVersioningBehavior =
                (ContinueAsNewVersioningBehavior)(options?.InitialVersioningBehavior ?? default),
        };
        Close(new()
        {
            CommandType = CommandType.ContinueAsNewWorkflowExecution,
            ContinueAsNewWorkflowExecutionCommandAttributes = attributes,
        });
    }

    private async Task RunAsync()
    {
        try
        {
            var result = await instance.Inbound.ExecuteWorkflowAsync(
                new(Instance, instance.Definition.RunMethod, _args));
            Complete(result);
        }
        catch (Exception e)
        {
            // Every exception has a meaning here: it closes the run or fails the workflow task.
            CloseBy(e);
        }
    }

    private void CloseBy(Exception e)
    {
        try
        {
            instance.OnUnhandledException(e);
        }
        catch (Exception conversion)
        {
            instance.FailTask(conversion);
        }
    }

    private void Complete(object? result) => Close(new()
    {
        CommandType = CommandType.CompleteWorkflowExecution,
        CompleteWorkflowExecutionCommandAttributes = new()
        {
            Result = new() { Payloads_ = { instance.Run.PayloadConverter.ToPayload(result) } },
        },
    });

    private void Close(Command command)
    {
        _closedBy ??= command.CommandType;
        _ = new CompletionMachine(instance.Commands, command);
    }
}
