using Temporalio.Common;
using Temporalio.Converters;

namespace Temporalio.Client.Schedules;

/// <summary>A schedule, as it is listed.</summary>
public class ScheduleListDescription
{
    private readonly Lazy<IReadOnlyDictionary<string, IEncodedRawValue>> _memo;
    private readonly Lazy<SearchAttributeCollection> _searchAttributes;

    /// <summary>Creates the description.</summary>
    /// <param name="rawEntry">What the server said.</param>
    /// <param name="dataConverter">Converter.</param>
    protected internal ScheduleListDescription(Api.Schedule.V1.ScheduleListEntry rawEntry, DataConverter dataConverter)
    {
        RawEntry = rawEntry;
        Id = rawEntry.ScheduleId;
        if (rawEntry.Info is { } info)
        {
            Schedule = new(
                new ScheduleListActionStartWorkflow(info.WorkflowType?.Name ?? string.Empty),
                ScheduleProtos.ReadSpec(info.Spec),
                new(info.Notes.Length == 0 ? null : info.Notes, info.Paused));
            Info = new(
                [.. info.RecentActions.Select(ScheduleProtos.ReadResult)],
                [.. info.FutureActionTimes.Select(t => t.ToDateTime())]);
        }
        _memo = new(() => ClientPayloads.ReadMemo(rawEntry.Memo, dataConverter));
        _searchAttributes = new(() => rawEntry.SearchAttributes == null
            ? SearchAttributeCollection.Empty
            : SearchAttributeCollection.FromProto(rawEntry.SearchAttributes));
    }

    /// <summary>Schedule id.</summary>
    public string Id { get; private init; }

    /// <summary>What it has done and will do; null for a schedule just created.</summary>
    public ScheduleListInfo? Info { get; private init; }

    /// <summary>Memo.</summary>
    public IReadOnlyDictionary<string, IEncodedRawValue> Memo => _memo.Value;

    /// <summary>The schedule; null for one just created.</summary>
    public ScheduleListSchedule? Schedule { get; private init; }

    /// <summary>Search attributes.</summary>
    public SearchAttributeCollection TypedSearchAttributes => _searchAttributes.Value;

    /// <summary>What the server said.</summary>
    internal Api.Schedule.V1.ScheduleListEntry RawEntry { get; }
}
