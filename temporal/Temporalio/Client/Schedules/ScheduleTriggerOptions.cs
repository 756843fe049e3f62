using Temporalio.Api.Enums.V1;

namespace Temporalio.Client.Schedules;

/// <summary>Options for running the action of a schedule at once.</summary>
public class ScheduleTriggerOptions
{
    /// <summary>What to do when a run is still going on.</summary>
    /// <value>The policy of the schedule.</value>
    public ScheduleOverlapPolicy Overlap { get; set; }

    /// <summary>Options of the call to the server.</summary>
    /// <value>Null: the defaults.</value>
    public RpcOptions? Rpc { get; set; }

    /// <summary>Makes a copy; options inside are copied too.</summary>
    /// <returns>The copy.</returns>
    public virtual object Clone()
    {
        var copy = (ScheduleTriggerOptions)MemberwiseClone();
        copy.Rpc = (RpcOptions?)Rpc?.Clone();
        return copy;
    }
}
