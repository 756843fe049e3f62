using Google.Protobuf.WellKnownTypes;

namespace Temporal.DevServer.Visibility;

/// <summary>A record with its attributes decoded when a condition first looks at them.</summary>
internal sealed class VisibilityRow(VisibilityRecord record)
{
    private const long NanosecondsPerSecond = 1_000_000_000;
    private Dictionary<string, object>? _attributes;

    /// <summary>The record.</summary>
    public VisibilityRecord Record { get; } = record;

    /// <summary>Place in lists.</summary>
    public PageKey Place { get; } = PageKey.Of(record);

    /// <summary>The value of an attribute; null when it is absent.</summary>
    public object? Value(in Query.Field field) => field.IsSystem
        ? SystemValue(field.Name)
        : (_attributes ??= AttributeValues.Decode(Record.SearchAttributes)).GetValueOrDefault(field.Name);

    private object? SystemValue(string name) => name switch
    {
        "WorkflowId" => Record.Key.WorkflowId,
        "RunId" => Record.Key.RunId,
        "WorkflowType" => Record.WorkflowType,
        "ExecutionStatus" => Record.Status.ToString(),
        "TaskQueue" => Record.TaskQueue,
        "ParentWorkflowId" => Record.Parent?.WorkflowId,
        "ParentRunId" => Record.Parent?.RunId,
        "RootWorkflowId" => Record.Root.WorkflowId,
        "RootRunId" => Record.Root.RunId,
        "StartTime" => PageKey.Nanoseconds(Record.StartTime),
        "ExecutionTime" => PageKey.Nanoseconds(Record.ExecutionTime),
        "CloseTime" => Record.CloseTime is { } close ? PageKey.Nanoseconds(close) : null,
        "HistoryLength" => Record.HistoryLength,
        "HistorySizeBytes" => Record.HistorySizeBytes,
        "ExecutionDuration" => Record.ExecutionDuration is { } d ? (d.Seconds * NanosecondsPerSecond) + d.Nanos : null,
        "StateTransitionCount" => Record.StateTransitionCount,
        _ => throw new InvalidOperationException($"No system search attribute {name}."),
    };
}

/// <summary>Place of a run in lists: open ones first, then the latest closed; the latest started first; then by run id.
/// Times are nanoseconds since 1970, cut to microseconds, as they are stored.</summary>
/// <param name="Close">Close time; <see cref="long.MaxValue"/> while open.</param>
/// <param name="Start">Start time.</param>
/// <param name="RunId">Run id.</param>
internal readonly record struct PageKey(long Close, long Start, string RunId) : IComparable<PageKey>
{
    private const long NanosecondsPerSecond = 1_000_000_000;
    private const int NanosecondsPerMicrosecond = 1000;

    /// <summary>The place of a record.</summary>
    public static PageKey Of(VisibilityRecord record) => new(
        record.CloseTime is { } close ? Nanoseconds(close) : long.MaxValue, Nanoseconds(record.StartTime), record.Key.RunId);

    /// <summary>A time in nanoseconds, cut to whole microseconds.</summary>
    public static long Nanoseconds(Timestamp time) =>
        (time.Seconds * NanosecondsPerSecond) + time.Nanos - (time.Nanos % NanosecondsPerMicrosecond);

    /// <inheritdoc />
    public int CompareTo(PageKey other)
    {
        var byClose = other.Close.CompareTo(Close);
        if (byClose != 0)
        {
            return byClose;
        }

        var byStart = other.Start.CompareTo(Start);
        return byStart != 0 ? byStart : string.CompareOrdinal(RunId, other.RunId);
    }
}
