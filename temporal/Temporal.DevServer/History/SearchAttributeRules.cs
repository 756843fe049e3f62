using System.Globalization;
using System.Text.Json;
using Google.Protobuf;
using Temporal.DevServer.Frontend.Namespaces;
using Temporalio.Api.Common.V1;
using Temporalio.Api.Enums.V1;

namespace Temporal.DevServer.History;

/// <summary>
/// Checks search attributes that a caller or a command sets, and stamps each stored value with the type it is
/// registered with. A null or empty-list value removes the attribute.
/// </summary>
internal static class SearchAttributeRules
{
    private const string EncodingKey = "encoding";
    private const string TypeKey = "type";
    private const string Json = "json/plain";

    /// <summary>Predefined attributes that may be set.</summary>
    public static IReadOnlyDictionary<string, IndexedValueType> Predefined { get; } =
        new Dictionary<string, IndexedValueType>(StringComparer.Ordinal)
        {
            ["TemporalChangeVersion"] = IndexedValueType.KeywordList,
            ["BinaryChecksums"] = IndexedValueType.KeywordList,
            ["BuildIds"] = IndexedValueType.KeywordList,
            ["BatcherNamespace"] = IndexedValueType.Keyword,
            ["BatcherUser"] = IndexedValueType.Keyword,
            ["TemporalScheduledById"] = IndexedValueType.Keyword,
            ["TemporalNamespaceDivision"] = IndexedValueType.Keyword,
            ["TemporalScheduledStartTime"] = IndexedValueType.Datetime,
            ["TemporalSchedulePaused"] = IndexedValueType.Bool,
            ["TemporalPauseInfo"] = IndexedValueType.KeywordList,
            ["TemporalReportedProblems"] = IndexedValueType.KeywordList,
        };

    private static readonly HashSet<string> s_notSettable = new(StringComparer.Ordinal)
    {
        "WorkflowId", "RunId", "WorkflowType", "ExecutionStatus", "TaskQueue", "ParentWorkflowId", "ParentRunId",
        "RootWorkflowId", "RootRunId", "StartTime", "ExecutionTime", "CloseTime", "HistoryLength", "HistorySizeBytes",
        "ExecutionDuration", "StateTransitionCount", "TemporalWorkerDeployment", "TemporalWorkerDeploymentVersion",
        "TemporalWorkflowVersioningBehavior", "TemporalUsedWorkerDeploymentVersions", "TemporalExternalPayloadCount",
        "TemporalExternalPayloadSizeBytes",
    };

    /// <summary>What is wrong with the attributes, or null.</summary>
    public static string? Validate(NamespaceEntry ns, SearchAttributes? attributes)
    {
        if (attributes is null)
        {
            return null;
        }

        if (attributes.IndexedFields.Count > Limits.SearchAttributesMax)
        {
            return $"number of search attributes {attributes.IndexedFields.Count} exceeds limit "
                + $"{Limits.SearchAttributesMax}";
        }

        long total = 0;
        foreach (var (name, value) in attributes.IndexedFields)
        {
            if (ValidateOne(ns, name, value) is { } fault)
            {
                return fault;
            }

            total += name.Length + value.Data.Length;
        }

        return total > Limits.SearchAttributesBytesMax
            ? $"total size of search attributes {total} exceeds size limit {Limits.SearchAttributesBytesMax}"
            : null;
    }

    /// <summary>True when the fault is a value that is too large: in a command it ends the run.</summary>
    public static bool IsSizeFault(string fault) => fault.Contains("exceeds size limit", StringComparison.Ordinal);

    /// <summary>True when the fault is a name that is not registered.</summary>
    public static bool IsNameFault(string fault) => fault.Contains("has no mapping defined", StringComparison.Ordinal);

    /// <summary>A copy with registered types; removals are dropped when <paramref name="dropRemoved"/>.</summary>
    public static SearchAttributes? Stamp(NamespaceEntry ns, SearchAttributes? attributes, bool dropRemoved)
    {
        if (attributes is null)
        {
            return null;
        }

        var result = new SearchAttributes();
        foreach (var (name, value) in attributes.IndexedFields)
        {
            if (dropRemoved && IsRemoval(value))
            {
                continue;
            }

            // By hand: protobuf's clone of a map asks the runtime each time whether its values can be cloned.
            var copy = new Payload { Data = value.Data, Metadata = { value.Metadata } };
            if (TypeOf(ns, name) is { } type)
            {
                copy.Metadata[TypeKey] = ByteString.CopyFromUtf8(type.ToString());
            }

            result.IndexedFields[name] = copy;
        }

        return result;
    }

