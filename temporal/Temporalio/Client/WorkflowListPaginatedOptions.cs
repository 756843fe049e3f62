namespace Temporalio.Client;

/// <summary>Options for listing workflows page by page.</summary>
public class WorkflowListPaginatedOptions : ICloneable
{
    /// <summary>Most results on a page; 0 for the server's default.</summary>
    /// <value>0.</value>
    public int PageSize { get; set; }

    /// <summary>Options of the call to the server.</summary>
    /// <value>Null: the defaults.</value>
    public RpcOptions? Rpc { get; set; }

    /// <summary>Makes a copy; options inside are copied too.</summary>
    /// <returns>The copy.</returns>
    public virtual object Clone()
    {
        var copy = (WorkflowListPaginatedOptions)MemberwiseClone();
        copy.Rpc = (RpcOptions?)Rpc?.Clone();
        return copy;
    }
}
