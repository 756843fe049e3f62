namespace Temporalio.Client;

/// <summary>Options for failing an activity from outside.</summary>
public class AsyncActivityFailOptions : ICloneable
{
    /// <summary>Details to keep as those of the last heartbeat; they must be convertible.</summary>
    /// <value>Null: none.</value>
    public IReadOnlyCollection<object?>? LastHeartbeatDetails { get; set; }

    /// <summary>Options of the call to the server.</summary>
    /// <value>Null: the defaults.</value>
    public RpcOptions? Rpc { get; set; }

    /// <summary>Makes a copy; options inside are copied too.</summary>
    /// <returns>The copy.</returns>
    public virtual object Clone()
    {
        var copy = (AsyncActivityFailOptions)MemberwiseClone();
        copy.Rpc = (RpcOptions?)Rpc?.Clone();
        return copy;
    }
}
