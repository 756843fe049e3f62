using Temporalio.Api.Command.V1;
using Temporalio.Api.Enums.V1;
using Temporalio.Api.History.V1;

namespace Temporalio.Worker.Workflows.Machines;

/// <summary>
/// The life of one thing a workflow asked for. It emits commands into the <see cref="CommandQueue" />, is told when
/// each of them is in history, follows the events that refer to it, and hands the outcome to the waiting workflow code.
/// </summary>
internal abstract class Machine(CommandQueue commands)
{
    protected CommandQueue Commands { get; } = commands;

    /// <summary>What this is, for error messages: kind, name and id.</summary>
    public abstract string Describe();

    /// <summary>A command of this machine has become an event.</summary>
    public abstract void OnRecorded(OutgoingCommand command, HistoryEvent e);

    /// <summary>An event that refers to this machine has arrived.</summary>
    /// <param name="e">Event.</param>
    /// <param name="jobs">Where to put what the workflow must be told.</param>
    public virtual void OnEvent(HistoryEvent e, JobList jobs) =>
        throw Nondeterminism.Error($"{Nondeterminism.Describe(e)} cannot belong to {Describe()}");

    /// <summary>Gives the outcome to the waiting workflow code.</summary>
    public virtual void Deliver()
    {
    }

    protected OutgoingCommand Emit(Command command, EventType recordedAs)
    {
        var outgoing = new OutgoingCommand(this, command, recordedAs);
        Commands.Add(outgoing);
        return outgoing;
    }
}
