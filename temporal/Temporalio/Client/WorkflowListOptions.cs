namespace Temporalio.Client;

/// <summary>Options for listing workflows.</summary>
public class WorkflowListOptions : ICloneable
{
    /// <summary>Most results given; 0 for no limit.</summary>
    /// <value>0.</value>
    public int Limit { get; set; }

    /// <summary>Options of the call to the server.</summary>
    /// <value>Null: the defaults.</value>
    public RpcOptions? Rpc { get; set; }

    /// <summary>Makes a copy; options inside are copied too.</summary>
    /// <returns>The copy.</returns>
    public virtual object Clone()
    {
        var copy = (WorkflowListOptions)MemberwiseClone();
        copy.Rpc = (RpcOptions?)Rpc?.Clone();
        return copy;
    }
}
