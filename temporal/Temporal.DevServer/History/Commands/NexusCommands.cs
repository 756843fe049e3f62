using System.Text;
using Temporal.DevServer.State;
using Temporalio.Api.Command.V1;
using Cause = Temporalio.Api.Enums.V1.WorkflowTaskFailedCause;

namespace Temporal.DevServer.History.Commands;

/// <summary>ScheduleNexusOperation and RequestCancelNexusOperation.</summary>
internal static class NexusCommands
{
    private const string Command = "ScheduleNexusOperationCommandAttributes";

    /// <summary>Headers that only the server writes.</summary>
    private static readonly HashSet<string> s_reserved = new(StringComparer.OrdinalIgnoreCase)
    {
        "request-timeout", "xdc-redirection", "xdc-redirection-api", "caller-name", "caller-type", "call-initiation",
    };

    /// <summary>Calls an operation of an endpoint.</summary>
    public static void Schedule(CommandContext context, Command command)
    {
        const Cause Bad = Cause.BadScheduleNexusOperationAttributes;
        if (command.ScheduleNexusOperationCommandAttributes is not { } given)
        {
            throw new CommandFailure(Bad, $"empty {Command}");
        }

        if (context.Endpoints.FindByName(given.Endpoint) is not { } endpoint)
        {
            throw new CommandFailure(Bad, $"endpoint \"{given.Endpoint}\" not found");
        }

        CommandContext.Refuse(Bad, FaultOf(given));
        if (given.Input is { } input && input.CalculateSize() > Limits.BlobBytesMax)
        {
            throw new CommandFailure(Bad, $"{Command}.Input exceeds size limit", endsRun: true);
        }

        var state = context.Transition.State;
        if (state.NexusOperations.Count >= Limits.PendingNexusOperationsMax)
        {
            throw new CommandFailure(Cause.PendingNexusOperationsLimitExceeded, "workflow has reached the pending nexus "
                + $"operation limit of {Limits.PendingNexusOperationsMax} for this namespace");
        }

        NexusOperationMachine.Schedule(context.Transition, WithinRun(given, state), endpoint.Endpoint.Id,
            command.UserMetadata, context.CompletedId);
    }

    /// <summary>
    /// Asks that an operation end. One whose end is still buffered, so that the workflow could not know it, may be asked too.
    /// </summary>
    public static void RequestCancel(CommandContext context, Command command)
    {
        const Cause Bad = Cause.BadRequestCancelNexusOperationAttributes;
        if (command.RequestCancelNexusOperationCommandAttributes is not { } given)
        {
            throw new CommandFailure(Bad, "empty CancelNexusOperationCommandAttributes");
        }

        var t = context.Transition;
        var id = given.ScheduledEventId;
        if (!t.State.NexusOperations.TryGetValue(id, out var operation))
        {
            if (!t.State.Buffer.Any(item => NexusEvents.CompletedBy(item) == id))
            {
                throw new CommandFailure(Bad, "requested cancelation for a non-existing or already completed operation "
                    + $"with scheduled event ID of {id}");
            }

            t.History.Append(NexusEvents.CancelRequested(id, command.UserMetadata, context.CompletedId));
            return;
        }

        if (operation.Cancellation is not null)
        {
            throw new CommandFailure(
                Bad, $"cancelation was already requested for an operation with scheduled event ID {id}");
        }

        NexusCancellationMachine.Request(t, operation, command.UserMetadata, context.CompletedId);
    }

    private static string? FaultOf(ScheduleNexusOperationCommandAttributes given)
    {
        if (given.Service.Length > Limits.NexusNameLengthMax)
        {
            return $"{Command}.Service exceeds length limit of {Limits.NexusNameLengthMax}";
        }

        if (given.Operation.Length > Limits.NexusNameLengthMax)
        {
            return $"{Command}.Operation exceeds length limit of {Limits.NexusNameLengthMax}";
        }

        foreach (var (name, timeout) in new[]
        {
            ("ScheduleToCloseTimeout", given.ScheduleToCloseTimeout),
            ("ScheduleToStartTimeout", given.ScheduleToStartTimeout), ("StartToCloseTimeout", given.StartToCloseTimeout),
        })
        {
            if (timeout.Fault() is { } fault)
            {
                return $"{Command}.{name} is invalid: {fault}";
            }
        }

        if (given.NexusHeader.Keys.FirstOrDefault(s_reserved.Contains) is { } reserved)
        {
            return $"{Command}.NexusHeader contains a disallowed header key: \"{reserved.ToLowerInvariant()}\"";
        }

        return given.NexusHeader.Sum(h => Encoding.UTF8.GetByteCount(h.Key) + Encoding.UTF8.GetByteCount(h.Value))
            > Limits.NexusHeaderBytesMax ? $"{Command}.NexusHeader exceeds size limit of {Limits.NexusHeaderBytesMax}" : null;
    }

    /// <summary>No timeout is longer than the run may be.</summary>
    private static ScheduleNexusOperationCommandAttributes WithinRun(
        ScheduleNexusOperationCommandAttributes given, RunState state)
    {
        var asked = given.ScheduleToCloseTimeout.ToSpan();
        if (!state.RunTimeout.IsPositive() || (asked > TimeSpan.Zero && asked <= state.RunTimeout.ToSpan()))
        {
            return given;
        }

        var result = given.Clone();
        result.ScheduleToCloseTimeout = state.RunTimeout;
        return result;
    }
}
