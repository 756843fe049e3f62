using Temporalio.Api.Enums.V1;

namespace Temporalio.Client;

/// <summary>Options for fetching a history.</summary>
public class WorkflowHistoryFetchOptions : ICloneable
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

    /// <summary>Makes a copy; options inside are copied too.</summary>
    /// <returns>The copy.</returns>
    public virtual object Clone()
    {
        var copy = (WorkflowHistoryFetchOptions)MemberwiseClone();
        copy.Rpc = (RpcOptions?)Rpc?.Clone();
        return copy;
    }
}
