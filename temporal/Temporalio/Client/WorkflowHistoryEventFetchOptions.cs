using Temporalio.Api.Enums.V1;

namespace Temporalio.Client;

/// <summary>Options for fetching events of a history.</summary>
public class WorkflowHistoryEventFetchOptions : ICloneable
{
    /// <summary>Which events are given.</summary>
    /// <value>All events.</value>
    public HistoryEventFilterType EventFilterType { get; set; } = HistoryEventFilterType.AllEvent;

    /// <summary>Options of the call to the server.</summary>
    /// <value>Null: the defaults.</value>
    public RpcOptions? Rpc { get; set; }

    /// <summary>Whether archived histories are left out.</summary>
    /// <value>False.</value>
    public bool SkipArchival { get; set; }

    /// <summary>Whether to wait for new events until the run is closed.</summary>
    /// <value>False.</value>
    public bool WaitNewEvent { get; set; }

    /// <summary>Makes a copy; options inside are copied too.</summary>
    /// <returns>The copy.</returns>
    public virtual object Clone()
    {
        var copy = (WorkflowHistoryEventFetchOptions)MemberwiseClone();
        copy.Rpc = (RpcOptions?)Rpc?.Clone();
        return copy;
    }
}
