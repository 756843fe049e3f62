namespace Temporalio.Client;

/// <summary>Options for signalling a workflow.</summary>
public class WorkflowSignalOptions : ICloneable
{
    /// <summary>Options of the call to the server.</summary>
    /// <value>Null: the defaults.</value>
    public RpcOptions? Rpc { get; set; }

    /// <summary>Makes a copy; options inside are copied too.</summary>
    /// <returns>The copy.</returns>
    public virtual object Clone()
    {
        var copy = (WorkflowSignalOptions)MemberwiseClone();
        copy.Rpc = (RpcOptions?)Rpc?.Clone();
        return copy;
    }
}
