using Google.Protobuf.WellKnownTypes;
using NexusRpc.Handlers;
using Temporalio.Api.Command.V1;
using Temporalio.Api.Enums.V1;
using Temporalio.Converters;
using Temporalio.Exceptions;
using Temporalio.Worker.Interceptors;
using Temporalio.Worker.Workflows.Machines;
using Temporalio.Workflows;

namespace Temporalio.Worker.Workflows.Instance;

/// <summary>Nexus operations.</summary>
internal sealed class NexusCalls(WorkflowInstance instance)
{
    public async Task<NexusWorkflowOperationHandle<TResult>> ScheduleAsync<TResult>(ScheduleNexusOperationInput input)
    {
        var token = input.Options.CancellationToken ?? instance.Run.CancellationToken;
        if (token.IsCancellationRequested)
        {
            throw new CanceledFailureException("Nexus operation cancelled before scheduled");
        }
        // The values go to another namespace, so they belong to no workflow of this one.
        var converter = instance.Settings.DataConverter;
        var machine = new NexusOperationMachine(
            instance.Commands, BuildCommand(input, converter.PayloadConverter), input.Options.CancellationType);
        // Lives until the operation has closed, whether or not anybody waits for it.
        var registration = token.Register(static m => ((NexusOperationMachine)m!).Cancel(), machine);
        _ = DisposeWhenClosedAsync(machine, registration);
        using var stack = instance.Stacks.Enter();
        var start = await machine.Started;
        if (start.Failure is { } failure)
        {
            throw converter.FailureConverter.ToException(failure, converter.PayloadConverter);
        }
        return new Handle<TResult>(instance, machine, start.Token, converter);
    }

    private static async Task DisposeWhenClosedAsync(
        NexusOperationMachine machine, CancellationTokenRegistration registration)
    {
        await machine.Closed;
        await registration.DisposeAsync();
    }

    private static Duration? ToDuration(TimeSpan? span) => span is { } value ? Duration.FromTimeSpan(value) : null;

    private static Command BuildCommand(ScheduleNexusOperationInput input, IPayloadConverter converter)
    {
        var attributes = new ScheduleNexusOperationCommandAttributes
        {
            Endpoint = input.ClientOptions.Endpoint,
            Service = input.Service,
            Operation = input.OperationName,
            Input = converter.ToPayload(input.Arg),
            ScheduleToCloseTimeout = ToDuration(input.Options.ScheduleToCloseTimeout),
            ScheduleToStartTimeout = ToDuration(input.Options.ScheduleToStartTimeout),
            StartToCloseTimeout = ToDuration(input.Options.StartToCloseTimeout),
        };
        foreach (var (name, value) in input.Headers ?? new Dictionary<string, string>())
        {
            attributes.NexusHeader.Add(name, value);
        }
        return new()
        {
            CommandType = CommandType.ScheduleNexusOperation,
            UserMetadata = PayloadCalls.ToMetadata(converter, input.Options.Summary),
            ScheduleNexusOperationCommandAttributes = attributes,
        };
    }

    private sealed class Handle<TResult>(
        WorkflowInstance instance, NexusOperationMachine machine, string? token, DataConverter converter)
        : NexusWorkflowOperationHandle<TResult>
    {
        public override string? OperationToken => token;

        public override async Task<T> GetResultAsync<T>()
        {
            using var stack = instance.Stacks.Enter();
            var outcome = await machine.Closed;
            return typeof(T) == typeof(NoValue) && outcome.Failure == null
                ? default!
                : ActivityCalls.Unwrap<T>(outcome, converter);
        }
    }
}
