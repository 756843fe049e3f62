namespace Temporalio.Client;

/// <summary>Options for an update.</summary>
public class WorkflowUpdateOptions : ICloneable
{
    /// <summary>Creates the options.</summary>
    public WorkflowUpdateOptions()
    {
    }

    /// <summary>Creates the options.</summary>
    /// <param name="id">Update id.</param>
    public WorkflowUpdateOptions(string id) => Id = id;

    /// <summary>Update id, by which the server knows repeated calls.</summary>
    /// <value>Null: a new unique one.</value>
    public string? Id { get; set; }

    /// <summary>Options of the call to the server.</summary>
    /// <value>Null: the defaults.</value>
    public RpcOptions? Rpc { get; set; }

    /// <summary>Makes a copy; options inside are copied too.</summary>
    /// <returns>The copy.</returns>
    public virtual object Clone()
    {
        var copy = (WorkflowUpdateOptions)MemberwiseClone();
        copy.Rpc = (RpcOptions?)Rpc?.Clone();
        return copy;
    }
}
