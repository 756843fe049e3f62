namespace Temporalio.Client;

/// <summary>Options for reporting from outside that an activity is cancelled.</summary>
public class AsyncActivityReportCancellationOptions : ICloneable
{
    /// <summary>Details; they must be convertible.</summary>
    /// <value>Null: none.</value>
    public IReadOnlyCollection<object?>? Details { get; set; }

    /// <summary>Options of the call to the server.</summary>
    /// <value>Null: the defaults.</value>
    public RpcOptions? Rpc { get; set; }

    /// <summary>Makes a copy; options inside are copied too.</summary>
    /// <returns>The copy.</returns>
    public virtual object Clone()
    {
        var copy = (AsyncActivityReportCancellationOptions)MemberwiseClone();
        copy.Rpc = (RpcOptions?)Rpc?.Clone();
        return copy;
    }
}
