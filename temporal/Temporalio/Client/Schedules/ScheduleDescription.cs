using Temporalio.Api.WorkflowService.V1;
using Temporalio.Common;
using Temporalio.Converters;

namespace Temporalio.Client.Schedules;

/// <summary>A schedule, as it is described.</summary>
public class ScheduleDescription
{
    private readonly Lazy<IReadOnlyDictionary<string, IEncodedRawValue>> _memo;
    private readonly Lazy<SearchAttributeCollection> _searchAttributes;

    /// <summary>Creates the description.</summary>
    /// <param name="id">Schedule id.</param>
    /// <param name="schedule">The schedule.</param>
    /// <param name="rawDescription">What the server said.</param>
    /// <param name="dataConverter">Converter.</param>
    protected internal ScheduleDescription(
        string id, Schedule schedule, DescribeScheduleResponse rawDescription, DataConverter dataConverter)
    {
        Id = id;
        Schedule = schedule;
        RawDescription = rawDescription;
        Info = ScheduleProtos.ReadInfo(rawDescription.Info);
        _memo = new(() => ClientPayloads.ReadMemo(rawDescription.Memo, dataConverter));
        _searchAttributes = new(() => rawDescription.SearchAttributes == null
            ? SearchAttributeCollection.Empty
            : SearchAttributeCollection.FromProto(rawDescription.SearchAttributes));
    }

    /// <summary>Schedule id.</summary>
    public string Id { get; private init; }

    /// <summary>What it has done and will do.</summary>
    public ScheduleInfo Info { get; private init; }

    /// <summary>Memo.</summary>
    public IReadOnlyDictionary<string, IEncodedRawValue> Memo => _memo.Value;

    /// <summary>The schedule.</summary>
    public Schedule Schedule { get; private init; }

    /// <summary>Search attributes.</summary>
    public SearchAttributeCollection TypedSearchAttributes => _searchAttributes.Value;

    /// <summary>What the server said.</summary>
    internal DescribeScheduleResponse RawDescription { get; }
}
