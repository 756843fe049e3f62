using System.Collections.Frozen;
using Temporal.DevServer.Frontend.Namespaces;
using Temporalio.Api.Enums.V1;

namespace Temporal.DevServer.Visibility;

/// <summary>Which search attributes exist besides the custom ones of a namespace, and who may write them.</summary>
internal static class SearchAttributeCatalog
{
    /// <summary>Facts of a run; nobody may set them.</summary>
    public static FrozenDictionary<string, IndexedValueType> System { get; } = Types(
        (IndexedValueType.Keyword,
        [
            "WorkflowId", "RunId", "WorkflowType", "ExecutionStatus", "TaskQueue", "ParentWorkflowId", "ParentRunId",
            "RootWorkflowId", "RootRunId",
        ]),
        (IndexedValueType.Datetime, ["StartTime", "ExecutionTime", "CloseTime"]),
        (IndexedValueType.Int, ["HistoryLength", "HistorySizeBytes", "ExecutionDuration", "StateTransitionCount"]));

    /// <summary>Known everywhere, and settable by workflows and clients.</summary>
    public static FrozenDictionary<string, IndexedValueType> Predefined { get; } = Types(
        (IndexedValueType.KeywordList,
        [
            "TemporalChangeVersion", "BinaryChecksums", "BuildIds", "TemporalPauseInfo", "TemporalReportedProblems",
        ]),
        (IndexedValueType.Keyword,
        [
            "BatcherNamespace", "BatcherUser", "TemporalScheduledById", "TemporalNamespaceDivision",
        ]),
        (IndexedValueType.Datetime, ["TemporalScheduledStartTime"]),
        (IndexedValueType.Bool, ["TemporalSchedulePaused"]));

    /// <summary>Known everywhere, written by the server only.</summary>
    public static FrozenDictionary<string, IndexedValueType> Internal { get; } = Types(
        (IndexedValueType.Keyword,
        [
            "TemporalWorkerDeployment", "TemporalWorkerDeploymentVersion", "TemporalWorkflowVersioningBehavior",
        ]),
        (IndexedValueType.KeywordList, ["TemporalUsedWorkerDeploymentVersions"]),
        (IndexedValueType.Int, ["TemporalExternalPayloadCount", "TemporalExternalPayloadSizeBytes"]));

    /// <summary>Everything that is not custom.</summary>
    public static FrozenDictionary<string, IndexedValueType> NotCustom { get; } =
        System.Concat(Predefined).Concat(Internal).ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>Names that may not become custom attributes though they are none of the above.</summary>
    private static readonly FrozenSet<string> Reserved =
        FrozenSet.Create(StringComparer.Ordinal, "NamespaceId", "Memo", "MemoEncoding", "VisibilityTaskKey");

    /// <summary>True for a name that a namespace may not define.</summary>
    public static bool IsReserved(string name) =>
        NotCustom.ContainsKey(name) || Reserved.Contains(name) || name.StartsWith("Temporal", StringComparison.Ordinal);

    /// <summary>True for an attribute that a start or an upsert may not set.</summary>
    public static bool IsReadOnly(string name) => System.ContainsKey(name) || Internal.ContainsKey(name);

    /// <summary>The type of an attribute in a namespace: custom, predefined or system; null when there is none.</summary>
    public static IndexedValueType? TypeOf(NamespaceEntry entry, string name) =>
        entry.CustomSearchAttributes.TryGetValue(name, out var custom) ? custom
        : NotCustom.TryGetValue(name, out var known) ? known
        : null;

    private static FrozenDictionary<string, IndexedValueType> Types(
        params (IndexedValueType Type, string[] Names)[] groups) =>
        groups.SelectMany(g => g.Names.Select(name => KeyValuePair.Create(name, g.Type)))
            .ToFrozenDictionary(StringComparer.Ordinal);
}
