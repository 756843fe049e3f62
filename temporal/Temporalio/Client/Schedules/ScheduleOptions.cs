using Temporalio.Common;

namespace Temporalio.Client.Schedules;

/// <summary>Options for creating a schedule.</summary>
public class ScheduleOptions : ICloneable
{
    /// <summary>Times to catch up at once.</summary>
    /// <value>None.</value>
    public IReadOnlyCollection<ScheduleBackfill> Backfills { get; set; } = [];

    /// <summary>Values to show with the schedule; they must be convertible.</summary>
    /// <value>Null: none.</value>
    public IReadOnlyDictionary<string, object>? Memo { get; set; }

    /// <summary>Options of the call to the server.</summary>
    /// <value>Null: the defaults.</value>
    public RpcOptions? Rpc { get; set; }

    /// <summary>Whether to run the action once at once.</summary>
    /// <value>False.</value>
    public bool TriggerImmediately { get; set; }

    /// <summary>Search attributes.</summary>
    /// <value>Null: none.</value>
    public SearchAttributeCollection? TypedSearchAttributes { get; set; }

    /// <summary>Makes a copy; options inside are copied too.</summary>
    /// <returns>The copy.</returns>
    public virtual object Clone()
    {
        var copy = (ScheduleOptions)MemberwiseClone();
        copy.Rpc = (RpcOptions?)Rpc?.Clone();
        return copy;
    }
}
