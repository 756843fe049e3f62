using Temporalio.Api.Command.V1;
using Temporalio.Api.Common.V1;
using Temporalio.Api.Enums.V1;
using Temporalio.Api.Failure.V1;
using Temporalio.Worker.Interceptors;
using Temporalio.Worker.Workflows.Machines;
using Temporalio.Workflows;

namespace Temporalio.Worker.Workflows.Instance;

/// <summary>Signals to, and cancellations of, other workflows and children.</summary>
internal sealed class ExternalWorkflowCalls(WorkflowInstance instance)
{
    public ExternalWorkflowHandle<TWorkflow> GetHandle<TWorkflow>(string id, string? runId) =>
        new Handle<TWorkflow>(instance, id, runId);

    public Task SignalChildAsync(SignalChildWorkflowInput input) => SignalAsync(
        new() { WorkflowId = input.Id },
        childOnly: true,
        input.Signal,
        input.Args,
        input.Headers,
        input.Options?.CancellationToken);

    public Task SignalAsync(SignalExternalWorkflowInput input) => SignalAsync(
        new() { WorkflowId = input.Id, RunId = input.RunId ?? string.Empty },
        childOnly: false,
        input.Signal,
        input.Args,
        input.Headers,
        input.Options?.CancellationToken);

    public async Task CancelAsync(CancelExternalWorkflowInput input)
    {
        using var stack = instance.Stacks.Enter();
        var machine = new CancelExternalMachine(
            instance.Commands,
            instance.Run.Info.Namespace,
            input.Id,
            input.RunId ?? string.Empty,
            childOnly: false,
            $"Cancel requested by workflow with run id {instance.Run.Info.RunId} with reason: ",
            null);
        ThrowIfFailed(await machine.Task);
    }

    private async Task SignalAsync(
        WorkflowExecution execution,
        bool childOnly,
        string signal,
        IReadOnlyCollection<object?> args,
        IDictionary<string, Payload>? headers,
        CancellationToken? cancellationToken)
    {
        var token = cancellationToken ?? instance.Run.CancellationToken;
        if (token.IsCancellationRequested)
        {
            throw new Exceptions.CanceledFailureException("Signal cancelled before scheduled");
        }
        var machine = new SignalExternalMachine(instance.Commands, new Command
        {
            CommandType = CommandType.SignalExternalWorkflowExecution,
            SignalExternalWorkflowExecutionCommandAttributes = new()
            {
#pragma warning disable CS0612 // Official workers still say it.
                Namespace = instance.Run.Info.Namespace,
#pragma warning restore CS0612
                Execution = execution,
                SignalName = signal,
                Input = PayloadCalls.ToPayloads(instance.Run.PayloadConverter, args),
                Header = PayloadCalls.ToHeaderOrNull(headers),
                ChildWorkflowOnly = childOnly,
            },
        });
        using var stack = instance.Stacks.Enter();
        using var registration = token.Register(static m => ((SignalExternalMachine)m!).Cancel(), machine);
        ThrowIfFailed(await machine.Task);
    }

    private void ThrowIfFailed(Failure? failure)
    {
        if (failure != null)
        {
            throw instance.Run.FailureConverter.ToException(failure, instance.Run.PayloadConverter);
        }
    }

    private sealed class Handle<TWorkflow>(WorkflowInstance instance, string id, string? runId)
        : ExternalWorkflowHandle<TWorkflow>
    {
        public override string Id => id;

        public override string? RunId => runId;

        public override Task SignalAsync(
            string signal, IReadOnlyCollection<object?> args, ExternalWorkflowSignalOptions? options = null) =>
            instance.Outbound.SignalExternalWorkflowAsync(new(id, runId, signal, args, options, null));

        public override Task CancelAsync() => instance.Outbound.CancelExternalWorkflowAsync(new(id, runId));
    }
}
