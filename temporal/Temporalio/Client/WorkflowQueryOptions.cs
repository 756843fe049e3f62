using Temporalio.Api.Enums.V1;

namespace Temporalio.Client;

/// <summary>Options for querying a workflow.</summary>
public class WorkflowQueryOptions : ICloneable
{
    /// <summary>States of the workflow in which the query is refused.</summary>
    /// <value>Null: the client's.</value>
    public QueryRejectCondition? RejectCondition { get; set; }

    /// <summary>Options of the call to the server.</summary>
    /// <value>Null: the defaults.</value>
    public RpcOptions? Rpc { get; set; }

    /// <summary>Makes a copy; options inside are copied too.</summary>
    /// <returns>The copy.</returns>
    public virtual object Clone()
    {
        var copy = (WorkflowQueryOptions)MemberwiseClone();
        copy.Rpc = (RpcOptions?)Rpc?.Clone();
        return copy;
    }
}