    /// <summary>Applies an upsert to the attributes of a run.</summary>
    public static void Merge(SearchAttributes target, SearchAttributes upsert)
    {
        foreach (var (name, value) in upsert.IndexedFields)
        {
            if (IsRemoval(value))
            {
                target.IndexedFields.Remove(name);
            }
            else
            {
                target.IndexedFields[name] = value;
            }
        }
    }

    /// <summary>A stamped list made by the server; null for none.</summary>
    public static Payload KeywordList(params IEnumerable<string>? values) =>
        Stamped(JsonSerializer.Serialize(values), IndexedValueType.KeywordList);

    /// <summary>A stamped word made by the server.</summary>
    public static Payload Keyword(string value) => Stamped(JsonSerializer.Serialize(value), IndexedValueType.Keyword);

    /// <summary>The words of a list made by the server; none for null.</summary>
    public static IReadOnlyList<string> ListOf(Payload? list) =>
        list is null ? [] : JsonSerializer.Deserialize<string[]>(list.Data.Span)!;

    /// <summary>True for values that take the attribute away: no data, or an empty list.</summary>
    public static bool IsRemoval(Payload value) => value.Data.IsEmpty || value.Data.Span.SequenceEqual("[]"u8);

    private static Payload Stamped(string json, IndexedValueType type)
    {
        var payload = new Payload { Data = ByteString.CopyFromUtf8(json) };
        payload.Metadata[EncodingKey] = ByteString.CopyFromUtf8(Json);
        payload.Metadata[TypeKey] = ByteString.CopyFromUtf8(type.ToString());
        return payload;
    }

    private static IndexedValueType? TypeOf(NamespaceEntry ns, string name) =>
        ns.CustomSearchAttributes.TryGetValue(name, out var custom) ? custom
        : Predefined.TryGetValue(name, out var predefined) ? predefined
        : null;

    private static string? ValidateOne(NamespaceEntry ns, string name, Payload value)
    {
        if (s_notSettable.Contains(name))
        {
            return $"{name} attribute can't be set in SearchAttributes";
        }

        if (TypeOf(ns, name) is not { } type)
        {
            return $"Namespace {ns.Name} has no mapping defined for search attribute {name}";
        }

        if (IsRemoval(value) || value.Data.Span.SequenceEqual("null"u8))
        {
            return null;
        }

        if (!Fits(value, type, out var shown))
        {
            return $"invalid value for search attribute {name} of type {type}: {shown}";
        }

        return value.Data.Length > Limits.SearchAttributeBytesMax
            ? $"search attribute {name} value size {value.Data.Length} exceeds size limit "
                + $"{Limits.SearchAttributeBytesMax}"
            : null;
    }

    private static bool Fits(Payload value, IndexedValueType type, out string shown)
    {
        shown = Unread(value);
        if (EncodingOf(value) != Json)
        {
            return false;
        }

        try
        {
            using var json = JsonDocument.Parse(value.Data.Memory);
            var root = json.RootElement;
            shown = Show(root);
            if (type == IndexedValueType.KeywordList)
            {
                return root.ValueKind == JsonValueKind.Array
                    ? root.EnumerateArray().All(e => e.ValueKind == JsonValueKind.String)
                    : root.ValueKind == JsonValueKind.String;
            }

            if (root.ValueKind == JsonValueKind.Array)
            {
                return root.GetArrayLength() == 1 && FitsScalar(root[0], type);
            }

            return FitsScalar(root, type);
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private static bool FitsScalar(JsonElement value, IndexedValueType type) => type switch
    {
        IndexedValueType.Text or IndexedValueType.Keyword => value.ValueKind == JsonValueKind.String,
        IndexedValueType.Int => value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out _),
        IndexedValueType.Double => value.ValueKind == JsonValueKind.Number,
        IndexedValueType.Bool => value.ValueKind is JsonValueKind.True or JsonValueKind.False,
        IndexedValueType.Datetime => value.ValueKind == JsonValueKind.String && DateTimeOffset.TryParse(
            value.GetString(), CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind, out _),
        _ => false,
    };

    private static string? EncodingOf(Payload value) =>
        value.Metadata.TryGetValue(EncodingKey, out var encoding) ? encoding.ToStringUtf8() : null;

    /// <summary>A payload that cannot be read, as Go prints it.</summary>
    private static string Unread(Payload value)
    {
        var encoding = EncodingOf(value) is { } name ? $"metadata:{{key:\"{EncodingKey}\" value:\"{name}\"}} " : "";
        return $"value from <{encoding}data:\"{value.Data.ToStringUtf8()}\">";
    }

    /// <summary>The value as Go prints it.</summary>
    private static string Show(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Array => $"[{string.Join(' ', value.EnumerateArray().Select(Show))}]",
        JsonValueKind.String => value.GetString() ?? "",
        JsonValueKind.True => "true",
        JsonValueKind.False => "false",
        JsonValueKind.Null => "<nil>",
        _ => value.GetRawText(),
    };
}
