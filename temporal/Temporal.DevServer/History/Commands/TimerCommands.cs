using Google.Protobuf.WellKnownTypes;
using Temporalio.Api.Command.V1;
using Cause = Temporalio.Api.Enums.V1.WorkflowTaskFailedCause;

namespace Temporal.DevServer.History.Commands;

/// <summary>StartTimer and CancelTimer.</summary>
internal static class TimerCommands
{
    /// <summary>Starts a timer.</summary>
    public static void Start(CommandContext context, Command command)
    {
        const Cause Bad = Cause.BadStartTimerAttributes;
        var given = CommandContext.RequireSet(Bad, "StartTimer", command.StartTimerCommandAttributes);
        if (given.TimerId.Length == 0)
        {
            throw new CommandFailure(Bad, "TimerId is not set on StartTimerCommand.");
        }

        CommandContext.RequireLength(
            Bad, $"TimerId on StartTimerCommand exceeds length limit. TimerId={given.TimerId}", given.TimerId);
        if (given.StartToFireTimeout.Fault() is { } fault)
        {
            throw new CommandFailure(
                Bad, $"An invalid StartToFireTimeout is set on StartTimerCommand: {fault}. TimerId={given.TimerId}");
        }

        if (context.Transition.State.Timers.ContainsKey(given.TimerId))
        {
            throw new CommandFailure(Cause.StartTimerDuplicateId, "invalid history builder state for action: "
                + $"add-timer-started-event, TimerID: {given.TimerId}");
        }

        var complete = given.Clone();
        complete.StartToFireTimeout = given.StartToFireTimeout.Cap() ?? new Duration();
        TimerMachine.Start(context.Transition, complete, command.UserMetadata, context.CompletedId);
    }

    /// <summary>Cancels a timer.</summary>
    public static void Cancel(CommandContext context, Command command)
    {
        const Cause Bad = Cause.BadCancelTimerAttributes;
        var given = CommandContext.RequireSet(Bad, "CancelTimer", command.CancelTimerCommandAttributes);
        if (given.TimerId.Length == 0)
        {
            throw new CommandFailure(Bad, "TimerId is not set on CancelTimerCommand.");
        }

        CommandContext.RequireLength(
            Bad, $"TimerId on CancelTimerCommand exceeds length limit. TimerId={given.TimerId}", given.TimerId);
        var buffer = context.Transition.State.Buffer;
        var buffered = buffer.Count;
        if (!TimerMachine.Cancel(context.Transition, given.TimerId, command.UserMetadata, context.Request.Identity,
            context.CompletedId))
        {
            throw new CommandFailure(
                Bad, $"invalid history builder state for action: add-timer-canceled-event, TimerID: {given.TimerId}");
        }

        context.BufferedBefore -= buffered - buffer.Count;
    }
}
