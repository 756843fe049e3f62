using Temporalio.Api.Enums.V1;
using Temporalio.Api.Workflow.V1;
using Temporalio.Common;
using Temporalio.Converters;

namespace Temporalio.Client;

/// <summary>A workflow run, as it is listed.</summary>
public class WorkflowExecution
{
    private readonly Lazy<IReadOnlyDictionary<string, IEncodedRawValue>> _memo;
    private readonly Lazy<SearchAttributeCollection> _searchAttributes;

    /// <summary>Creates the execution.</summary>
    /// <param name="rawInfo">What the server said.</param>
    /// <param name="dataConverter">Converter of the memo.</param>
    /// <param name="clientNamespaceForDataConverterWithContext">
    /// Namespace; null when the converter has its context.
    /// </param>
    protected internal WorkflowExecution(
        WorkflowExecutionInfo rawInfo,
        DataConverter dataConverter,
        string? clientNamespaceForDataConverterWithContext)
    {
        RawInfo = rawInfo;
        var converter = clientNamespaceForDataConverterWithContext is { } ns
            ? dataConverter.WithSerializationContext(
                new ISerializationContext.Workflow(ns, rawInfo.Execution.WorkflowId))
            : dataConverter;
        _memo = new(() => ClientPayloads.ReadMemo(rawInfo.Memo, converter));
        _searchAttributes = new(() => rawInfo.SearchAttributes == null
            ? SearchAttributeCollection.Empty
            : SearchAttributeCollection.FromProto(rawInfo.SearchAttributes));
    }

    /// <summary>When it closed; null while it is open.</summary>
    public DateTime? CloseTime => RawInfo.CloseTime?.ToDateTime();

    /// <summary>When its first task was due, after any delay.</summary>
    public DateTime? ExecutionTime => RawInfo.ExecutionTime?.ToDateTime();

    /// <summary>Number of events; known for closed and described runs.</summary>
    public int HistoryLength => (int)RawInfo.HistoryLength;

    /// <summary>Workflow id.</summary>
    public string Id => RawInfo.Execution.WorkflowId;

    /// <summary>Memo.</summary>
    public IReadOnlyDictionary<string, IEncodedRawValue> Memo => _memo.Value;

    /// <summary>Workflow id of the parent; null without one.</summary>
    public string? ParentId => RawInfo.ParentExecution?.WorkflowId;

    /// <summary>Run id of the parent; null without one.</summary>
    public string? ParentRunId => RawInfo.ParentExecution?.RunId;

    /// <summary>Run id.</summary>
    public string RunId => RawInfo.Execution.RunId;

    /// <summary>When it was started.</summary>
    public DateTime StartTime => RawInfo.StartTime.ToDateTime();

    /// <summary>State.</summary>
    public WorkflowExecutionStatus Status => RawInfo.Status;

    /// <summary>Task queue.</summary>
    public string TaskQueue => RawInfo.TaskQueue;

    /// <summary>Search attributes.</summary>
    public SearchAttributeCollection TypedSearchAttributes => _searchAttributes.Value;

    /// <summary>Workflow type.</summary>
    public string WorkflowType => RawInfo.Type.Name;

    /// <summary>What the server said.</summary>
    internal WorkflowExecutionInfo RawInfo { get; }
}
