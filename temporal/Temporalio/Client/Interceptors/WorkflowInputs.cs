using Temporalio.Api.Common.V1;
using Temporalio.Api.Enums.V1;
using Temporalio.Api.History.V1;

namespace Temporalio.Client.Interceptors;

/// <summary>Input of cancelling a workflow.</summary>
/// <param name="Id">Workflow id.</param>
/// <param name="RunId">Run id, if any.</param>
/// <param name="FirstExecutionRunId">First run id of the chain that is meant, if any.</param>
/// <param name="Options">Options.</param>
public record CancelWorkflowInput(
    string Id,
    string? RunId,
    string? FirstExecutionRunId,
    WorkflowCancelOptions? Options);

/// <summary>Input of counting workflows.</summary>
/// <param name="Query">Filter in the list language.</param>
/// <param name="Options">Options.</param>
public record CountWorkflowsInput(string Query, WorkflowCountOptions? Options);

/// <summary>Input of describing a workflow.</summary>
/// <param name="Id">Workflow id.</param>
/// <param name="RunId">Run id, if any.</param>
/// <param name="Options">Options.</param>
public record DescribeWorkflowInput(string Id, string? RunId, WorkflowDescribeOptions? Options);

/// <summary>Input of fetching a page of history.</summary>
/// <param name="Id">Workflow id.</param>
/// <param name="RunId">Run id, if any.</param>
/// <param name="PageSize">Most events on the page; null for the server's default.</param>
/// <param name="NextPageToken">Token of the page; null for the first.</param>
/// <param name="WaitNewEvent">Whether to wait for new events.</param>
/// <param name="EventFilterType">Which events are given.</param>
/// <param name="SkipArchival">Whether archived histories are left out.</param>
/// <param name="Rpc">Options of the call to the server.</param>
public record FetchWorkflowHistoryEventPageInput(
    string Id,
    string? RunId,
    int? PageSize,
    byte[]? NextPageToken,
    bool WaitNewEvent,
    HistoryEventFilterType EventFilterType,
    bool SkipArchival,
    RpcOptions? Rpc);

/// <summary>Input of listing workflows.</summary>
/// <param name="Query">Filter in the list language.</param>
/// <param name="Options">Options.</param>
public record ListWorkflowsInput(string Query, WorkflowListOptions? Options);

/// <summary>Input of listing workflows page by page.</summary>
/// <param name="Query">Filter in the list language.</param>
/// <param name="NextPageToken">Token of the page; null for the first.</param>
/// <param name="Options">Options.</param>
public record ListWorkflowsPaginatedInput(string Query, byte[]? NextPageToken, WorkflowListPaginatedOptions? Options);

/// <summary>Input of querying a workflow.</summary>
/// <param name="Id">Workflow id.</param>
/// <param name="RunId">Run id, if any.</param>
/// <param name="Query">Name of the query.</param>
/// <param name="Args">Arguments.</param>
/// <param name="Options">Options.</param>
/// <param name="Headers">Headers, to which the codec is applied when they are sent; null for none.</param>
public record QueryWorkflowInput(
    string Id,
    string? RunId,
    string Query,
    IReadOnlyCollection<object?> Args,
    WorkflowQueryOptions? Options,
    IDictionary<string, Payload>? Headers);

/// <summary>Input of signalling a workflow.</summary>
/// <param name="Id">Workflow id.</param>
/// <param name="RunId">Run id, if any.</param>
/// <param name="Signal">Name of the signal.</param>
/// <param name="Args">Arguments.</param>
/// <param name="Options">Options.</param>
/// <param name="Headers">Headers, to which the codec is applied when they are sent; null for none.</param>
public record SignalWorkflowInput(
    string Id,
    string? RunId,
    string Signal,
    IReadOnlyCollection<object?> Args,
    WorkflowSignalOptions? Options,
    IDictionary<string, Payload>? Headers);

/// <summary>Input of starting an update with a workflow.</summary>
/// <param name="Update">Name of the update.</param>
/// <param name="Args">Arguments.</param>
/// <param name="Options">Options.</param>
/// <param name="Headers">Headers, to which the codec is applied when they are sent; null for none.</param>
public record StartUpdateWithStartWorkflowInput(
    string Update,
    IReadOnlyCollection<object?> Args,
    WorkflowStartUpdateWithStartOptions Options,
    IDictionary<string, Payload>? Headers);

/// <summary>Input of starting a workflow.</summary>
/// <param name="Workflow">Workflow type.</param>
/// <param name="Args">Arguments.</param>
/// <param name="Options">Options.</param>
/// <param name="Headers">Headers, to which the codec is applied when they are sent; null for none.</param>
public record StartWorkflowInput(
    string Workflow,
    IReadOnlyCollection<object?> Args,
    WorkflowOptions Options,
    IDictionary<string, Payload>? Headers);

/// <summary>Input of starting an update.</summary>
/// <param name="Id">Workflow id.</param>
/// <param name="RunId">Run id, if any.</param>
/// <param name="FirstExecutionRunId">First run id of the chain that is meant, if any.</param>
/// <param name="Update">Name of the update.</param>
/// <param name="Args">Arguments.</param>
/// <param name="Options">Options.</param>
/// <param name="Headers">Headers, to which the codec is applied when they are sent; null for none.</param>
public record StartWorkflowUpdateInput(
    string Id,
    string? RunId,
    string? FirstExecutionRunId,
    string Update,
    IReadOnlyCollection<object?> Args,
    WorkflowUpdateStartOptions Options,
    IDictionary<string, Payload>? Headers);

/// <summary>Input of terminating a workflow.</summary>
/// <param name="Id">Workflow id.</param>
/// <param name="RunId">Run id, if any.</param>
/// <param name="FirstExecutionRunId">First run id of the chain that is meant, if any.</param>
/// <param name="Reason">Reason, if any.</param>
/// <param name="Options">Options.</param>
public record TerminateWorkflowInput(
    string Id,
    string? RunId,
    string? FirstExecutionRunId,
    string? Reason,
    WorkflowTerminateOptions? Options);

/// <summary>A page of history.</summary>
/// <param name="Events">Events.</param>
/// <param name="NextPageToken">Token of the next page; null on the last.</param>
public record WorkflowHistoryEventPage(IReadOnlyCollection<HistoryEvent> Events, byte[]? NextPageToken);
