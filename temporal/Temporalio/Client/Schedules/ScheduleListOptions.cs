namespace Temporalio.Client.Schedules;

/// <summary>Options for listing schedules.</summary>
public class ScheduleListOptions : ICloneable
{
    /// <summary>Filter in the list language.</summary>
    /// <value>Null: no filter.</value>
    public string? Query { get; set; }

    /// <summary>Options of the call to the server.</summary>
    /// <value>Null: the defaults.</value>
    public RpcOptions? Rpc { get; set; }

    /// <summary>Makes a copy; options inside are copied too.</summary>
    /// <returns>The copy.</returns>
    public virtual object Clone()
    {
        var copy = (ScheduleListOptions)MemberwiseClone();
        copy.Rpc = (RpcOptions?)Rpc?.Clone();
        return copy;
    }
}
