namespace Temporalio.Client;

/// <summary>A page of workflows.</summary>
/// <param name="Workflows">Workflows.</param>
/// <param name="NextPageToken">Token of the next page; null on the last.</param>
public record WorkflowListPage(IReadOnlyCollection<WorkflowExecution> Workflows, byte[]? NextPageToken);
